package progress

import (
	"fmt"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/slides"
	"proceedings/internal/steps"
)

// Deck is the state of a deck.
type Deck struct {
	Text           *steps.Result
	Published      meeting.DeckText // the text, without what is withheld
	Withheld       meeting.Withheld
	Rendered       *steps.Result // nil until the deck is rendered, or if that failed
	ocr            *steps.Result // nil if no page was recognized
	WhyNotRendered string        // why rendering failed, a predicate
	warnings       []string      // predicates
	fromPicture    bool          // its slides were found in a recording: the text of OCR is all that there is
}

// assessDeck requests the steps of a deck as far as results allow. The text does not
// wait for the images, so search finds a deck before it is rendered, and even if
// rendering fails. OCR of pages without text runs last.
func (it *Item) assessDeck(m meeting.Meeting, look Lookup) {
	text := it.request(look, plan.ForText(m, it.Source, *it.Probe))
	if it.Reason = text.Status.Failed; text.Result != nil {
		it.Reason = ""
	}
	if it.Reason != "" { // an unreadable deck is damaged: do not render it
		return
	}
	render := plan.ForDeck(m, it.Source, *it.Probe)
	rendered := it.request(look, render)
	if text.Result == nil || text.Result.Text == nil {
		return
	}
	d := &Deck{Text: text.Result}
	d.Published, d.Withheld = m.Withhold(it.Source, text.Result.Text.DeckText)
	it.Deck, it.Made = d, text.Result
	switch {
	case rendered.Result != nil && rendered.Result.Deck != nil:
		d.Rendered = rendered.Result
		it.recognizePages(m, look, render)
	case rendered.Status.Failed != "":
		d.WhyNotRendered = rendered.Status.Failed
		d.warnings = append(d.warnings, "has no slide images: it "+d.WhyNotRendered)
	}
}

// recognizePages requests OCR for pages whose text is only in images, and for pictures
// on other pages.
func (it *Item) recognizePages(m meeting.Meeting, look Lookup, render plan.Step) {
	d := it.Deck
	pages := slides.PagesForOCR(d.Published, d.Rendered.Deck.Pages)
	if pages.Printed > 0 {
		d.warnings = append(d.warnings, fmt.Sprintf("has printed slides (%d) whose text is only in images and was not recognized", pages.Printed))
	}
	var unread string // predicate
	switch {
	case len(pages.Whole) > 0:
		unread = "has pages whose text is only in images and was not recognized"
	case len(pages.Pictures) > 0:
		unread = "has pictures whose text was not recognized"
	default:
		return
	}
	if d.Rendered.Deck.PDF == "" {
		d.warnings = append(d.warnings, unread)
		return
	}
	if n := len(pages.Skipped); n > 0 {
		d.warnings = append(d.warnings, fmt.Sprintf("has pictures on %d pages: the text of those from page %d on was not recognized", len(pages.Pictures)+n, pages.Skipped[0]))
	}
	out := it.request(look, plan.ForOCR(m, it.Source, render, plan.OCRParams{
		PDF: d.Rendered.Deck.PDF, Pages: pages.Whole, Pictures: pages.Pictures, PageLanguages: pages.Languages, Languages: slides.OCRLanguages(d.Published, m.Language),
	}))
	d.ocr = out.Result
	if out.Result == nil && out.Status.Failed != "" {
		d.warnings = append(d.warnings, unread+": it "+out.Status.Failed)
	}
}

// Slides returns the slides with their text and images, and warnings if the two do not
// match.
func (d *Deck) Slides() ([]meeting.Slide, []string) {
	var rendered slides.Rendered
	var recognized slides.OCRText
	if d.Rendered != nil {
		rendered.Pages = d.Rendered.Deck.Pages
	}
	if d.ocr != nil {
		recognized.Pages = d.ocr.OCR.Pages
	}
	joined, warnings := slides.Join(d.Published, rendered, recognized)
	if d.Rendered == nil {
		return joined, nil
	}
	if d.fromPicture {
		warnings = nil
		for i, s := range joined {
			joined[i] = slides.TitleOCR(s)
		}
	}
	clips := map[int][]meeting.Clip{}
	for _, m := range d.Rendered.Deck.Media {
		clips[m.Slide] = steps.StoredClips(d.Rendered, m.Clips)
	}
	for i := range joined {
		joined[i].Media = clips[joined[i].Number]
		joined[i].Images = steps.StoredImages(d.Rendered, joined[i].Images)
		for j, images := range joined[i].Steps {
			joined[i].Steps[j] = steps.StoredImages(d.Rendered, images)
		}
	}
	return joined, warnings
}
