package standalone

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// ErrInUse says that another process holds the data folder and does not share
// its servers.
var ErrInUse = errors.New("the data folder is in use")

// lock takes the lock of a folder, or returns ErrInUse. The lock ends with unlock,
// or with the last process that has the file open.
func lock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		defer func() { _ = f.Close() }() // only read
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock the data folder %s: %w", dir, err)
		}
		holder, readErr := io.ReadAll(io.LimitReader(f, 20))
		if pid := strings.TrimSpace(string(holder)); readErr == nil && pid != "" {
			return nil, fmt.Errorf("%w: %s, by process %s, which does not answer; end that process, or name another folder with --data", ErrInUse, dir, pid)
		}
		return nil, fmt.Errorf("%w: %s; name another folder with --data", ErrInUse, dir)
	}
	return f, nil
}

// sign writes the number of this process into a lock file, for messages.
func sign(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return fmt.Errorf("sign the lock: %w", err)
	}
	if _, err := f.WriteAt(fmt.Appendln(nil, os.Getpid()), 0); err != nil {
		return fmt.Errorf("sign the lock: %w", err)
	}
	return nil
}

// unlock releases a lock. Closing the file is not enough: a child has it open,
// too, between fork and exec.
func unlock(f *os.File) error {
	if err := errors.Join(unix.Flock(int(f.Fd()), unix.LOCK_UN), f.Close()); err != nil {
		return fmt.Errorf("unlock the data folder: %w", err)
	}
	return nil
}
