package align

import "math"

// observation is what one moment says about the page on the picture.
type observation struct {
	time   float64
	scores []scored // of the pages that may be shown; others are not
	weight float64  // of the evidence
}

// The costs of a change from one moment to the next, in units of evidence. People mostly
// show the next page; jumps cost more with their distance, up to a limit.
const (
	costNext   = 3.5
	costJump   = 6
	costFar    = .05  // a page of distance
	costDeck   = 8    // to another deck
	costNone   = 4    // to or from a picture without a slide
	evidence   = 24   // of a similarity of 1 above the threshold, at a moment of weight 1
	unlikely   = -.5  // similarity above the threshold of a page that was not compared
	surplusMax = .5   // similarity above the threshold that counts
	preferred  = .005 // what such a similarity says for it: slides are built up
	undecided  = .1   // similarity below the threshold at which a page stays if it was shown: a film runs on it
)

// surplus returns what the similarity of a page says for it, and against it if it is
// negative. best is that of the page that is most similar.
func surplus(s, best scored, threshold float64) float64 {
	above := float64(s.s) - threshold
	switch {
	case above >= 0:
		return min(above, surplusMax)
	case s.s < best.s:
		return above
	case above > -undecided:
		return preferred
	default:
		return above + undecided
	}
}

// none is the state in which the picture shows no slide.
const none = -1

// bestPath returns the most probable page of each moment, or none (Viterbi, 1967). Its time
// is proportional to the moments and pages. Pages are in the order of their decks.
func bestPath(list []observation, pages []page, threshold float64) []int {
	n := len(pages)
	if len(list) == 0 {
		return nil
	}
	cost := make([]float64, n+1) // least cost of each state; the last is none
	next := make([]float64, n+1)
	from := make([][]int32, len(list))
	emit := make([]float64, n+1)
	for t, o := range list {
		from[t] = make([]int32, n+1)
		if t > 0 {
			step(cost, next, from[t], pages)
			cost, next = next, cost
		}
		for i := range n {
			emit[i] = unlikely
		}
		emit[n] = 0
		for _, s := range o.scores {
			emit[s.page] = surplus(s, o.scores[0], threshold)
		}
		for i := range emit {
			cost[i] -= evidence * o.weight * emit[i]
		}
	}
	state := 0
	for i, c := range cost {
		if c < cost[state] {
			state = i
		}
	}
	path := make([]int, len(list))
	for t := len(list) - 1; t >= 0; t-- {
		path[t] = state
		if state == n {
			path[t] = none
		}
		state = int(from[t][state])
	}
	return path
}

// step computes the least cost of each state after one change, and where it comes from.
func step(cost, next []float64, from []int32, pages []page) {
	n := len(pages)
	any, anyFrom := math.Inf(1), 0
	for i := range n {
		if cost[i] < any {
			any, anyFrom = cost[i], i
		}
	}
	for i := range n + 1 {
		next[i], from[i] = cost[i], int32(i) //nolint:gosec // a few thousand pages
	}
	take := func(i int, c float64, f int) {
		if c < next[i] {
			next[i], from[i] = c, int32(f) //nolint:gosec // a few thousand pages
		}
	}
	take(n, any+costNone, anyFrom)
	for i := range n {
		take(i, cost[n]+costNone, n)
		take(i, any+costDeck, anyFrom)
		if i > 0 && pages[i-1].deck == pages[i].deck {
			take(i, cost[i-1]+costNext, i-1)
		}
	}
	// Jumps within a deck: the cost grows with the distance, so that two sweeps find the
	// best origin of all pages.
	sweep := func(first, last, by int) {
		best, at := math.Inf(1), -1
		for i := first; i != last; i += by {
			if at >= 0 && pages[i].deck != pages[i-by].deck {
				best, at = math.Inf(1), -1
			}
			best += costFar
			if cost[i] < best {
				best, at = cost[i], i
			}
			take(i, best+costJump, at)
		}
	}
	sweep(0, n, 1)
	sweep(n-1, -1, -1)
}
