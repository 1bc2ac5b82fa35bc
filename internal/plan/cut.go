package plan

import (
	"math"
	"slices"

	"proceedings/internal/meeting"
)

// minChunkShare is the shortest chunk, as a share of the profile's chunk length.
// Recordings of up to 1.5 chunk lengths are not cut, because each task costs some
// seconds. Longer chunks would leave machines idle at the end, and a failure would lose
// more work.
const minChunkShare = 0.6

// span is a part of the timeline between two times at which a source may be cut.
type span struct {
	from, to uint64 // ticks
}

// chunkSpans divides whole into chunks of about ideal seconds. It cuts at times from
// cuts, which must be in order. Where cuts are dense enough, a chunk lasts between 0.6
// and 1.5 times ideal.
func chunkSpans(whole span, cuts []uint64, ideal float64) []span {
	total := whole.to - whole.from
	n := int(math.Round(Seconds(total) / ideal))
	var list []span
	from := whole.from
	least := Ticks(minChunkShare * ideal)
	for i := 1; i < n; i++ {
		aim := whole.from + total/uint64(n)*uint64(i)
		at, found := nearest(cuts, aim)
		if !found || at < from+least || at+least > whole.to {
			continue // no cut near aim: the chunk continues to the next one
		}
		list = append(list, span{from, at})
		from = at
	}
	return append(list, span{from, whole.to})
}

// nearest returns the cut nearest to aim. cuts must be in order.
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

// segments returns the start times of the segments in s. All have the same length, as
// near as possible to length seconds.
func segments(s span, length float64) []uint64 {
	n := max(1, int(math.Round(Seconds(s.to-s.from)/length)))
	starts := make([]uint64, n)
	for i := range starts {
		starts[i] = s.from + (s.to-s.from)*uint64(i)/uint64(n)
	}
	return starts
}

// within returns the times that lie in s.
func within(s span, times []uint64) []uint64 {
	var inside []uint64
	for _, t := range times {
		if t >= s.from && t < s.to {
			inside = append(inside, t)
		}
	}
	return inside
}

// keyTimes returns the times of a source's key frames on the timeline, in ticks. If the
// frame rate is converted, frames and cuts lie on a grid of that rate.
func (m Media) keyTimes(keys []meeting.Key) []uint64 {
	if m.Jumps {
		return nil // ffmpeg cannot seek in such a source
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
