package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"proceedings/internal/fault"
)

func TestMarksSurviveWrapping(t *testing.T) {
	t.Parallel()

	refused := fault.Refuse("has %d streams", 0)
	tests := []struct {
		name      string
		err       error
		permanent bool
		reason    string
	}{
		{"nil is neither", nil, false, ""},
		{"a plain error is temporary", io.ErrUnexpectedEOF, false, "unexpected EOF"},
		{"a marked error is permanent", fault.Permanent(io.EOF), true, "EOF"},
		{"a mark survives wrapping", fmt.Errorf("probe x: %w", fault.Permanent(io.EOF)), true, "probe x: EOF"},
		{"a mark survives joining", errors.Join(io.EOF, fault.Permanent(io.ErrClosedPipe)), true, "EOF\nio: read/write on closed pipe"},
		{"a refusal is permanent and keeps its words", fmt.Errorf("step probe-1: %w", refused), true, "has 0 streams"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fault.IsPermanent(tt.err); got != tt.permanent {
				t.Errorf("IsPermanent(%v) = %v, want %v", tt.err, got, tt.permanent)
			}
			if got := fault.Reason(tt.err); got != tt.reason {
				t.Errorf("Reason(%v) = %q, want %q", tt.err, got, tt.reason)
			}
		})
	}
	if fault.Permanent(nil) != nil {
		t.Error("Permanent(nil) is an error")
	}
	if !errors.Is(fault.Permanent(io.EOF), io.EOF) {
		t.Error("Permanent hides the error that it marks")
	}
}
