package progress

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/slides"
	"proceedings/internal/steps"
)

// FoundDeck is the deck of the slides that were found in the picture of a recording.
type FoundDeck struct {
	Deck

	ID    string
	Title string
}

// foundTitle is the title of a deck that no file has.
const foundTitle = "Slides found in the recording"

// mostRead is the number of slides of one recording that OCR reads, at half a second each.
const mostRead = 400

// assessFoundDecks requests the search for slides in recordings of a meeting without a deck, as
// far as results allow. It runs after the complete version; nothing waits for it.
func assessFoundDecks(m meeting.Meeting, items []Item, look Lookup) {
	if m.NoFoundSlides || slices.ContainsFunc(items, func(it Item) bool { return it.isDeck() }) {
		return
	}
	var found []*Item
	for i := range items {
		if it := &items[i]; it.Recording != nil && it.Reason == "" && it.Made != nil {
			if it.findDeck(m, look); it.Recording.Found != nil {
				found = append(found, it)
			}
		}
	}
	for _, it := range found {
		if it.Recording.Found.Title = foundTitle; len(found) > 1 {
			it.Recording.Found.Title += ": " + Title(it.Source)
		}
	}
}

// isDeck reports whether the item is a deck that is used, or may be after another attempt.
func (it *Item) isDeck() bool {
	if it.Probe == nil || it.Probe.Role != meeting.Deck {
		return false
	}
	_, waits := it.quarantined()
	return it.Reason == "" || waits
}

// findDeck requests the search in the pictures of a recording, one after the other, until one
// shows slides. A shared screen comes first.
func (it *Item) findDeck(m meeting.Meeting, look Lookup) {
	rec, why := it.Recording, ""
	pictures := rec.pictures()
	slices.SortStableFunc(pictures, func(a, b *Recording) int { return cmp.Compare(screenFirst(a), screenFirst(b)) })
	for _, picture := range pictures {
		if picture.Picture == nil {
			continue
		}
		if picture.footage == nil || picture.best == nil { // it is not complete yet
			return
		}
		step := picture.ReconstructSlides(*picture.footage, *picture.best)
		switch out := it.request(look, step); {
		case !out.Settled():
			return
		case out.Result == nil || out.Result.Reconstruct == nil:
			why = "could not be searched for slides: it " + out.Status.Failed
		case out.Result.Deck == nil:
			why = cmp.Or(why, out.Result.Reconstruct.Reason)
		default:
			it.useFound(m, look, step, out.Result)
			return
		}
	}
	rec.NotAligned = why
}

func screenFirst(r *Recording) int {
	if r.Kind == meeting.Screen {
		return 0
	}
	return 1
}

// useFound makes a deck of the slides that a step found, and requests OCR for it.
func (it *Item) useFound(m meeting.Meeting, look Lookup, step plan.Step, found *steps.Result) {
	rec := it.Recording
	rec.Found = &FoundDeck{Deck: Deck{Rendered: found, fromPicture: true}, ID: m.FoundDeck(it.Source.ID)}
	rec.aligned = slideTimes(found.Reconstruct.Intervals, []shownDeck{{source: rec.Found.ID}}, rec.Duration)
	n := len(found.Deck.Pages)
	if n > mostRead {
		rec.warnings = append(rec.warnings, fmt.Sprintf("shows %d slides, of which OCR reads the first %d", n, mostRead))
		n = mostRead
	}
	if found.Deck.PDF == "" || n == 0 {
		return
	}
	pages := make([]int, n)
	for i := range pages {
		pages[i] = i + 1
	}
	out := it.request(look, plan.ForOCR(m, meeting.Source{}, step, plan.OCRParams{
		PDF: found.Deck.PDF, Pages: pages, Languages: slides.OCRLanguages(meeting.DeckText{}, m.Language),
	}))
	if out.Result != nil && out.Result.OCR != nil {
		rec.Found.ocr = out.Result
	} else if out.Status.Failed != "" {
		rec.warnings = append(rec.warnings, "shows slides whose text was not recognized: it "+out.Status.Failed)
	}
}
