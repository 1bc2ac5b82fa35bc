package align

import "slices"

// doubleShare is the confidence that a slide keeps, whatever its doubles: it is then uncertain,
// but claimed.
const doubleShare = .55

// isDouble reports whether two pages are the same but for details, such as a digit, and are not
// equal.
func (s *scorer) isDouble(a, b int) bool {
	return s.alike(a, b) && !isUnchanged(s.pages[a].plane, s.pages[b].plane)
}

// hasDouble reports whether a double of a page is about as similar to a frame.
func (t *tracker) hasDouble(scores []scored, page int) bool {
	const clear = .11 // difference in similarity with which one is ten times as probable
	own := scoreOf(scores, page)
	return slices.ContainsFunc(scores, func(s scored) bool {
		return s.page != page && s.s > own-clear && t.pages[s.page].deck != stillDeck && t.scorer.isDouble(s.page, page)
	})
}
