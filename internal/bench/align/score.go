package main

import (
	"cmp"
	"math"
	"slices"
)

// score compares the labels that alignment claims with the truth. Scores of several
// recordings can be added.
type score struct {
	seconds, right float64

	truth, claimed int       // boundaries
	errors         []float64 // seconds, of the boundaries that were found

	none, noneClaimed, noneBoth float64 // seconds without a slide

	bins [10]bin // of confidence
}

// bin is the time that is claimed with a confidence in a range of a tenth.
type bin struct{ seconds, right float64 }

// within is how far a claimed boundary may be from the true one, seconds.
const within = 1

// scoreOf scores claims against the truth. Both cover the same time without gaps.
func scoreOf(truth, claims []stretch) (s score) {
	for _, t := range truth {
		s.seconds += t.end - t.start
		for _, c := range claims {
			if both := min(t.end, c.end) - max(t.start, c.start); both > 0 {
				s.add(t, c, both)
			}
		}
	}
	at, claimed := boundaries(truth), boundaries(claims)
	s.truth, s.claimed = len(at), len(claimed)
	s.errors = match(at, claimed)
	return s
}

// add counts a time that the truth and a claim share.
func (s *score) add(t, c stretch, seconds float64) {
	right := 0.0
	if t.label == c.label {
		right = seconds
	}
	s.right += right
	if t.label == (label{}) {
		s.none += seconds
	}
	if c.label == (label{}) {
		s.noneClaimed += seconds
		if t.label == c.label {
			s.noneBoth += seconds
		}
		return
	}
	b := &s.bins[min(max(int(c.confidence*10), 0), 9)]
	b.seconds += seconds
	b.right += right
}

// match pairs each true boundary with at most one claimed one, nearest pairs first, and
// returns the distances of the pairs.
func match(truth, claimed []float64) (distances []float64) {
	type pair struct {
		i, j     int
		distance float64
	}
	var pairs []pair
	for i, t := range truth {
		for j, c := range claimed {
			// Times of both are rounded: a distance of exactly 1 s must count.
			if d := math.Abs(t - c); d <= within+1e-6 {
				pairs = append(pairs, pair{i, j, d})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.distance, b.distance) })
	usedTruth, usedClaim := map[int]bool{}, map[int]bool{}
	for _, p := range pairs {
		if !usedTruth[p.i] && !usedClaim[p.j] {
			usedTruth[p.i], usedClaim[p.j] = true, true
			distances = append(distances, p.distance)
		}
	}
	return distances
}

// plus returns the sum of two scores.
func (s score) plus(o score) score {
	s.seconds, s.right = s.seconds+o.seconds, s.right+o.right
	s.truth, s.claimed = s.truth+o.truth, s.claimed+o.claimed
	s.errors = slices.Concat(s.errors, o.errors)
	s.none, s.noneClaimed, s.noneBoth = s.none+o.none, s.noneClaimed+o.noneClaimed, s.noneBoth+o.noneBoth
	for i, b := range o.bins {
		s.bins[i].seconds += b.seconds
		s.bins[i].right += b.right
	}
	return s
}

// share is the share of the time that is labelled right.
func (s score) share() float64 { return s.right / s.seconds }

// precision, recall and boundaryF1 are of boundaries within 1 s.
func (s score) precision() float64  { return ratio(len(s.errors), s.claimed) }
func (s score) recall() float64     { return ratio(len(s.errors), s.truth) }
func (s score) boundaryF1() float64 { return ratio(2*len(s.errors), s.truth+s.claimed) }

// median is the median distance of the boundaries that were found; NaN if none was.
func (s score) median() float64 {
	if len(s.errors) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s.errors))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// noneF1 is the F1 of the time without a slide. It is 1 if there is none and none is
// claimed.
func (s score) noneF1() float64 {
	if s.none+s.noneClaimed == 0 {
		return 1
	}
	return 2 * s.noneBoth / (s.none + s.noneClaimed)
}

// sure is the share that is right of the time claimed with a confidence of at least 0.9;
// NaN if there is no such time.
func (s score) sure() float64 { return s.bins[9].right / s.bins[9].seconds }

// ratio is n/of; 1 if of is 0, as nothing was missed.
func ratio(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}
