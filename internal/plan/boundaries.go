package plan

import "math"

// Limits on a segment of a copied picture, in seconds. A player fetches and may
// have to keep a whole segment, so longest is what a key frame may be late.
// Segments under a second cost a request each and come only where key frames
// leave no other choice.
const (
	longestGOP     = 10
	longestSegment = longestGOP + 0.5
	shortSegment   = 1
)

// boundaries chooses where the segments of a copied picture begin: at some of
// its key frames, which are in order, and at zero. Of all choices it takes the
// one whose segments come nearest to the ideal length, so that a key frame is
// passed over only where the segments on both sides are the better for it. ok
// is false where a segment would last too long whatever the choice.
//
// Greedy grouping, to a least length, gives most recordings up: their key
// frames are up to ten seconds apart, and what is left after a group may be
// longer than a segment can be. The best choice is a shortest path through the
// key frames, each of which some twenty others can follow.
func boundaries(keys []uint64, total uint64, ideal float64) (list []uint64, ok bool) {
	at := []uint64{0}
	for _, k := range keys {
		if k > at[len(at)-1]+nearby && k+nearby < total {
			at = append(at, k)
		}
	}
	at = append(at, total)
	cost := make([]float64, len(at)) // of the best choice up to there
	from := make([]int, len(at))     // where its last segment begins
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

// segmentCost is how far a segment of so many seconds is from what is wanted.
func segmentCost(lasts, ideal float64) float64 {
	const tiny, long = 100, 10 // outweigh any number of uneven neighbours
	c := (lasts - ideal) * (lasts - ideal)
	if lasts < shortSegment {
		c += tiny * (1 + shortSegment - lasts)
	}
	if lasts > longestGOP {
		c += long
	}
	return c
}
