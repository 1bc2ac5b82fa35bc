package progress

import (
	"slices"

	"proceedings/internal/align"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/slides"
	"proceedings/internal/textmatch"
)

// readStills requests the step that reads what the picture of a recording shows where no page
// image is clearly like it, such as a slide in other fonts. It returns what the text says about
// each still, by its number. ready is false until it is known.
func (it *Item) readStills(m meeting.Meeting, look Lookup, on located, stretches []plan.Step, found align.Joined, decks []shownDeck) (meanings map[int]align.Meaning, ready bool) {
	if !slices.ContainsFunc(found.Intervals, func(in align.Interval) bool { return in.Still > 0 }) || on.picture.best == nil {
		return nil, true
	}
	out := it.request(look, on.picture.ReadStills(on.step, stretches, *on.picture.best, len(found.Stills), languagesOf(m, decks)))
	if !out.Settled() {
		return nil, false
	}
	if out.Result == nil {
		it.Recording.warnings = append(it.Recording.warnings, "shows slides that were compared without their text: it "+out.Status.Failed)
		return nil, true
	}
	index := textmatch.New(slideTexts(decks))
	meanings = map[int]align.Meaning{}
	for i, read := range out.Result.StillText {
		words := make([]textmatch.Word, len(read))
		for k, w := range read {
			words[k] = textmatch.Word(w)
		}
		if m := align.Meaning(index.Find(words)); i < len(found.Stills) && found.Stills[i].Accepts(m, index.HasText) {
			meanings[i+1] = m
		}
	}
	return meanings, true
}

// slideTexts returns the text of all slides of some decks.
func slideTexts(decks []shownDeck) (list []textmatch.Slide) {
	for k, d := range decks {
		shown, _ := d.deck.Slides()
		for _, s := range shown {
			list = append(list, textmatch.Slide{Deck: k, Number: s.Number, Text: s.Title + "\n" + s.Body})
		}
	}
	return list
}

// languagesOf returns the languages of some decks for OCR, at most two; else that of the meeting.
func languagesOf(m meeting.Meeting, decks []shownDeck) []string {
	const most = 2
	var list []string
	for _, d := range decks {
		for _, tag := range slides.OCRLanguages(d.deck.Published, m.Language) {
			if !slices.Contains(list, tag) {
				list = append(list, tag)
			}
		}
	}
	return list[:min(most, len(list))]
}
