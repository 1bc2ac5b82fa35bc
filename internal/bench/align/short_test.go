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
	const least, leastSure = 0.95, 0.95
	for _, o := range outcomes {
		name := o.recording.name() + ", " + o.way
		if o.way == wrongDeck {
			if len(o.intervals) > 0 {
				t.Errorf("%s: %d intervals are claimed", name, len(o.intervals))
			}
			continue
		}
		// With wider fonts many slides are not recognised, but those that are claimed with
		// confidence must be right.
		if o.way == sameRenderer && (o.reason != "" || o.score.share() < least) {
			t.Errorf("%s: %v %s; want %.2f of the time right", name, o.score, o.reason, least)
		}
		if o.reason == "" && o.score.sure() < leastSure {
			t.Errorf("%s: %v; want %.2f of the time right that is claimed with confidence", name, o.score, leastSure)
		}
	}
	if len(outcomes) != 6 {
		t.Errorf("%d outcomes, want 6", len(outcomes))
	}
}
