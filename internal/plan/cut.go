package plan

import (
	"math"
	"slices"

	"proceedings/internal/meeting"
)

// A chunk lasts about as long as a profile says. Recordings of up to half more are
// not cut: a task takes some seconds to come about. No chunk is shorter than this
// share of it. Longer ones leave machines idle at the end, and lose more at once.
const shortestShare = 0.6

// stretch is a part of the timeline, from one place where a source may be cut
// to another.
type stretch struct {
	from, to uint64 // ticks
}

// stretches cuts the part of a recording that one original covers into chunks of
// about so many seconds, at some of the cuts given, which are in order. Wherever
// cuts are dense enough each chunk lasts between 0.6 and 1.5 of them.
func stretches(whole stretch, cuts []uint64, ideal float64) []stretch {
	total := whole.to - whole.from
	n := int(math.Round(Seconds(total) / ideal))
	var list []stretch
	from := whole.from
	least := Ticks(shortestShare * ideal)
	for i := 1; i < n; i++ {
		aim := whole.from + total/uint64(n)*uint64(i)
		at, found := nearest(cuts, aim)
		if !found || at < from+least || at+least > whole.to {
			continue // no place to cut hereabouts; the chunk goes on to the next
		}
		list = append(list, stretch{from, at})
		from = at
	}
	return append(list, stretch{from, whole.to})
}

// nearest is the cut that is nearest to aim, of cuts in order.
func nearest(cuts []uint64, aim uint64) (at uint64, found bool) {
	i, _ := slices.BinarySearch(cuts, aim)
	switch {
	case len(cuts) == 0:
		return 0, false
	case i == len(cuts) || i > 0 && aim-cuts[i-1] <= cuts[i]-aim:
		return cuts[i-1], true
	default:
		return cuts[i], true
	}
}

// segments is where the segments of a stretch are to begin: as many as come
// nearest to the length wanted, all of one length.
func segments(s stretch, length float64) []uint64 {
	n := max(1, int(math.Round(Seconds(s.to-s.from)/length)))
	starts := make([]uint64, n)
	for i := range starts {
		starts[i] = s.from + (s.to-s.from)*uint64(i)/uint64(n)
	}
	return starts
}

// within is the times of a list that lie in a stretch.
func within(s stretch, times []uint64) []uint64 {
	var some []uint64
	for _, t := range times {
		if t >= s.from && t < s.to {
			some = append(some, t)
		}
	}
	return some
}

// keyTimes is where a source's key frames are on the timeline. A picture that
// is brought to another rate has its frames on a grid, and so its cuts.
func (m Media) keyTimes(keys []meeting.Key) []uint64 {
	if m.Jumps {
		return nil // what cannot be sought in cannot be cut
	}
	times := make([]uint64, len(keys))
	for i, k := range keys {
		t := k.Time - m.Start
		if rate := m.Picture.FrameRate; rate > 0 {
			t = math.Ceil(t*rate-1e-6) / rate
		}
		times[i] = Ticks(t)
	}
	return times
}
