package jobs

import (
	"strings"
	"testing"
	"time"

	"proceedings/internal/progress"
)

func TestWhatARunSays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, result string
		want         progress.Run
	}{
		{"nothing yet", "", progress.Run{Running: true}},
		{"a share and a time", `{"done":0.43,"elapsed":12.5}`, progress.Run{Running: true, Done: 0.43, Elapsed: 12500 * time.Millisecond}},
		{"a bare share, as from an older worker", "0.4300", progress.Run{Running: true}},
		{"something broken", `{"done":`, progress.Run{Running: true}},
		{"more than all, before it began", `{"done":7,"elapsed":-3}`, progress.Run{Running: true, Done: 1}},
		{"a time that nothing lasts", `{"elapsed":1e300}`, progress.Run{Running: true, Elapsed: time.Duration(progress.Longest * float64(time.Second))}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := progressOf([]byte(tt.result)); got != tt.want {
				t.Errorf("progressOf(%s) = %+v, want %+v", strings.TrimSpace(tt.result), got, tt.want)
			}
		})
	}
}
