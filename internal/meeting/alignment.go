package meeting

import "slices"

// Alignment corrects the slide times that were found in a recording.
type Alignment struct {
	Recording string  `json:"recording"`        // ID of the source
	Off       bool    `json:"off,omitempty"`    // publish no slide times
	Offset    float64 `json:"offset,omitempty"` // seconds to add to the times that were found

	Slides []SlideCorrection `json:"slides,omitempty"` // of two that overlap, the later one counts
}

// SlideCorrection says which slide a recording shows from Start on. Times are seconds on the
// recording's timeline.
type SlideCorrection struct {
	Start float64 `json:"start"`
	End   float64 `json:"end,omitempty"`   // 0 for the next change of the slide
	Deck  string  `json:"deck,omitempty"`  // ID of the source; empty if there is no slide
	Slide int     `json:"slide,omitempty"` // number of the slide; 0 if there is none
}

// IsZero reports whether a corrects nothing.
func (a Alignment) IsZero() bool { return !a.Off && a.Offset == 0 && len(a.Slides) == 0 }

// AlignmentOf returns the corrections of a recording.
func (m Meeting) AlignmentOf(recording string) Alignment {
	at := slices.IndexFunc(m.Alignments, func(a Alignment) bool { return a.Recording == recording })
	if at < 0 {
		return Alignment{Recording: recording}
	}
	return m.Alignments[at]
}

// SetAlignment replaces the corrections of a recording. It does not change a list that other
// copies of m share.
func (m *Meeting) SetAlignment(a Alignment) {
	m.Alignments = slices.DeleteFunc(slices.Clone(m.Alignments), func(old Alignment) bool { return old.Recording == a.Recording })
	if !a.IsZero() {
		m.Alignments = append(m.Alignments, a)
	}
	if len(m.Alignments) == 0 {
		m.Alignments = nil
	}
}

// KeepAlignments takes over the corrections of an earlier revision: those of recordings that
// are the same file, and of decks that are still there. A corrected deck keeps them, and so do
// slides that were found in the recording.
func (m *Meeting) KeepAlignments(old Meeting) {
	m.Alignments = nil
	for _, a := range old.Alignments {
		unchanged := slices.ContainsFunc(m.Sources, func(s Source) bool {
			return s.ID == a.Recording && slices.ContainsFunc(old.Sources, func(o Source) bool { return o.ID == s.ID && o.SHA256 == s.SHA256 })
		})
		if !unchanged {
			continue
		}
		a.Slides = slices.DeleteFunc(slices.Clone(a.Slides), func(c SlideCorrection) bool {
			return c.Slide > 0 && c.Deck != m.FoundDeck(a.Recording) && !slices.ContainsFunc(m.Sources, func(s Source) bool { return s.ID == c.Deck })
		})
		m.SetAlignment(a)
	}
}
