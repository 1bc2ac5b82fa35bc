package plan

import "math"

// Limits on the segments of copied video, in seconds. A player must fetch and buffer
// whole segments, so their length is limited. Each segment costs a request, so segments
// shorter than shortSegment occur only where key frames allow no other choice.
const (
	longestGOP     = 10
	longestSegment = longestGOP + 0.5
	shortSegment   = 1
)

// boundaries returns the segment starts of copied video, in ticks: zero and a selection of
// keys, its key frames in order. The selection minimises the total deviation from the
// ideal length in seconds. ok is false if every selection has a segment that is too long.
//
// Greedy grouping by a minimum length fails for most recordings. Their key frames are up
// to ten seconds apart, so the rest after a group may be longer than a segment can be.
// The best selection is a shortest path through the key frames, each of which has about
// twenty possible successors.
func boundaries(keys []uint64, total uint64, ideal float64) (list []uint64, ok bool) {
	at := []uint64{0}
	for _, k := range keys {
		if k > at[len(at)-1]+tickTolerance && k+tickTolerance < total {
			at = append(at, k)
		}
	}
	at = append(at, total)
	cost := make([]float64, len(at)) // of the best path to each time
	from := make([]int, len(at))     // start of the last segment of that path
	for i := 1; i < len(at); i++ {
		cost[i] = math.Inf(1)
		for j := i - 1; j >= 0; j-- {
			lasts := Seconds(at[i] - at[j])
			if lasts > longestSegment {
				break
			}
			if c := cost[j] + segmentCost(lasts, ideal); c < cost[i] {
				cost[i], from[i] = c, j
			}
		}
	}
	last := len(at) - 1
	if math.IsInf(cost[last], 1) {
		return nil, false
	}
	n := 0
	for i := last; i > 0; i = from[i] {
		n++
	}
	list = make([]uint64, n)
	for i := last; i > 0; i = from[i] {
		n--
		list[n] = at[from[i]]
	}
	return list, true
}

// segmentCost returns the cost of a segment that lasts that many seconds.
func segmentCost(lasts, ideal float64) float64 {
	const tiny, long = 100, 10 // larger than the cost of any uneven segments nearby
	c := (lasts - ideal) * (lasts - ideal)
	if lasts < shortSegment {
		c += tiny * (1 + shortSegment - lasts)
	}
	if lasts > longestGOP {
		c += long
	}
	return c
}
