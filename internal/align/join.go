package align

import (
	"cmp"
	"slices"
)

// Joined is what the stretches of a recording show.
type Joined struct {
	Intervals []Interval // in chronological order; those with a still may have no slide
	Stills    []Still
}

// Join joins what was found in the stretches of a recording. Where two overlap, each counts
// up to the middle.
func Join(list []Stretch) (j Joined) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Stretch) int { return cmp.Compare(a.From, b.From) })
	for i, s := range list {
		from, to := s.From, s.To
		if i > 0 && list[i-1].To > s.From {
			from = (list[i-1].To + s.From) / 2
		}
		if i+1 < len(list) && list[i+1].From < s.To {
			to = (list[i+1].From + s.To) / 2
		}
		for _, in := range s.Intervals {
			if in.Start, in.End = max(in.Start, from), min(in.End, to); in.End <= in.Start {
				continue
			}
			if in.Still > 0 {
				in.Still += len(j.Stills)
			}
			j.Intervals = appendInterval(j.Intervals, in)
		}
		j.Stills = append(j.Stills, s.Stills...)
	}
	return j
}

// appendInterval adds an interval, to the last one if that shows the same.
func appendInterval(list []Interval, in Interval) []Interval {
	n := len(list)
	if n == 0 {
		return append(list, in)
	}
	last := &list[n-1]
	if in.Start-last.End >= 1e-3 || last.Deck != in.Deck || last.Slide != in.Slide || last.Still != in.Still {
		return append(list, in)
	}
	a, b := last.End-last.Start, in.End-in.Start
	last.Confidence = (last.Confidence*a + in.Confidence*b) / (a + b)
	last.Like = (last.Like*a + in.Like*b) / (a + b)
	last.End = in.End
	return list
}

// recognised removes the slides of decks of which no page was recognised clearly: another
// deck with the same template is a little like the recording everywhere, and nowhere much.
func recognised(list []Interval) []Interval {
	const clearLike, lasting = .8, 1
	known := map[int]bool{}
	for _, in := range list {
		if in.Like >= clearLike && in.End-in.Start >= lasting || in.Like == 0 {
			known[in.Deck] = true
		}
	}
	return slices.DeleteFunc(list, func(in Interval) bool { return !known[in.Deck] })
}

// leastConfidence is the confidence below which a slide is not claimed, and a recording is
// not aligned.
const leastConfidence = .5

func meanConfidence(list []Interval) float64 {
	var sum, length float64
	for _, in := range list {
		sum += in.Confidence * (in.End - in.Start)
		length += in.End - in.Start
	}
	return sum / max(length, 1e-9)
}
