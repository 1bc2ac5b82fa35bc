package preservation

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// folder is a new folder beside the place of the bag. It gets the bag's name at the end, so that a
// bag is there as a whole or not at all.
type folder struct {
	root *os.Root
	lock *os.File
	path string
}

// openFolder makes an empty folder for the bag id in dir. What an interrupted export left is
// deleted; if another export writes it now, that is an error.
func openFolder(dir, id string) (_ *folder, err error) {
	if err = os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("make the folder for bags: %w", err)
	}
	f := &folder{path: filepath.Join(dir, "."+id+".unfinished")}
	if err = os.Mkdir(f.path, 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	if f.root, err = os.OpenRoot(f.path); err != nil {
		return nil, fmt.Errorf("open the temporary folder: %w", err)
	}
	if f.lock, err = os.Open(f.path); err != nil {
		return nil, errors.Join(fmt.Errorf("open the temporary folder: %w", err), f.root.Close())
	}
	if err = unix.Flock(int(f.lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		err = fmt.Errorf("lock %s: %w: another export of this meeting seems to run", f.path, err)
		return nil, errors.Join(err, f.close())
	}
	left, err := fs.ReadDir(f.root.FS(), ".")
	for _, entry := range left {
		err = errors.Join(err, f.root.RemoveAll(entry.Name()))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("empty the temporary folder: %w", err), f.close())
	}
	return f, nil
}

func (f *folder) close() error {
	if err := errors.Join(f.root.Close(), f.lock.Close()); err != nil {
		return fmt.Errorf("close the temporary folder: %w", err)
	}
	return nil
}

// Create implements [bag.Folder].
func (f *folder) Create(name string) (io.WriteCloser, error) {
	if err := f.root.MkdirAll(path.Dir(name), 0o750); err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	file, err := f.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return nil, fmt.Errorf("make a file: %w", err)
	}
	return synced{file}, nil
}

// synced is a file that is on the disk when it is closed.
type synced struct{ *os.File }

// Close implements [io.Closer].
func (s synced) Close() error { return errors.Join(s.Sync(), s.File.Close()) }

// finish gives the folder the name of the bag. It replaces nothing.
func (f *folder) finish(to string) error {
	err := fs.WalkDir(f.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return syncFolder(filepath.Join(f.path, name))
	})
	if err == nil {
		if _, statErr := os.Lstat(to); statErr == nil {
			err = fmt.Errorf("%s was made meanwhile", to)
		}
	}
	if err == nil {
		err = os.Rename(f.path, to)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(to))
	}
	if err != nil {
		return fmt.Errorf("finish the bag: %w", err)
	}
	return nil
}

func syncFolder(name string) error {
	dir, err := os.Open(name)
	if err != nil {
		return err //nolint:wrapcheck // the caller says what was tried
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// remove deletes the folder of a failed export.
func (f *folder) remove() { _ = os.RemoveAll(f.path) } // if this fails, the next export empties it
