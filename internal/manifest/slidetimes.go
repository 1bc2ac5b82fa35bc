package manifest

import "slices"

// slideOf is the slide that a slide time names.
func (m Manifest) slideOf(t SlideTime) (Deck, Slide, bool) {
	d, found := m.deck(t.Deck)
	if !found {
		return d, Slide{}, false
	}
	at := slices.IndexFunc(d.Slides, func(s Slide) bool { return s.Number == t.Slide })
	if at < 0 {
		return d, Slide{}, false
	}
	return d, d.Slides[at], true
}

// slideAt is the slide that r shows at a time, if it is certain and has a picture.
func (m Manifest) slideAt(r Recording, at float64) (Slide, bool) {
	for _, t := range r.SlideTimes {
		if t.Start <= at && at < t.End && !t.Uncertain {
			_, s, found := m.slideOf(t)
			return s, found && s.Picture.URL != ""
		}
	}
	return Slide{}, false
}
