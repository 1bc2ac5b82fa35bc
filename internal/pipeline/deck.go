package pipeline

import (
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/slides"
	"proceedings/internal/steps"
)

// deck is what is known of a deck on its way.
type deck struct {
	text     *steps.Result
	painted  *steps.Result // nil while it is not painted, or where it cannot be
	read     *steps.Result // what was read off its pictures; nil where nothing was
	unshown  string        // why it cannot be painted, a predicate
	warnings []string      // predicates
}

// assessDeck goes the road of a deck as far as results lead. Its text and its
// pictures are made apart: it is found by its words as soon as these are known,
// and also if it can never be painted. Pages that are nothing but pictures are
// read last.
func (it *item) assessDeck(m meeting.Meeting, look asker) {
	text := it.ask(look, plan.ForText(m, it.source, *it.probe))
	if it.reason = text.Status.Failed; text.Result != nil {
		it.reason = ""
	}
	if it.reason != "" { // what cannot be read is damaged: it is not painted in part
		return
	}
	painting := plan.ForDeck(m, it.source, *it.probe)
	painted := it.ask(look, painting)
	if text.Result == nil || text.Result.Text == nil {
		return
	}
	d := &deck{text: text.Result}
	it.deck, it.made = d, text.Result
	switch {
	case painted.Result != nil && painted.Result.Deck != nil:
		d.painted = painted.Result
		it.readPages(m, look, painting)
	case painted.Status.Failed != "":
		d.unshown = painted.Status.Failed
		d.warnings = append(d.warnings, "has no pictures of its slides: it "+d.unshown)
	}
}

// readPages asks for the text of pages that are only pictures.
func (it *item) readPages(m meeting.Meeting, look asker, painting plan.Step) {
	var pages []int
	for i, p := range it.deck.painted.Deck.Pages {
		if slides.NeedsOCR(p) {
			pages = append(pages, i+1)
		}
	}
	if len(pages) == 0 {
		return
	}
	out := it.ask(look, plan.ForOCR(m, it.source, painting, it.deck.painted.Deck.PDF, pages))
	it.deck.read = out.Result
	if out.Result == nil && out.Status.Failed != "" {
		it.deck.warnings = append(it.deck.warnings, "has pages whose text is in pictures and was not read: it "+out.Status.Failed)
	}
}

// slides is all that is known of the deck's slides, and what does not add up.
func (d *deck) slides() ([]meeting.Slide, []string) {
	var painted slides.Rendered
	var read slides.OCRText
	if d.painted != nil {
		painted.Pages = d.painted.Deck.Pages
	}
	if d.read != nil {
		read.Pages = d.read.OCR.Pages
	}
	joined, warnings := slides.Join(d.text.Text.DeckText, painted, read)
	if d.painted == nil {
		return joined, nil
	}
	for i := range joined {
		joined[i].Images = stored(d.painted, joined[i].Images)
	}
	return joined, warnings
}
