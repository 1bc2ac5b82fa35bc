package proc_test

import (
	"testing"
	"time"

	"proceedings/internal/proc"
)

// TestUsageIncludesGrandchildren: what a tool's own helpers computed counts as
// the tool's. The helper computes for a second, when its limit ends it; the
// kernel counts that second by the tick, so half of it is asked for.
func TestUsageIncludesGrandchildren(t *testing.T) {
	t.Parallel()

	var all []proc.Usage
	r := &proc.Runner{Grace: grace, Used: func(u proc.Usage) { all = append(all, u) }}
	_, err := r.Run(t.Context(), shell(t.TempDir(), `(ulimit -t 1; while :; do :; done); exit 0`))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("told of %d children, want 1", len(all))
	}
	if u := all[0]; u.CPU < 500*time.Millisecond || u.MaxRSS < 100<<10 {
		t.Errorf("used %s and %d bytes, want about a second and the size of a shell", u.CPU, u.MaxRSS)
	}
}
