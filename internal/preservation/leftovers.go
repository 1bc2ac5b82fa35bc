package preservation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"proceedings/internal/words"
)

// leftovers are the temporary folders in a folder of bags.
type leftovers struct {
	dir     string
	running map[string][]string // names of folders that are locked, by meeting
	foreign map[string][]string // names of folders that no export made, by meeting
}

// sweep deletes what interrupted exports left in a folder. It reads the folder once for all
// meetings of an export.
func sweep(dir string) (*leftovers, error) {
	l := &leftovers{dir: dir, running: map[string][]string{}, foreign: map[string][]string{}}
	target, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder for bags: %w", err)
	}
	defer func() { _ = target.Close() }() // nothing is written
	list, err := fs.ReadDir(target.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("read the folder for bags: %w", err)
	}
	for _, entry := range list {
		rest, hidden := strings.CutPrefix(entry.Name(), ".")
		if id, _, _ := strings.Cut(rest, "."); hidden && id != "" && strings.HasSuffix(rest, unfinished) {
			l.clean(target, id, entry.Name())
		}
	}
	return l, nil
}

// clean deletes a temporary folder, or notes why not.
func (l *leftovers) clean(target *os.Root, id, name string) {
	lock, err := lockLeft(target, name)
	switch {
	case errors.Is(err, unix.EWOULDBLOCK):
		l.running[id] = append(l.running[id], name)
		return
	case err != nil:
		l.foreign[id] = append(l.foreign[id], name)
		return
	}
	defer func() { _ = lock.Close() }() // nothing was written
	if discard(target, name) != nil {
		l.foreign[id] = append(l.foreign[id], name)
	}
}

// lockLeft locks a temporary folder of an export. Any error but EWOULDBLOCK means that it is
// not one.
func lockLeft(target *os.Root, name string) (lock *os.File, err error) {
	outer, err := openReal(target, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = outer.Close() }() // the lock stays open
	info, err := outer.Lstat(lockFile)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(lockText)) {
		return nil, errors.Join(err, fs.ErrInvalid)
	}
	if lock, err = outer.Open(lockFile); err != nil {
		return nil, err //nolint:wrapcheck // says that the folder is not ours
	}
	text := make([]byte, len(lockText))
	if _, err = lock.ReadAt(text, 0); err == nil && string(text) != lockText {
		err = fs.ErrInvalid
	}
	if err == nil {
		err = unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	}
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}

// discard deletes a temporary folder of an export: the bag and the lock file. If there is
// anything else in it, the folder stays.
func discard(target *os.Root, name string) error {
	outer, err := openReal(target, name)
	if err != nil {
		return err
	}
	defer func() { _ = outer.Close() }() // the folder is gone
	if err = outer.RemoveAll(bagFolder); err != nil {
		return err //nolint:wrapcheck // the next export tries again
	}
	if list, listErr := fs.ReadDir(outer.FS(), "."); listErr != nil || len(list) > 1 {
		return errors.Join(listErr, fs.ErrExist)
	}
	if err = outer.Remove(lockFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err //nolint:wrapcheck // as above
	}
	return target.Remove(name) //nolint:wrapcheck // as above
}

// check returns an error if another export of a meeting runs, and a sentence about folders
// that were left as they are.
func (l *leftovers) check(id string) (note string, err error) {
	again := l.running[id]
	if delete(l.running, id); len(again) > 0 {
		target, err := os.OpenRoot(l.dir)
		if err != nil {
			return "", fmt.Errorf("open the folder for bags: %w", err)
		}
		defer func() { _ = target.Close() }() // nothing is written
		for _, name := range again {          // it may have ended since
			if _, err := target.Lstat(name); err == nil {
				l.clean(target, id, name)
			}
		}
	}
	if len(l.running[id]) > 0 {
		return "", fmt.Errorf("another export of this meeting seems to run: it has locked %s/%s", l.dir, l.running[id][0])
	}
	if list := l.foreign[id]; len(list) > 0 {
		note = fmt.Sprintf("Not deleted, since no interrupted export made all of it: %s.", words.List(list, maxNamed))
	}
	return note, nil
}
