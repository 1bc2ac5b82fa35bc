package proc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
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
	Owner   string       // identifies this process in the environment of its children, for [KillOwned]; empty for none
	Log     *slog.Logger // nil for none

	// Used, if not nil, is called at the end of each child with its usage. Children
	// in a sandbox count nothing: bubblewrap exits before it waits for what ran in
	// it, so that the kernel does not add its usage.
	Used func(Usage)
}

// Run starts c and waits for it. When ctx ends first, or c does nothing for too long, Run
// sends SIGTERM to the group, waits up to Grace for the tool, kills what is left, and
// returns the cause of ctx or a [StallError].
// In a sandbox there is no grace: bubblewrap exits at once and ends all within it.
// Run returns the end of stderr also after success: a tool that exits with 0 may
// have printed why its output is short.
// A tool that this machine could not run is an error that [fault.IsWorker] recognises.
func (r *Runner) Run(ctx context.Context, c Command) (stderr string, err error) {
	path, err := find(c.Path)
	if err == nil {
		err = checkFolders(c)
	}
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	var last tail
	line := limited(c, r.Sandbox.wrap(path, c))
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Dir = c.Dir
	cmd.Env = r.environment(c)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Stdin, c.Stdout, &last
	cmd.SysProcAttr = childAttr()
	cmd.WaitDelay = max(r.Grace, 1) // 0 would mean for ever
	cmd.Cancel = func() error { return signalGroup(cmd.Process.Pid, syscall.SIGTERM) }
	status, err := r.Sandbox.report(cmd)
	if err != nil {
		return "", startError(c.Path, err)
	}
	defer status.close()

	started := time.Now()
	// The kernel ties a parent-death signal to the thread that forked. A thread
	// of the runtime may come and go, so this goroutine keeps its own to the end.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err = cmd.Start(); err != nil {
		if ctx.Err() != nil {
			return "", fmt.Errorf("start %s: %w", c.Path, context.Cause(ctx))
		}
		return "", startError(c.Path, err)
	}
	go watch(ctx, c, cmd.Process.Pid, cancel)
	err = wait(cmd)
	if r.Used != nil && cmd.ProcessState != nil {
		r.Used(usageOf(cmd.ProcessState))
	}
	if r.Log != nil {
		r.Log.DebugContext(ctx, "child ended", "tool", c.Path, "took", time.Since(started).Round(time.Millisecond), "err", err)
	}

	switch exit := (*exec.ExitError)(nil); {
	case ctx.Err() != nil:
		return last.String(), fmt.Errorf("run %s: %w", c.Path, context.Cause(ctx))
	case errors.As(err, &exit):
		return last.String(), r.failure(c, exit, last.String(), status.text())
	case err != nil:
		return last.String(), fmt.Errorf("run %s: %w", c.Path, err)
	}
	return last.String(), nil
}

// failure is the error for a child that exited with an error: an [ExitError], unless it is
// not the tool that failed, or the tool has lost its files.
func (r *Runner) failure(c Command, exit *exec.ExitError, stderr, status string) error {
	e := r.exitError(c.Path, exit, stderr)
	if err := neverRan(c, r.Sandbox.Active(), status, e); err != nil {
		return err
	}
	if err := checkFolders(c); err != nil {
		return err
	}
	return e
}

// wait waits for the end of a child that leads its group, and ends what is left
// of the group: a tool may fork helpers that outlive it even when all went well,
// and WaitDelay kills the leader alone. The group is killed between the leader's
// end and its collection. Before that, helpers that hold its pipes would keep
// Wait waiting; after that, the group's number may be somebody else's.
func wait(cmd *exec.Cmd) error {
	for {
		err := unix.Waitid(unix.P_PID, cmd.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	_ = signalGroup(cmd.Process.Pid, syscall.SIGKILL)
	return cmd.Wait() //nolint:wrapcheck // the callers tell its kinds apart
}

func (r *Runner) exitError(path string, exit *exec.ExitError, stderr string) *ExitError {
	e := &ExitError{Path: path, Code: exit.ExitCode(), Stderr: stderr}
	status, ok := exit.Sys().(syscall.WaitStatus)
	switch signal := syscall.Signal(e.Code - shellSignal); {
	case ok && status.Signaled():
		e.Signal = status.Signal().String()
	case r.Sandbox.Active() && signal > 0 && signal <= maxSignal:
		e.Code, e.Signal = -1, signal.String() // bubblewrap's way to pass it on
	}
	return e
}

const (
	shellSignal = 128 // added to a signal's number by who passes it on as an exit status
	maxSignal   = 64
)

// childAttr gives a child its own group and has the kernel kill it with us.
func childAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// limited is the command line that sets c's limits on itself and then becomes
// line. Set from here after the start they would come too late for what the
// child has forked by then, and bubblewrap forks at once. Where a limit cannot
// be set, a lower one is in force already.
func limited(c Command, line []string) []string {
	const block, kibi = 512, 1024 // bytes; the units of ulimit -f and -d
	// Not the address space (-v), of which threads reserve much and use little.
	memory := cmp.Or(c.Memory, DefaultMemory)
	set := fmt.Sprintf("ulimit -d %d; ", memory/kibi)
	if c.CPU > 0 {
		// The kernel kills at the hard limit, and says at the soft one that this is why.
		limit := int64(math.Ceil(c.CPU.Seconds()))
		set += fmt.Sprintf("ulimit -S -t %d; ulimit -H -t %d; ", limit, limit+1)
	}
	if c.FileSize > 0 {
		set += fmt.Sprintf("ulimit -f %d; ", (c.FileSize+block-1)/block)
	}
	return append([]string{"/bin/sh", "-c", "{ " + set + `} 2>/dev/null; exec "$@"`, shellName}, line...)
}

// environment is the environment of a child of r, with its owner.
func (r *Runner) environment(c Command) []string {
	env := environment(c)
	if r.Owner != "" {
		env = append(env, ownerEnv+"="+r.Owner)
	}
	return env
}

// environment is the environment of a child, without credentials.
func environment(c Command) []string {
	home := c.Dir
	if home == "" {
		home = "/"
	}
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=C.UTF-8"}, c.Env...)
}

// signalGroup sends sig to the group that pid leads. It returns os.ErrProcessDone for
// a group that is gone, which os/exec ignores.
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
