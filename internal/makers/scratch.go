package makers

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// OpenScratch makes a folder of this process's own below dir, and sweeps those
// that dead processes left there. close removes it.
func OpenScratch(dir string) (path string, close func(), err error) {
	if err = os.MkdirAll(dir, 0o700); err != nil {
		return "", nil, fmt.Errorf("make the scratch folder: %w", err)
	}
	// One process at a time: another's sweep must not meet a folder that is made
	// and not claimed yet.
	gate, err := os.Open(dir)
	if err != nil {
		return "", nil, fmt.Errorf("open the scratch folder: %w", err)
	}
	defer func() { _ = gate.Close() }() // gives the lock back
	if err = unix.Flock(int(gate.Fd()), unix.LOCK_EX); err != nil {
		return "", nil, fmt.Errorf("lock the scratch folder: %w", err)
	}
	if err = sweepScratch(dir); err != nil {
		return "", nil, err
	}
	path, err = os.MkdirTemp(dir, "worker-")
	if err != nil {
		return "", nil, fmt.Errorf("make a scratch folder: %w", err)
	}
	alive, err := claim(path)
	if err != nil {
		return "", nil, err
	}
	for _, sub := range []string{"sources", "steps"} {
		if err := os.Mkdir(filepath.Join(path, sub), 0o700); err != nil {
			return "", nil, fmt.Errorf("make a scratch folder: %w", err)
		}
	}
	return path, func() {
		_ = os.RemoveAll(path) // else the next process sweeps it
		_ = alive.Close()
	}, nil
}

// claim locks a folder for as long as this process lives.
func claim(path string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(path, "alive"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("claim a scratch folder: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("claim %s: %w", path, err), f.Close())
	}
	return f, nil
}

func sweepScratch(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, "worker-*"))
	if err != nil {
		return fmt.Errorf("sweep the scratch folder: %w", err)
	}
	for _, path := range left {
		f, err := claim(path)
		if err != nil {
			continue // somebody lives there, or has it removed just now
		}
		err = os.RemoveAll(path)
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("sweep the scratch folder: %w", err)
		}
	}
	return nil
}
