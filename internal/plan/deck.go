package plan

import (
	"time"

	"proceedings/internal/meeting"
)

// DeckParams are the parameters of the two steps that read a deck.
type DeckParams struct {
	Format   string `json:"format"`
	Original bool   `json:"original,omitempty"` // is a copy of the original offered
	Password string `json:"password,omitempty"` // by which it opens
}

// OCRParams are the parameters of the step that reads pictures of pages.
type OCRParams struct {
	PDF      string `json:"pdf"`                // object of the step that it needs
	Pages    []int  `json:"pages"`              // from 1
	Language string `json:"language,omitempty"` // BCP 47
	Password string `json:"password,omitempty"` // by which the PDF file opens
}

// pdf is the format of decks that are painted as they are.
const pdf = "pdf"

// ForText is the step that says what a deck says. It is apart from the one that
// paints it: a deck is found by its words though it cannot be shown. The copy of
// a PDF file that readers get is what the other makes.
func ForText(m meeting.Meeting, src meeting.Source, found meeting.Probe) Step {
	return Step{
		Kind: Text, Version: Text.version(), Input: src.SHA256, Space: Space(m.Visibility), Budget: time.Hour, Cost: 1, Name: src.Name,
		Params: encode(DeckParams{
			Format: found.Format, Original: m.Rights.AllowsDownloads() && found.Format != pdf, Password: src.Password,
		}),
	}
}

// ForDeck is the step that paints a deck.
func ForDeck(m meeting.Meeting, src meeting.Source, found meeting.Probe) Step {
	return Step{
		Kind: Deck, Version: Deck.version(), Input: src.SHA256, Space: Space(m.Visibility), Budget: 2 * time.Hour, Cost: 10, Name: src.Name,
		Params: encode(DeckParams{Format: found.Format, Password: src.Password}),
	}
}

// ForOCR is the step that reads those pages of a deck that were painted by the
// step painted.
func ForOCR(m meeting.Meeting, src meeting.Source, painted Step, pdf string, pages []int) Step {
	return Step{
		Kind: OCR, Version: OCR.version(), Input: painted.Input, Needs: []string{painted.Key()}, Space: Space(m.Visibility),
		Params: encode(OCRParams{PDF: pdf, Pages: pages, Language: m.Language, Password: src.Password}),
		Budget: time.Hour + time.Duration(len(pages))*time.Minute, Cost: float64(len(pages)),
	}
}
