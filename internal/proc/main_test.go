package proc_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sys/unix"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// TestMain runs the tests, or plays the keeper or the process that dies in one of them.
func TestMain(m *testing.M) {
	if args := os.Args[1:]; proc.IsKeeper(args) {
		os.Exit(proc.Keep(args, os.Stdin))
	}
	if how := os.Getenv(parentEnv); how != "" {
		os.Exit(parent(how, os.Getenv(lifelineEnv)))
	}
	goleak.VerifyTestMain(m)
}

// grace is for tools that are meant to end when they are asked to, on a busy
// machine, too.
const grace = 5 * time.Minute

// patience is how long a test waits for what should happen at once before it says
// that it hangs.
const patience = 5 * time.Minute

// runners are the ways to run a tool: in the open, and in the sandbox where
// there is one.
func runners(t *testing.T, grace time.Duration) map[string]*proc.Runner {
	t.Helper()
	all := map[string]*proc.Runner{"in the open": {Grace: grace}}
	if sandbox, err := proc.DetectSandbox(t.Context(), ""); err == nil {
		all["in the sandbox"] = &proc.Runner{Grace: grace, Sandbox: sandbox}
	} else if os.Getenv(proctest.Require) == "1" {
		t.Fatal(err)
	}
	return all
}

// shell is a script as a command, with dir to work and write in. The script
// finds args as $1 and so on.
func shell(dir, script string, args ...string) proc.Command {
	return proc.Command{
		Path: "sh", Args: append([]string{"-c", script, "sh"}, args...),
		Dir: dir, Write: []string{dir},
	}
}

// lifeline is a named pipe that children hold open. Its end says that the last
// of them is gone, in whatever group or namespace, and even where nobody
// collects the dead, whose numbers kill(pid, 0) would still find.
type lifeline struct {
	path string
	both *os.File // keeps the pipe from ending before a child has opened it
}

// newLifeline makes one in dir. What a child writes to it is read by said.
func newLifeline(t *testing.T, dir string) *lifeline {
	t.Helper()
	l := &lifeline{path: filepath.Join(dir, "lifeline")}
	if err := unix.Mkfifo(l.path, 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if l.both, err = os.OpenFile(l.path, os.O_RDWR, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.both.Close() })
	return l
}

// said waits for a line of a child.
func (l *lifeline) said(t *testing.T) string {
	t.Helper()
	if err := l.both.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(l.both).ReadString('\n')
	if err != nil {
		t.Fatalf("wait for a child: %v", err)
	}
	return line
}

// gone waits until no child holds the pipe.
func (l *lifeline) gone(t *testing.T) {
	t.Helper()
	end, err := os.Open(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = end.Close() }()
	if err := l.both.Close(); err != nil {
		t.Fatal(err)
	}
	if err := end.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, end); err != nil {
		t.Errorf("some child is still there: %v", err)
	}
}

// start runs c beside the test and returns how to end it with a cause, and its
// result.
func start(t *testing.T, r *proc.Runner, c proc.Command) (end context.CancelCauseFunc, result <-chan error) {
	t.Helper()
	ctx, end := context.WithCancelCause(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := r.Run(ctx, c)
		ended <- err
	}()
	return end, ended
}
