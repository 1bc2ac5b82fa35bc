package standalone

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// JoinWorkers registers this process as a worker of the data folder dir, until
// leave is called or the process ends. If it is the only one, it calls first
// before another one can join: active tasks are then those of a killed process.
func JoinWorkers(ctx context.Context, dir string, first func() error) (leave func() error, err error) {
	f, err := os.OpenFile(filepath.Join(dir, "workers"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("join the workers of the data folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	alone, err := joinLock(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("join the workers of the data folder: %w", err)
	}
	if alone {
		if err = first(); err != nil {
			return nil, err
		}
		// This is not atomic: another may get the lock alone in between, and call its
		// first. That does no harm before we hold a task.
		if err = flock(f, unix.LOCK_SH); err != nil {
			return nil, fmt.Errorf("join the workers of the data folder: %w", err)
		}
	}
	return func() error { return unlock(f) }, nil
}

// joinLock locks f alone if it can, else together with others. It waits while
// another has it alone, which is for a moment.
func joinLock(ctx context.Context, f *os.File) (alone bool, err error) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		for _, how := range []int{unix.LOCK_EX, unix.LOCK_SH} {
			if err = flock(f, how|unix.LOCK_NB); !errors.Is(err, unix.EWOULDBLOCK) {
				return how == unix.LOCK_EX, err
			}
		}
		select {
		case <-ctx.Done():
			return false, context.Cause(ctx)
		case <-tick.C:
		}
	}
}

func flock(f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how)
		if !errors.Is(err, unix.EINTR) {
			return err //nolint:wrapcheck // the callers say what for
		}
	}
}
