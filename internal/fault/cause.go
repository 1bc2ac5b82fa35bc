package fault

import (
	"errors"
	"io/fs"
)

// Cause returns the reason of a failed system call, without the call and the path, which the
// caller names.
func Cause(err error) error {
	if failed := (*fs.PathError)(nil); errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
