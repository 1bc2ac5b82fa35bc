package jobs

import (
	"fmt"
	"testing"
	"time"

	"proceedings/internal/makers"
	"proceedings/internal/storage"
)

func TestNowhere(t *testing.T) {
	t.Parallel()
	a, b := diskReport{Host: "a", Need: 3_200_000_000, Capacity: 1_100_000_000}, diskReport{Host: "b", Need: 3_200_000_000, Capacity: 500_000_000}
	tests := []struct {
		name    string
		reports map[string]diskReport
		workers []string
		want    string
	}{
		{"no worker", map[string]diskReport{"a:1": a}, nil, ""},
		{"another worker may have room", map[string]diskReport{"a:1": a}, []string{"a:1", "b:2"}, ""},
		{"no worker has room", map[string]diskReport{"a:1": a, "b:2": b, "gone:3": a}, []string{"b:2", "a:1"}, "needs 3.2 GB of disk space, more than any worker can give (1.1 GB of a, 500 MB of b): start a worker with a larger disk for --scratch"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := nowhere(tt.reports, tt.workers)
			if got != tt.want {
				t.Errorf("nowhere = %q, want %q", got, tt.want)
			}
			if got != "" && !makers.SaysNoRoom(got) {
				t.Errorf("the status shows %q as an error", got)
			}
		})
	}
}

func TestStepsWithoutRoomRunAgainSoon(t *testing.T) {
	t.Parallel()
	waits, never := &makers.NoRoomError{Need: 5, Capacity: 10}, &makers.NoRoomError{Need: 5, Capacity: 1}
	for _, tt := range []struct {
		err  error
		n    int
		want time.Duration
	}{{waits, 0, 5 * time.Second}, {waits, 100, 20 * time.Second}, {never, 0, 15 * time.Second}, {never, 100, time.Minute}, {storage.ErrUnavailable, 100, time.Minute}} {
		if got := retryDelay(tt.n, fmt.Errorf("step x: %w", tt.err), nil); got != tt.want {
			t.Errorf("%v: after %d runs, the next is in %s, want %s", tt.err, tt.n, got, tt.want)
		}
	}
}
