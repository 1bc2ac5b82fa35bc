package intake

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"proceedings/internal/fault"
)

// place is a file or folder below a folder that the user named. It is reached through
// [os.Root], so that no link leads out of that folder, also one that replaces the file
// between two looks.
type place struct {
	root *os.Root
	name string // as the file system has it, relative to root; "." for the folder itself
}

// below returns the entry of that name in a folder.
func (p place) below(name string) place { return place{p.root, filepath.Join(p.name, name)} }

// stat describes the file at p, or the file that a link at p leads to.
func (p place) stat() (fs.FileInfo, error) {
	info, err := p.root.Stat(p.name)
	if err != nil {
		return nil, p.reason(err)
	}
	return info, nil
}

// open opens a regular file for reading. It does not wait for the writer of a named pipe.
func (p place) open() (*os.File, error) {
	file, err := p.root.OpenFile(p.name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, p.reason(err)
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = refusal(irregular(info.Mode()))
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// list returns the entries of a folder, sorted by name.
func (p place) list() ([]fs.DirEntry, error) {
	dir, err := p.root.Open(p.name) // io/fs would refuse a name that is not UTF-8
	if err != nil {
		return nil, p.reason(err)
	}
	entries, err := dir.ReadDir(-1)
	if err = errors.Join(err, dir.Close()); err != nil {
		return nil, p.reason(err)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// reason returns err as a predicate of the file: "is a named pipe".
func (p place) reason(err error) error {
	info, lookErr := p.root.Lstat(p.name)
	link := lookErr == nil && info.Mode()&fs.ModeSymlink != 0
	system := syscall.Errno(0)
	escapes := !errors.As(err, &system) // os.Root itself refused it
	switch {
	case link && escapes:
		return refusal("is a link that leads out of its folder, and such links are not followed: replace it with the file itself")
	case lookErr != nil && escapes:
		return refusal("is behind a link that leads out of the meeting's folder, and such links are not followed")
	case link && errors.Is(err, fs.ErrNotExist):
		return refusal("is a link to a file that does not exist")
	case lookErr == nil && !link && !info.IsDir() && !info.Mode().IsRegular():
		return refusal(irregular(info.Mode())) // a socket cannot be opened
	}
	return fmt.Errorf("cannot be read: %w", fault.Cause(err))
}

// refusal is the reason why a file is not read, a predicate.
type refusal string

func (r refusal) Error() string { return string(r) }
func (refusal) Unwrap() error   { return ErrUsage }

// irregular says what a file is that is not regular, a predicate.
func irregular(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "is a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "is a named pipe, not a file"
	case mode&fs.ModeSocket != 0:
		return "is a socket, not a file"
	case mode&fs.ModeDevice != 0:
		return "is a device, not a file"
	}
	return "is not a regular file"
}

// Open opens the file for reading. A link is followed only within the folder that the
// user named.
func (f File) Open() (*os.File, error) {
	if f.at.root != nil {
		return f.at.open()
	}
	root, err := os.OpenRoot(filepath.Dir(f.Path))
	if err != nil {
		return nil, fmt.Errorf("open the folder of %s: %w", filepath.Base(f.Path), err)
	}
	defer root.Close() //nolint:errcheck // only read from
	return place{root, filepath.Base(f.Path)}.open()
}
