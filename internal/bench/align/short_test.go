package main

import (
	"testing"

	"proceedings/internal/proc/proctest"
)

// The short form of the benchmark. Its bounds are wider than the goals of the whole, since
// one late boundary is a larger share of a short recording.
func TestShortRecordings(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "soffice", "ffmpeg", "pdftoppm", "pdftocairo")
	b, err := newBench(t.TempDir(), options{seconds: 60, rate: 10, pages: 14}, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	outcomes, err := b.all(t.Context(), []string{"pip", "room"}, []uint64{8}, 2)
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]float64{sameRenderer: 0.95, otherRenderer: 0.92}
	for _, o := range outcomes {
		name := o.recording.name() + ", " + o.way
		if o.way == wrongDeck {
			if len(o.intervals) > 0 {
				t.Errorf("%s: %d intervals are claimed", name, len(o.intervals))
			}
			continue
		}
		// Two recordings are too few to ask that each is aligned with wider fonts, but
		// what is aligned must be right.
		if o.reason != "" {
			if o.way == sameRenderer {
				t.Errorf("%s: not aligned: %s", name, o.reason)
			}
			continue
		}
		if o.score.share() < least[o.way] {
			t.Errorf("%s: %v; want %.2f of the time right", name, o.score, least[o.way])
		}
	}
	if len(outcomes) != 6 {
		t.Errorf("%d outcomes, want 6", len(outcomes))
	}
}
