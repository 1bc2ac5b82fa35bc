package plan

import (
	"time"

	"proceedings/internal/meeting"
)

// DeckParams are the parameters of the two steps that read a deck.
type DeckParams struct {
	Format   string `json:"format"`
	Original bool   `json:"original,omitempty"` // readers can download a copy of the original

	Password

	Omit []Omission `json:"omit,omitempty"` // by the deck step
}

// Omission is private content that the deck step leaves out of PDF file and images.
type Omission string

// The omissions.
const (
	OmitHiddenSlides Omission = "hiddenSlides"
	OmitNotes        Omission = "notes" // on the pages of a PDF file
	OmitComments     Omission = "comments"
	OmitMetadata     Omission = "metadata"
	OmitAttachments  Omission = "attachments" // files in a PDF file
	OmitCutMedia     Omission = "cutMedia"    // video and audio files that a slide show does not show whole
)

// omissions returns what the deck step leaves out. A PDF deck is its own original.
func omissions(m meeting.Meeting, src meeting.Source, format string) []Omission {
	var list []Omission
	if format == pdf {
		if m.OffersOriginal(src) {
			return nil
		}
		if !m.Publishes(src, meeting.DiscloseOriginals) {
			list = append(list, OmitAttachments)
		}
		if !m.Publishes(src, meeting.DiscloseNotes) {
			list = append(list, OmitNotes)
		}
		if !m.Publishes(src, meeting.DiscloseComments) {
			list = append(list, OmitComments)
		}
	} else {
		if !m.Publishes(src, meeting.DiscloseHidden) {
			list = append(list, OmitHiddenSlides)
		}
		if !m.OffersOriginal(src) {
			list = append(list, OmitCutMedia)
		}
	}
	if !m.Publishes(src, meeting.DiscloseMetadata) {
		list = append(list, OmitMetadata)
	}
	return list
}

// OCRParams are the parameters of the step that recognises text in page images.
type OCRParams struct {
	PDF       string   `json:"pdf"`                 // object in the result of the deck step
	Pages     []int    `json:"pages"`               // whose text is only in images; from 1
	Pictures  []int    `json:"pictures,omitempty"`  // pages of which only the pictures are read
	Languages []string `json:"languages,omitempty"` // BCP 47

	PageLanguages map[int]string `json:"pageLanguages,omitempty"` // of pages in another language, by page

	Password
}

// pdf is the format of decks that are rendered without conversion.
const pdf = "pdf"

// ForText returns the step that extracts a deck's text. It is separate from [ForDeck], so
// that search finds a deck that cannot be rendered. Readers of a PDF deck download the
// output of the deck step, so this step makes no copy of it.
func ForText(m meeting.Meeting, src meeting.Source, found meeting.Probe) Step {
	return Step{
		Kind: Text, Version: Text.version(), Input: src.SHA256, Space: Space(m.Visibility), Budget: time.Hour, Cost: 1, Name: src.Name,
		Params: encode(DeckParams{
			Format: found.Format, Original: m.OffersOriginal(src) && found.Format != pdf, Password: passwordOf(src),
		}),
	}
}

// ForDeck returns the step that converts a deck to PDF and renders its pages.
func ForDeck(m meeting.Meeting, src meeting.Source, found meeting.Probe) Step {
	return Step{
		Kind: Deck, Version: Deck.version(), Input: src.SHA256, Space: Space(m.Visibility), Budget: 2 * time.Hour, Cost: 10, Name: src.Name,
		Params: encode(DeckParams{Format: found.Format, Password: passwordOf(src), Omit: omissions(m, src, found.Format)}),
	}
}

// ForOCR returns the step that recognises text in pages of a deck. deck is the step that
// made the object that p names. The password is that of the source.
func ForOCR(m meeting.Meeting, src meeting.Source, deck Step, p OCRParams) Step {
	p.Password = passwordOf(src)
	n := len(p.Pages) + len(p.Pictures)
	return Step{
		Kind: OCR, Version: OCR.version(), Input: deck.Input, Needs: []string{deck.Key()}, Space: Space(m.Visibility),
		Params: encode(p), Budget: time.Hour + time.Duration(n)*time.Minute, Cost: float64(n),
	}
}
