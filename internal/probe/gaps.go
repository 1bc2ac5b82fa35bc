package probe

import (
	"slices"

	"proceedings/internal/meeting"
)

// A gap is longer than a segment of a rendition is to last, in seconds. What has
// more of them than anybody would look at is taken for one long gap from there.
const (
	longGap = 5
	maxGaps = 10_000
)

// gaps finds the stretches without a frame while the times go by in the order of
// decoding. It puts as many of them in order as a codec may put out of it.
type gaps struct {
	next []float64 // the latest times, ascending
	last float64   // the latest time that none comes before any more
	any  bool
	list []meeting.Gap
}

// add takes the time of a frame in.
func (g *gaps) add(at float64) {
	i, _ := slices.BinarySearch(g.next, at)
	g.next = slices.Insert(g.next, i, at)
	if len(g.next) > reorder {
		g.pass(g.next[0])
		g.next = slices.Delete(g.next, 0, 1)
	}
}

// pass takes the times in, in order.
func (g *gaps) pass(at float64) {
	if g.any && at-g.last > longGap {
		if len(g.list) < maxGaps {
			g.list = append(g.list, meeting.Gap{From: g.last, To: at})
		} else {
			g.list[maxGaps-1].To = at
		}
	}
	if !g.any || at > g.last {
		g.last, g.any = at, true
	}
}

// found is all gaps of a picture whose last frame stands until end.
func (g *gaps) found(end float64) []meeting.Gap {
	for _, at := range g.next {
		g.pass(at)
	}
	g.next = nil
	g.pass(end)
	return g.list
}
