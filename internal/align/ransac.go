package align

import (
	"math"
	"math/rand/v2"
)

const (
	draws     = 300 // of four matches
	tolerance = 4   // of a match, pixels of the frame
)

// sight is a page that was recognised in one frame.
type sight struct {
	frame, page int  // indices
	quad        Quad // where the page is
	aspect      float64
	pairs       []pair // all matches of the page and the frame
	inliers     int
}

// recognise finds the homography that most matches of a page and a frame agree with
// (RANSAC: Fischler and Bolles, 1981). Implausible ones are rejected before they are
// counted. It returns false if fewer than [minMatches] agree.
func recognise(pairs []pair, aspect float64, frame size, rnd *rand.Rand) (sight, bool) {
	if len(pairs) < minMatches {
		return sight{}, false
	}
	best, count := homography{}, 0
	for range draws {
		var four [4]pair
		for i := range four {
			four[i] = pairs[rnd.IntN(len(pairs))]
		}
		h, ok := fitHomography(four[:])
		if !ok || !quadOf(h).isPlausible(aspect, frame) {
			continue
		}
		if n := countAgreeing(h, pairs, tolerance); n > count {
			best, count = h, n
		}
	}
	for range 3 {
		in := agreeing(best, pairs, tolerance)
		h, ok := fitHomography(in)
		if !ok {
			break
		}
		if n := len(agreeing(h, pairs, tolerance)); n >= count {
			best, count = h, n
		}
	}
	in := agreeing(best, pairs, tolerance)
	q := quadOf(best)
	if count < minMatches || !q.isPlausible(aspect, frame) || !isSpread(in) {
		return sight{}, false
	}
	return sight{quad: q, aspect: aspect, pairs: pairs, inliers: count}, true
}

// agreeing returns the matches that h maps to within some pixels.
func agreeing(h homography, pairs []pair, within float64) []pair {
	var in []pair
	for _, p := range pairs {
		q := h.of(p.page)
		if dx, dy := q.x-p.frame.x, q.y-p.frame.y; dx*dx+dy*dy < within*within {
			in = append(in, p)
		}
	}
	return in
}

func countAgreeing(h homography, pairs []pair, within float64) (n int) {
	for _, p := range pairs {
		q := h.of(p.page)
		if dx, dy := q.x-p.frame.x, q.y-p.frame.y; dx*dx+dy*dy < within*within {
			n++
		}
	}
	return n
}

// isSpread reports whether matches lie in more than one corner of a page: those of a logo
// alone say nothing about where the page's other corners are.
func isSpread(pairs []pair) bool {
	if len(pairs) == 0 {
		return false
	}
	lo, hi := pairs[0].page, pairs[0].page
	for _, p := range pairs {
		lo.x, lo.y, hi.x, hi.y = min(lo.x, p.page.x), min(lo.y, p.page.y), max(hi.x, p.page.x), max(hi.y, p.page.y)
	}
	return math.Hypot(hi.x-lo.x, hi.y-lo.y) > .35
}
