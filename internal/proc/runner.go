package proc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Runner runs tools to their end.
type Runner struct {
	Grace   time.Duration // between SIGTERM and SIGKILL
	Sandbox Sandbox
	Log     *slog.Logger // nil for none
}

// Run starts c and waits for it. When ctx ends first, Run asks the whole group
// to stop, waits for Grace, kills what is left, and returns the cause of ctx.
// The text that c left on stderr is returned also when all went well: a tool
// that exits 0 may have said why its output is short.
func (r *Runner) Run(ctx context.Context, c Command) (stderr string, err error) {
	path, err := exec.LookPath(c.Path)
	if err != nil {
		return "", fmt.Errorf("start %s: %w", c.Path, err)
	}
	name, args := r.Sandbox.wrap(path, c)

	var last tail
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = c.Dir
	cmd.Env = environment(c)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Stdin, c.Stdout, &last
	cmd.SysProcAttr = childAttr()
	cmd.WaitDelay = r.Grace
	cmd.Cancel = func() error { return signalGroup(cmd.Process.Pid, syscall.SIGTERM) }

	started := time.Now()
	// The kernel ties a parent-death signal to the thread that forked. A thread
	// of the runtime may come and go, so this goroutine keeps its own to the end.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err = cmd.Start(); err != nil {
		return "", fmt.Errorf("start %s: %w", c.Path, err)
	}
	limitErr := limit(cmd.Process.Pid, c)
	if limitErr != nil {
		_ = signalGroup(cmd.Process.Pid, syscall.SIGKILL)
	}
	err = cmd.Wait()
	// WaitDelay kills the leader alone, and a tool may fork helpers that outlive
	// it even when all went well: whatever is left of the group ends here.
	_ = signalGroup(cmd.Process.Pid, syscall.SIGKILL)
	if r.Log != nil {
		r.Log.DebugContext(ctx, "child ended", "tool", c.Path, "took", time.Since(started).Round(time.Millisecond), "err", err)
	}

	switch exit := (*exec.ExitError)(nil); {
	case ctx.Err() != nil:
		return last.String(), fmt.Errorf("run %s: %w", c.Path, context.Cause(ctx))
	case limitErr != nil:
		return "", limitErr
	case errors.As(err, &exit):
		return last.String(), exitError(c.Path, exit, last.String())
	case err != nil:
		return last.String(), fmt.Errorf("run %s: %w", c.Path, err)
	}
	return last.String(), nil
}

func exitError(path string, exit *exec.ExitError, stderr string) *ExitError {
	e := &ExitError{Path: path, Code: exit.ExitCode(), Stderr: stderr}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		e.Signal = status.Signal().String()
	}
	return e
}

// childAttr gives a child its own group and has the kernel kill it with us.
func childAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// limit sets c's limits on a child that has just started; whatever it forks
// inherits them.
func limit(pid int, c Command) error {
	set := func(what string, resource int, n uint64) error {
		err := unix.Prlimit(pid, resource, &unix.Rlimit{Cur: n, Max: n}, nil)
		if err != nil && !errors.Is(err, unix.ESRCH) { // gone already: nothing to limit
			return fmt.Errorf("limit the %s of %s: %w", what, c.Path, err)
		}
		return nil
	}
	if c.CPU > 0 {
		if err := set("processor time", unix.RLIMIT_CPU, uint64(max(1, c.CPU.Seconds()))); err != nil {
			return err
		}
	}
	if c.FileSize > 0 {
		return set("file size", unix.RLIMIT_FSIZE, uint64(c.FileSize))
	}
	return nil
}

// environment is what a child sees of ours: no credentials.
func environment(c Command) []string {
	home := c.Dir
	if home == "" {
		home = "/"
	}
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=C.UTF-8"}, c.Env...)
}

// signalGroup sends sig to the group that pid leads. A group that is gone is
// no error to os/exec if it is called so.
func signalGroup(pid int, sig syscall.Signal) error {
	err := syscall.Kill(-pid, sig)
	if errors.Is(err, syscall.ESRCH) {
		return os.ErrProcessDone
	}
	if err != nil {
		return fmt.Errorf("signal group %d: %w", pid, err)
	}
	return nil
}
