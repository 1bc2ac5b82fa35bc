package proc_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/proc"
)

// pipe is one whose ends are closed with the test.
func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = r.Close(), w.Close() })
	return r, w
}

// TestDetach: a detached program has a session of its own, the files that it
// was given, and an environment without credentials.
func TestDetach(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hidden")
	in, alive := pipe(t)
	said, out := pipe(t)
	file, err := os.CreateTemp(t.TempDir(), "third")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	script := `echo "$(cut -d " " -f 6 /proc/$$/stat) $1 $ADDED $AWS_SECRET_ACCESS_KEY." && echo third >&3 && cat`
	err = proc.Detach(proc.Command{Path: "sh", Args: []string{"-c", script, "sh", "argument"}, Dir: "/", Env: []string{"ADDED=added"}}, in, out, file)
	if err != nil {
		t.Fatal(err)
	}
	if err = errors.Join(in.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err = io.WriteString(alive, "until the end of stdin\n"); err != nil {
		t.Fatal(err)
	}
	if err = alive.Close(); err != nil {
		t.Fatal(err)
	}
	if err = said.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(said)
	if err != nil {
		t.Fatal(err)
	}
	sid, rest, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	if want := "argument added .\nuntil the end of stdin"; rest != want {
		t.Errorf("it says %q, want %q", rest, want)
	}
	if ours, err := unix.Getsid(0); err != nil || sid == "" || sid == fmt.Sprint(ours) {
		t.Errorf("its session is %q, ours %d (%v); want another", sid, ours, err)
	}
	if third, err := os.ReadFile(file.Name()); err != nil || string(third) != "third\n" {
		t.Errorf("the file that was passed on holds %q, %v", third, err)
	}
}

func TestDetachMissingProgram(t *testing.T) {
	t.Parallel()

	err := proc.Detach(proc.Command{Path: "no-such-server"}, nil, nil)
	if !errors.Is(err, exec.ErrNotFound) || !strings.HasPrefix(err.Error(), "start no-such-server: ") {
		t.Errorf("err = %v, want exec.ErrNotFound that names what was to start", err)
	}
}
