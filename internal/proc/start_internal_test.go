package proc

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"proceedings/internal/fault"
)

func TestStartError(t *testing.T) {
	t.Parallel()

	tests := []struct {
		err    syscall.Errno
		reason string
	}{
		{syscall.EAGAIN, "start ffmpeg: too many processes run"},
		{syscall.ENOMEM, "start ffmpeg: the memory is full"},
		{syscall.EMFILE, "start ffmpeg: too many files are open"},
		{syscall.ENFILE, "start ffmpeg: too many files are open"},
		{syscall.ENOENT, "start ffmpeg: it cannot be executed"},
		{syscall.E2BIG, ""}, // the command line names the pages of a file
	}
	for _, tt := range tests {
		err := startError("ffmpeg", fmt.Errorf("fork: %w", &os.PathError{Op: "fork/exec", Path: "/bin/sh", Err: tt.err}))
		if got := fault.WorkerReason(err); got != tt.reason || !errors.Is(err, tt.err) {
			t.Errorf("%v: %v, reason %q, want %q", tt.err, err, got, tt.reason)
		}
	}
}
