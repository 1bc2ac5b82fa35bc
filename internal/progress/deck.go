package progress

import (
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/slides"
	"proceedings/internal/steps"
)

// Deck is what is known of a deck on its way.
type Deck struct {
	Text           *steps.Result
	Rendered       *steps.Result // nil until it is rendered, or if that failed
	ocr            *steps.Result // what was read off its pictures; nil where nothing was
	WhyNotRendered string        // why it cannot be painted, a predicate
	warnings       []string      // predicates
}

// assessDeck goes the road of a deck as far as results lead. Its text and its
// pictures are made apart: it is found by its words as soon as these are known,
// and also if it can never be painted. Pages that are nothing but pictures are
// read last.
func (it *Item) assessDeck(m meeting.Meeting, look Lookup) {
	text := it.ask(look, plan.ForText(m, it.Source, *it.Probe))
	if it.Reason = text.Status.Failed; text.Result != nil {
		it.Reason = ""
	}
	if it.Reason != "" { // what cannot be read is damaged: it is not painted in part
		return
	}
	painting := plan.ForDeck(m, it.Source, *it.Probe)
	painted := it.ask(look, painting)
	if text.Result == nil || text.Result.Text == nil {
		return
	}
	d := &Deck{Text: text.Result}
	it.Deck, it.Made = d, text.Result
	switch {
	case painted.Result != nil && painted.Result.Deck != nil:
		d.Rendered = painted.Result
		it.readPages(m, look, painting)
	case painted.Status.Failed != "":
		d.WhyNotRendered = painted.Status.Failed
		d.warnings = append(d.warnings, "has no pictures of its slides: it "+d.WhyNotRendered)
	}
}

// readPages asks for the text of pages that are only pictures.
func (it *Item) readPages(m meeting.Meeting, look Lookup, painting plan.Step) {
	pages := slides.PagesForOCR(it.Deck.Text.Text.DeckText, it.Deck.Rendered.Deck.Pages)
	if len(pages) == 0 {
		return
	}
	out := it.ask(look, plan.ForOCR(m, it.Source, painting, it.Deck.Rendered.Deck.PDF, pages))
	it.Deck.ocr = out.Result
	if out.Result == nil && out.Status.Failed != "" {
		it.Deck.warnings = append(it.Deck.warnings, "has pages whose text is in pictures and was not read: it "+out.Status.Failed)
	}
}

// Slides is all that is known of the deck's slides, and what does not add up.
func (d *Deck) Slides() ([]meeting.Slide, []string) {
	var painted slides.Rendered
	var read slides.OCRText
	if d.Rendered != nil {
		painted.Pages = d.Rendered.Deck.Pages
	}
	if d.ocr != nil {
		read.Pages = d.ocr.OCR.Pages
	}
	joined, warnings := slides.Join(d.Text.Text.DeckText, painted, read)
	if d.Rendered == nil {
		return joined, nil
	}
	for i := range joined {
		joined[i].Images = steps.StoredImages(d.Rendered, joined[i].Images)
		for j, images := range joined[i].Steps {
			joined[i].Steps[j] = steps.StoredImages(d.Rendered, images)
		}
	}
	return joined, warnings
}
