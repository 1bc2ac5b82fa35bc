package align

import (
	"cmp"
	"slices"
)

// Join joins what was found in the stretches of a recording. Where two overlap, each counts
// up to the middle. If the whole is not sure enough, there are no intervals, and reason
// says why, to read after the recording's name.
func Join(list []Stretch) (joined []Interval, reason string) {
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
			in.Start, in.End = max(in.Start, from), min(in.End, to)
			if in.End <= in.Start {
				continue
			}
			if n := len(joined); n > 0 && in.Start-joined[n-1].End < 1e-3 && joined[n-1].Deck == in.Deck && joined[n-1].Slide == in.Slide {
				last := &joined[n-1]
				a, b := last.End-last.Start, in.End-in.Start
				last.Confidence = (last.Confidence*a + in.Confidence*b) / (a + b)
				last.Like = (last.Like*a + in.Like*b) / (a + b)
				last.End = in.End
				continue
			}
			joined = append(joined, in)
		}
	}
	joined = recognised(joined)
	if len(joined) == 0 {
		return nil, "shows no slide of these decks"
	}
	if meanConfidence(joined) < leastConfidence {
		return nil, "cannot be compared with these decks reliably"
	}
	joined = slices.DeleteFunc(joined, func(in Interval) bool { return in.Confidence < leastConfidence })
	return joined, ""
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
