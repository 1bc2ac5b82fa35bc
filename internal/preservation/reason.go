package preservation

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"proceedings/internal/fault"
)

// reasonOf says in words why the system could not use a file or a folder, as a predicate;
// empty if the error is of another kind.
func reasonOf(err error) string {
	number, is := errors.AsType[syscall.Errno](err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "is not accessible for this user"
	case !is:
		return ""
	}
	switch number {
	case syscall.ENOTDIR:
		return "is not a folder, or a part of its path is none"
	case syscall.ENAMETOOLONG:
		return "has a name that is too long"
	case syscall.ELOOP:
		return "leads through too many links"
	case syscall.EROFS:
		return "is on a disk that can only be read"
	case syscall.EIO:
		return "is on a disk that has an error"
	default:
		return "cannot be used: " + number.Error()
	}
}

// onDisk puts an error of the disk into words, with the folder that the user named: names of
// temporary files say nothing to a user. Other errors stay as they are.
func onDisk(err error, dir string) error {
	_, file := errors.AsType[*fs.PathError](err)
	_, moved := errors.AsType[*os.LinkError](err)
	if !file && !moved {
		return err
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fault.Explain(err, "no space left on the disk of %s", dir)
	case errors.Is(err, syscall.EDQUOT):
		return fault.Explain(err, "the disk quota of %s is used up", dir)
	}
	if reason := reasonOf(err); reason != "" {
		return fault.Explain(err, "cannot write into %s: it %s", dir, reason)
	}
	return err
}

// NoBagError says that there is no folder that could be read as a bag.
type NoBagError struct {
	Path string
	Why  string // a predicate
}

// Error implements error.
func (e *NoBagError) Error() string { return e.Path + " " + e.Why }

// unreadable turns an error of a file system into a [NoBagError]. Other errors stay as they are.
func unreadable(err error, path string) error {
	if _, file := errors.AsType[*fs.PathError](err); file {
		if reason := reasonOf(err); reason != "" {
			return &NoBagError{path, reason}
		}
	}
	return err
}
