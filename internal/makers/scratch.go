package makers

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"proceedings/internal/proc"
)

// OpenScratch creates a folder for this process below dir, and deletes the folders of
// processes that have ended, after it has killed the tools that they left: those of which
// the folder is the [proc.Runner]'s Owner. path is absolute. close deletes the folder.
func OpenScratch(dir string) (path string, close func(), err error) {
	if err = os.MkdirAll(dir, 0o700); err != nil {
		return "", nil, fmt.Errorf("make the scratch folder: %w", err)
	}
	dir, unlock, err := lockScratch(dir)
	if err != nil {
		return "", nil, err
	}
	defer unlock()
	if err = sweepScratch(dir); err != nil {
		return "", nil, err
	}
	path, err = os.MkdirTemp(dir, "worker-")
	if err != nil {
		return "", nil, fmt.Errorf("make a scratch folder: %w", err)
	}
	alive, err := lockFolder(path)
	if err != nil {
		return "", nil, err
	}
	for _, sub := range []string{"sources", "steps"} {
		if err := os.Mkdir(filepath.Join(path, sub), 0o700); err != nil {
			return "", nil, fmt.Errorf("make a scratch folder: %w", err)
		}
	}
	return path, func() {
		_ = os.RemoveAll(path) // if this fails, the next process deletes it
		_ = alive.Close()
	}, nil
}

// lockScratch locks the scratch folder of all workers, so that no other process sweeps a new
// folder before it is locked.
func lockScratch(dir string) (path string, unlock func(), err error) {
	// The same folder must have the same name for every process: it identifies tools.
	if path, err = filepath.EvalSymlinks(dir); err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return "", nil, fmt.Errorf("find the scratch folder: %w", err)
	}
	lock, err := os.Open(path)
	if err != nil {
		return "", nil, fmt.Errorf("open the scratch folder: %w", err)
	}
	unlock = func() { _ = lock.Close() } // releases the lock
	if err = unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		unlock()
		return "", nil, fmt.Errorf("lock the scratch folder: %w", err)
	}
	return path, unlock, nil
}

// lockFolder locks a folder until this process ends or closes the file.
func lockFolder(path string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(path, "alive"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock a scratch folder: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
	}
	return f, nil
}

func sweepScratch(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, "worker-*"))
	if err != nil {
		return fmt.Errorf("sweep the scratch folder: %w", err)
	}
	for _, path := range left {
		f, err := lockFolder(path)
		if err != nil {
			continue // its process is running, or is deleting it
		}
		if proc.KillOwned(path) == nil { // a tool that waits for a broken disk cannot be killed, and keeps its folder
			err = os.RemoveAll(path)
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("sweep the scratch folder: %w", err)
		}
	}
	return nil
}
