// Package tesseract reads the text in images by tesseract, a program for optical
// character recognition (OCR).
package tesseract

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"proceedings/internal/proc"
)

const (
	cpuLimit      = 120 * time.Second
	listCPU       = 30 * time.Second
	fileSizeLimit = 256 << 20
)

// runner is the one thing that this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Reader reads images.
type Reader struct {
	runner runner
	dir    string
}

// New makes a Reader that runs tesseract by r, a [proc.Runner], with its files in
// the folder dir.
func New(r runner, dir string) Reader { return Reader{runner: r, dir: dir} }

// Read reads the text in an image. Lines may run across, down or up. The languages
// are those that [Reader.Languages] returned.
func (r Reader) Read(ctx context.Context, image string, dpi float64, languages string) (Text, error) {
	out := filepath.Join(r.dir, "read")
	_, err := r.runner.Run(ctx, proc.Command{
		Path: "tesseract",
		Args: []string{image, out, "-l", languages, "--dpi", strconv.Itoa(int(min(max(70, dpi), 2400))), "tsv"},
		Dir:  r.dir, Read: []string{image}, Write: []string{r.dir},
		// With several threads it needs more processor time and no less wall-clock time.
		Env: []string{"OMP_THREAD_LIMIT=1"}, CPU: cpuLimit, FileSize: fileSizeLimit,
	})
	if err != nil {
		return Text{}, err
	}
	data, err := os.ReadFile(out + ".tsv")
	if err != nil {
		return Text{}, err //nolint:wrapcheck // it names the file
	}
	return parseTSV(string(data)), nil
}

// VersionCommand prints the version of tesseract.
func VersionCommand() proc.Command {
	return proc.Command{Path: "tesseract", Args: []string{"--version"}}
}
