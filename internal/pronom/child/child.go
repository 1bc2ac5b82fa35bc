// Package child is the child process of internal/pronom, which runs siegfried. Only the command
// ingest links it: it needs 5 MB in the program, and 90 MB of memory while it runs.
package child

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/richardlehane/siegfried"
	"github.com/richardlehane/siegfried/pkg/config"
	"github.com/richardlehane/siegfried/pkg/static"

	"proceedings/internal/pronom"
)

// Asked reports whether a program with these arguments, without its name, is the child.
func Asked(args []string) bool { return len(args) > 0 && args[0] == pronom.Word }

// maxInput is more than the paths of a meeting's files have.
const maxInput = 64 << 20

// Main reads paths, separated by zero bytes, and prints an answer for each. It returns the exit
// code.
func Main(stdin io.Reader, stdout, stderr io.Writer) int {
	if err := run(stdin, stdout); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func run(stdin io.Reader, stdout io.Writer) error {
	data, err := io.ReadAll(io.LimitReader(stdin, maxInput))
	if err != nil {
		return fmt.Errorf("read the paths: %w", err)
	}
	s := static.New()
	out := json.NewEncoder(stdout)
	if err = out.Encode(pronom.Answer{Tool: tool(s)}); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	for i, name := range strings.Split(string(data), "\x00") {
		if err = out.Encode(pronom.Answer{File: i, Format: identify(s, name)}); err != nil {
			return fmt.Errorf("print: %w", err)
		}
	}
	return nil
}

// tool is the version of siegfried and of its signatures.
func tool(s *siegfried.Siegfried) string {
	v := config.Version()
	text := []string{fmt.Sprintf("siegfried %d.%d.%d", v[0], v[1], v[2])}
	for _, id := range s.Identifiers() {
		text = append(text, id[1])
	}
	return strings.Join(text, ", ")
}

// identify names the format of a file. If several fit, it takes the first.
func identify(s *siegfried.Siegfried, name string) pronom.Format {
	file, err := os.Open(name)
	if err != nil {
		return pronom.Format{Warning: "cannot be read"}
	}
	defer func() { _ = file.Close() }() // only read
	ids, err := s.Identify(file, path.Base(name), "")
	if len(ids) == 0 {
		return pronom.Format{Warning: fmt.Sprint(err)}
	}
	var f pronom.Format
	fields := map[string]*string{"id": &f.ID, "format": &f.Name, "version": &f.Version, "mime": &f.Type, "basis": &f.Basis, "warning": &f.Warning}
	for _, label := range s.Label(ids[0]) {
		if to := fields[label[0]]; to != nil {
			*to = label[1]
		}
	}
	if !ids[0].Known() {
		f = pronom.Format{Warning: f.Warning}
	}
	if len(ids) > 1 {
		f.Warning = strings.TrimPrefix(fmt.Sprintf("%s; %d formats fit", f.Warning, len(ids)), "; ")
	}
	return f
}
