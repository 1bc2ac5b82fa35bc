package wire_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/jobs"
	"proceedings/internal/pipeline"
	"proceedings/internal/standalone"
	"proceedings/internal/storage"
)

// TestExitCode holds the numbers themselves: scripts rely on them.
func TestExitCode(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		err  error
		want int
	}{
		{"all went well", nil, 0},
		{"something went wrong", errors.New("disk full"), 1},
		{"an error that no retry can cure", fault.Refuse("is damaged"), 1},
		{"an object is not there", storage.ErrNotFound, 1},
		{"a time limit", context.DeadlineExceeded, 1},
		{"a flag is wrong", wire.ErrUsage, 2},
		{"meeting.yaml is wrong", intake.ErrUsage, 2},
		{"the ID is another meeting's", pipeline.ErrOtherMeeting, 2},
		{"the data folder is in use", standalone.ErrInUse, 2},
		{"a file was refused", wire.ErrRefused, 3},
		{"a stored file has changed", wire.ErrFindings, 3},
		{"the storage is away", storage.ErrUnavailable, 4},
		{"the queue is away", jobs.ErrUnavailable, 4},
		{"interrupted", context.Canceled, 130},
		{"interrupted while a service was away", errors.Join(storage.ErrUnavailable, context.Canceled), 130},
		{"refused, and then a service was away", errors.Join(wire.ErrRefused, storage.ErrUnavailable), 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := wire.ExitCode(tt.err); got != tt.want {
				t.Errorf("ExitCode(%v) = %d, want %d", tt.err, got, tt.want)
			}
			if tt.err == nil {
				return
			}
			wrapped := fmt.Errorf("publish: %w", fmt.Errorf("step 3: %w", tt.err))
			if got := wire.ExitCode(wrapped); got != tt.want {
				t.Errorf("ExitCode(%v) = %d, want %d as for what it wraps", wrapped, got, tt.want)
			}
		})
	}
}
