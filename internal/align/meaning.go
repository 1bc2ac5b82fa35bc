package align

import (
	"math"
	"slices"
)

// Meaning is what the text of a still says about it.
type Meaning struct {
	Deck       int
	Slides     []int   // that have this text; empty if it is no slide of the decks
	Confidence float64 // that it is one of these
}

// Accepts reports whether a meaning counts for a still. Text that fits no slide does not count
// if the still looks like a slide whose text is unknown, such as a scan. hasText reports whether
// the text of a slide is known.
func (s Still) Accepts(m Meaning, hasText func(deck, slide int) bool) bool {
	if len(m.Slides) == 0 && len(s.Alike) > 0 && s.Alike[0].Like >= shown && !hasText(s.Alike[0].Deck, s.Alike[0].Slide) {
		return false
	}
	return m.Confidence > 0
}

// Slides returns the slides that a recording shows. meanings has those of stills, by their
// numbers; for others, the pictures alone count. If the whole is not sure enough, there
// are no intervals, and reason says why, to read after the recording's name.
func (j Joined) Slides(meanings map[int]Meaning) (list []Interval, reason string) {
	other := 0. // until when something was shown that is no slide
	for _, in := range j.Intervals {
		still := in.Still
		if still > 0 {
			in = j.name(in, list, meanings)
		}
		if _, read := meanings[still]; read && in.Slide == 0 {
			other = in.End
		}
		if n := len(list); n > 0 && in.Slide > 0 && continues(list[n-1], in) && other < list[n-1].End+1e-3 {
			list[n-1].End = in.Start
		}
		if in.Slide > 0 {
			list = appendInterval(list, in)
		}
	}
	list = recognised(list)
	if len(list) > 0 && meanConfidence(list) < leastConfidence {
		return nil, "cannot be compared with these decks reliably"
	}
	list = slices.DeleteFunc(list, func(in Interval) bool { return in.Confidence < leastConfidence })
	if list = withoutCoincidences(list, j.foreign(meanings)); len(list) == 0 {
		return nil, "shows no slide of these decks"
	}
	return list, ""
}

// foreign returns the number of stills whose text is certainly that of no slide.
func (j Joined) foreign(meanings map[int]Meaning) (n int) {
	const certainly = .9
	seen := map[int]bool{}
	for _, in := range j.Intervals {
		if m, read := meanings[in.Still]; read && len(m.Slides) == 0 && m.Confidence >= certainly && !seen[in.Still] {
			seen[in.Still] = true
			n++
		}
	}
	return n
}

// withoutCoincidences removes decks of which only one slide was found in a recording that shows
// several other slides: many decks end with the same words.
func withoutCoincidences(list []Interval, foreign int) []Interval {
	const several = 3
	if foreign < several {
		return list
	}
	slide, more := map[int]int{}, map[int]bool{}
	for _, in := range list {
		if first, seen := slide[in.Deck]; seen && first != in.Slide {
			more[in.Deck] = true
		}
		slide[in.Deck] = in.Slide
	}
	return slices.DeleteFunc(list, func(in Interval) bool { return !more[in.Deck] })
}

// continues reports whether an interval shows the same slide as the one before it, after a gap
// that is too short for anything else: a pointer or a hand covers the slide.
func continues(last, in Interval) bool {
	const longest = 3 // seconds
	return last.Deck == in.Deck && last.Slide == in.Slide && in.Start-last.End <= longest
}

// name returns an interval that shows a still with its slide, or without one if it shows none.
// before has what was shown before.
func (j Joined) name(in Interval, before []Interval, meanings map[int]Meaning) Interval {
	m, read := meanings[in.Still]
	still := in.Still
	if in.Still = 0; still > len(j.Stills) {
		return in
	}
	alike := j.Stills[still-1].Alike
	if !read {
		return goesOn(in, before, alike)
	}
	if in.Slide > 0 && in.Confidence > m.Confidence { // a word or two, or letters that were read in a photo
		return in
	}
	in.Slide, in.Like, in.Confidence = 0, 0, 0
	switch {
	case len(m.Slides) == 1:
		in.Deck, in.Slide, in.Confidence = m.Deck, m.Slides[0], m.Confidence
	case len(m.Slides) > 1:
		in.Deck, in.Slide, in.Confidence = m.Deck, among(m, alike, before), m.Confidence*severalShare
	}
	return in
}

// severalShare is the confidence in the choice among slides with the same text.
const severalShare = .8

// among returns which of several slides an interval shows: the one that looks most like it,
// or else the one that is next to what was shown before.
func among(m Meaning, alike []Alike, before []Interval) int {
	const clear = .03 // difference in similarity
	var best []Alike
	for _, a := range alike {
		if a.Deck == m.Deck && slices.Contains(m.Slides, a.Slide) {
			best = append(best, a)
		}
	}
	if len(best) == 1 && len(m.Slides) == 1 || len(best) > 1 && best[0].Like > best[1].Like+clear {
		return best[0].Slide
	}
	last := 0
	for _, in := range before {
		if in.Deck == m.Deck {
			last = in.Slide
		}
	}
	chosen, least := 0, math.Inf(1)
	for _, s := range m.Slides {
		cost := math.Abs(float64(s) - float64(last) - 1)
		if cost < least {
			chosen, least = s, cost
		}
	}
	return chosen
}

// goesOn returns an interval that shows a picture without text: the slide that was shown just
// before, if it is still somewhat like it. A film runs on it.
func goesOn(in Interval, before []Interval, alike []Alike) Interval {
	n := len(before)
	if in.Slide > 0 || n == 0 || len(alike) == 0 || alike[0].Like < shown-undecided {
		return in
	}
	if last := before[n-1]; in.Start-last.End < 1e-3 && last.Deck == alike[0].Deck && last.Slide == alike[0].Slide {
		in.Deck, in.Slide, in.Like, in.Confidence = last.Deck, last.Slide, alike[0].Like, undecidedShare
	}
	return in
}

// undecidedShare is the confidence that a slide is still shown behind a film.
const undecidedShare = .6
