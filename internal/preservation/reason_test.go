package preservation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"
)

// A full disk is named by the folder of the user, and an error of a service stays as it is.
func TestOnDisk(t *testing.T) {
	t.Parallel()
	service := &os.SyscallError{Syscall: "connect", Err: syscall.ECONNREFUSED}
	write := func(number syscall.Errno) error {
		return fmt.Errorf("write data/x: %w", &fs.PathError{Op: "write", Path: "/mnt/.board.x.unfinished/bag/data/x", Err: number})
	}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{write(syscall.ENOSPC), "no space left on the disk of /mnt"},
		{write(syscall.EDQUOT), "the disk quota of /mnt is used up"},
		{write(syscall.EROFS), "cannot write into /mnt: it is on a disk that can only be read"},
		{&os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EACCES}, "cannot write into /mnt: it is not accessible for this user"},
		{service, service.Error()},
		{errors.New("other"), "other"},
	} {
		got := onDisk(tt.err, "/mnt")
		if got.Error() != tt.want || !errors.Is(got, tt.err) {
			t.Errorf("%v, want %s", got, tt.want)
		}
	}
	if onDisk(nil, "/mnt") != nil {
		t.Error("an error without a cause")
	}
}
