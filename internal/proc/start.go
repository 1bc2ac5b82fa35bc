package proc

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"proceedings/internal/fault"
)

// find returns the path of a program.
func find(name string) (string, error) {
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
		return absolute(path), nil
	case Missing(err):
		return "", fault.Worker(err, "start %s: it is not installed", name)
	default:
		return "", fault.Worker(err, "start %s: it cannot be executed", name)
	}
}

// startError is the error for a child that could not be started, which is never due to
// the file that it would have read. Only the length of the command line may be.
func startError(name string, err error) error {
	reason := "it cannot be executed"
	switch {
	case errors.Is(err, syscall.E2BIG):
		return fmt.Errorf("start %s: %w", name, err)
	case errors.Is(err, syscall.EAGAIN):
		reason = "too many processes run"
	case errors.Is(err, syscall.ENOMEM):
		reason = "the memory is full"
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		reason = "too many files are open"
	}
	return fault.Worker(err, "start %s: %s", name, reason)
}

// checkFolders returns an error if c cannot use its files and folders: in the sandbox and
// in the tool, that would look like the failure of a tool at a bad file. It is called before
// a tool starts and after it failed, because a disk may fail in between. A read-only disk is
// an error of this machine ([fault.WorkerReason]). A missing file may be the fault of the
// tool that should have written it.
func checkFolders(c Command) error {
	check := func(path string, mode uint32, what string) error {
		if err := unix.Faccessat(unix.AT_FDCWD, path, mode, unix.AT_EACCESS); err != nil {
			return fmt.Errorf("run %s: %w", c.Path, &os.PathError{Op: what, Path: path, Err: err})
		}
		return nil
	}
	if c.Dir != "" {
		if err := check(c.Dir, unix.X_OK, "enter"); err != nil {
			return err
		}
	}
	for _, path := range c.Read {
		if err := check(path, unix.R_OK, "read"); err != nil {
			return err
		}
	}
	for _, path := range c.Write {
		if err := check(path, unix.W_OK, "write to"); err != nil {
			return err
		}
	}
	return nil
}

// shellName is the name under which the shell of [limited] reports that it could not
// become the program.
const shellName = "start-tool"

// neverRan returns an error of this machine if a child that exited with an error is not
// the tool: bubblewrap could not set up the sandbox, or the shell could not become the
// program. status is bubblewrap's report (--json-status-fd).
func neverRan(c Command, sandbox bool, status string, exit *ExitError) error {
	switch {
	case exit.Signal != "":
		return nil
	case sandbox && !strings.Contains(status, `"exit-code"`):
		return fault.Worker(errors.New(exit.Stderr), "start %s: the sandbox cannot be set up", c.Path)
	case !sandbox && (exit.Code == shellCannotExecute || exit.Code == shellNotFound) && strings.HasPrefix(exit.Stderr, shellName+": "):
		return fault.Worker(errors.New(exit.Stderr), "start %s: it cannot be executed", c.Path)
	}
	return nil
}

// The exit statuses of a shell that cannot become a program (POSIX, 2.8.2).
const (
	shellCannotExecute = 126
	shellNotFound      = 127
)
