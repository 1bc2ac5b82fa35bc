package meeting

import "slices"

// Disclosure is content of a deck that the audience did not see. It is kept in the
// private space, and published only if the organiser asks for it.
type Disclosure string

// The disclosures.
const (
	DiscloseNotes     Disclosure = "notes"        // speaker notes
	DiscloseHidden    Disclosure = "hiddenSlides" // slides that the deck hides
	DiscloseComments  Disclosure = "comments"     // review comments, with the names of their authors
	DiscloseMetadata  Disclosure = "metadata"     // document properties: author, company, dates, keywords
	DiscloseOriginals Disclosure = "originals"    // the original file, which carries all of the above
)

// Disclosures returns all disclosures.
func Disclosures() []Disclosure {
	return []Disclosure{DiscloseNotes, DiscloseHidden, DiscloseComments, DiscloseMetadata, DiscloseOriginals}
}

// Publishes reports whether content of the deck src is published: by the list of the
// deck's presentation, else by that of the meeting. A record without a list is of a
// release that published everything, and its pages stay as they are.
func (m Meeting) Publishes(src Source, content Disclosure) bool {
	list := m.Publish
	if src.Publish != nil {
		list = src.Publish
	}
	return list == nil || slices.Contains(list, content)
}

// Withheld is the content of a deck that is not published, for its organiser.
type Withheld struct {
	HiddenSlides []int `json:"hiddenSlides,omitempty"` // numbers of the hidden slides
	Notes        int   `json:"notes,omitempty"`        // number of slides with speaker notes
	Comments     int   `json:"comments,omitempty"`     // number of review comments
	Metadata     bool  `json:"metadata,omitempty"`     // it has an author, a subject, keywords or a description

	// Original says that readers can download the original all the same, which has all of this.
	Original bool `json:"original,omitempty"`
}

// OffersOriginal reports whether readers can download the original of the deck src.
func (m Meeting) OffersOriginal(src Source) bool {
	return m.Rights.AllowsDownloads() && m.Publishes(src, DiscloseOriginals)
}

// Withhold returns the text of the deck src without the content that m does not
// publish, and what that is. Hidden slides leave a gap in the numbers.
func (m Meeting) Withhold(src Source, text DeckText) (DeckText, Withheld) {
	var withheld Withheld
	if !m.Publishes(src, DiscloseMetadata) {
		p := text.Properties
		withheld.Metadata = p.Author != "" || p.Subject != "" || p.Keywords != "" || p.Description != ""
		text.Properties = Properties{}
	}
	hidden := map[int]bool{}
	slides := make([]Slide, 0, len(text.Slides))
	for _, s := range text.Slides {
		if s.Notes != "" && !m.Publishes(src, DiscloseNotes) {
			s.Notes = ""
			withheld.Notes++
		}
		if !m.Publishes(src, DiscloseComments) {
			withheld.Comments += len(s.Comments)
			s.Comments = nil
		}
		if s.Hidden && !m.Publishes(src, DiscloseHidden) {
			hidden[s.Number] = true
			withheld.HiddenSlides = append(withheld.HiddenSlides, s.Number)
			continue
		}
		slides = append(slides, s)
	}
	withheld.Original = m.OffersOriginal(src) && (withheld.Notes > 0 || withheld.Comments > 0 || withheld.Metadata || len(hidden) > 0)
	text.Slides = slides
	text.Outline = slices.DeleteFunc(slices.Clone(text.Outline), func(e OutlineEntry) bool { return hidden[e.Page] })
	return text, withheld
}
