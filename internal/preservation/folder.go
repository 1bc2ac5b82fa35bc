package preservation

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// folder is where a bag is written: a subfolder of a temporary folder beside the place of the
// bag. It moves to that place at the end, so that a bag is there as a whole or not at all.
type folder struct {
	target *os.Root // the folder of bags
	root   *os.Root // the bag
	lock   *os.File
	name   string // of the temporary folder
	path   string // of the bag
}

// The temporary folder of an export is .MEETING.RANDOM.unfinished. A lock file in it, with this
// text, says whose it is, and is locked while the export runs.
const (
	unfinished = ".unfinished"
	lockFile   = "lock"
	lockText   = "An export of Proceedings writes into this folder while this file is locked.\n"
	bagFolder  = "bag"
)

// openFolder makes a new folder for the bag id in dir. Its name cannot be known before, and
// nothing that is there is opened.
func openFolder(dir, id string) (_ *folder, err error) {
	f := &folder{name: "." + id + "." + strings.ToLower(rand.Text()) + unfinished}
	f.path = filepath.Join(dir, f.name, bagFolder)
	if f.target, err = os.OpenRoot(dir); err != nil {
		return nil, fmt.Errorf("open the folder for bags: %w", err)
	}
	if err = f.fill(); err != nil {
		return nil, errors.Join(fmt.Errorf("make a temporary folder: %w", err), f.remove(), f.close())
	}
	return f, nil
}

// fill makes the temporary folder with a locked lock file and the folder of the bag.
func (f *folder) fill() error {
	if err := f.target.Mkdir(f.name, 0o750); err != nil {
		return err //nolint:wrapcheck // the caller says what was tried
	}
	outer, err := openReal(f.target, f.name)
	if err != nil {
		return err
	}
	defer func() { _ = outer.Close() }() // the lock and the bag stay open
	if f.lock, err = outer.OpenFile(lockFile, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o640); err != nil {
		return err //nolint:wrapcheck // as above
	}
	if err = unix.Flock(int(f.lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return err //nolint:wrapcheck // as above
	}
	if _, err = f.lock.WriteString(lockText); err != nil {
		return err //nolint:wrapcheck // as above
	}
	if err = outer.Mkdir(bagFolder, 0o750); err != nil {
		return err //nolint:wrapcheck // as above
	}
	f.root, err = openReal(outer, bagFolder)
	return err
}

// openReal opens a folder that is no link.
func openReal(in *os.Root, name string) (*os.Root, error) {
	named, err := in.Lstat(name)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says what was tried
	}
	root, err := in.OpenRoot(name)
	if err != nil {
		return nil, err //nolint:wrapcheck // as above
	}
	opened, err := root.Stat(".")
	if err == nil && (!named.IsDir() || !os.SameFile(named, opened)) {
		err = fmt.Errorf("%s is a link", name)
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}

func (f *folder) close() (err error) {
	for _, c := range []io.Closer{f.root, f.lock, f.target} {
		if c != (*os.Root)(nil) && c != (*os.File)(nil) {
			err = errors.Join(err, c.Close())
		}
	}
	if err != nil {
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

// finish moves the bag to its place. It replaces nothing.
func (f *folder) finish(id string) error {
	err := fs.WalkDir(f.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return syncFolder(f.root, name)
	})
	if err == nil {
		if _, statErr := f.target.Lstat(id); statErr == nil {
			err = fmt.Errorf("%s was made meanwhile", id)
		}
	}
	if err == nil {
		err = f.target.Rename(path.Join(f.name, bagFolder), id)
	}
	if err == nil {
		err = syncFolder(f.target, ".")
	}
	if err != nil {
		return fmt.Errorf("finish the bag: %w", err)
	}
	return nil
}

func syncFolder(root *os.Root, name string) error {
	dir, err := root.Open(name)
	if err != nil {
		return err //nolint:wrapcheck // the caller says what was tried
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// remove deletes the temporary folder, with all of an unfinished bag. If it fails, the next
// export does it.
func (f *folder) remove() error { return discard(f.target, f.name) }
