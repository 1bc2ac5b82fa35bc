package proc

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Service is a child that runs beside this process: a trusted server, without a
// sandbox.
type Service struct {
	name   string
	stderr *tail
	done   chan struct{} // closed when the child has ended
	err    error         // why it ended; read after done
	cancel context.CancelFunc
}

// StartService starts c and returns at once. The service ends with Stop, or with this
// process, however that ends.
func (r *Runner) StartService(c Command) (*Service, error) {
	path, err := find(c.Path)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Service{name: c.Path, stderr: new(tail), done: make(chan struct{}), cancel: cancel}
	cmd := exec.CommandContext(ctx, path, c.Args...)
	cmd.Dir, cmd.Env = c.Dir, r.environment(c)
	cmd.Stdout, cmd.Stderr = s.stderr, s.stderr
	cmd.SysProcAttr = childAttr()
	cmd.WaitDelay = max(r.Grace, 1) // see Run
	cmd.Cancel = func() error { return signalGroup(cmd.Process.Pid, syscall.SIGTERM) }

	started := make(chan error)
	go func() {
		runtime.LockOSThread() // see Run
		defer runtime.UnlockOSThread()
		defer close(s.done)
		defer cancel()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		s.err = wait(cmd)
	}()
	if err := <-started; err != nil {
		return nil, startError(c.Path, err)
	}
	return s, nil
}

// Done is closed when the service has ended.
func (s *Service) Done() <-chan struct{} { return s.done }

// Err waits for the end of the service and says why it ended, with the end of its
// output.
func (s *Service) Err() error {
	<-s.done
	how := "without an error"
	if s.err != nil {
		how = s.err.Error()
	}
	if last := s.stderr.String(); last != "" {
		how += ": " + last
	}
	return fmt.Errorf("%s ended: %s", s.name, how)
}

// Stop ends the service and waits for it.
func (s *Service) Stop() {
	s.cancel()
	<-s.done
}

// Ready calls try until it returns nil, the service ends, or ctx does.
func (s *Service) Ready(ctx context.Context, try func(context.Context) error) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := try(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-s.done:
			return s.Err()
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w: %w", s.name, context.Cause(ctx), err)
		case <-tick.C:
		}
	}
}
