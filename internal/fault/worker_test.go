package fault_test

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"proceedings/internal/fault"
)

func TestWorkerReason(t *testing.T) {
	t.Parallel()
	full := &os.PathError{Op: "write", Path: "/scratch/page", Err: syscall.ENOSPC}
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"nil", nil, ""},
		{"a refusal of the input", fault.Refuse("is empty"), ""},
		{"a full disk", fmt.Errorf("store a page: %w", full), "the disk is full"},
		{"a joined error", errors.Join(errors.New("exit 1"), full), "the disk is full"},
		{"a missing file may be the input's", &os.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, ""},
		{"a marked error", fmt.Errorf("render: %w", fault.Worker(syscall.ENOENT, "%s is not installed", "qpdf")), "qpdf is not installed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fault.WorkerReason(tt.err); got != tt.want || fault.IsWorker(tt.err) != (tt.want != "") {
				t.Errorf("WorkerReason(%v) = %q, want %q", tt.err, got, tt.want)
			}
		})
	}
	broken := fmt.Errorf("step: %w", fault.Worker(fault.Refuse("is damaged"), "a tool is broken"))
	if _, refused := fault.Refused(broken); refused || fault.IsPermanent(broken) {
		t.Errorf("%v refuses the input", broken)
	}
	err := fault.Worker(syscall.ENOENT, "qpdf is not installed")
	if !errors.Is(err, syscall.ENOENT) || err.Error() != "qpdf is not installed: no such file or directory" {
		t.Errorf("the error is %q, and its cause is not found", err)
	}
}
