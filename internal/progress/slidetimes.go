package progress

import (
	"cmp"
	"math"
	"slices"

	"proceedings/internal/align"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// assessSlideTimes requests the steps that find which slide each recording shows when, as far
// as results allow. They need a complete recording and the page images of all decks. No
// other step waits for them, except for a copy of the files to download with the chapters
// that they give.
func assessSlideTimes(m meeting.Meeting, items []Item, look Lookup) {
	decks, ready := shownDecks(items)
	if ready && len(decks) > 0 {
		for i := range items {
			if it := &items[i]; it.Recording != nil && it.Reason == "" && it.Made != nil {
				it.findSlides(m, look, decks)
			}
		}
	}
	if ready && len(decks) == 0 {
		assessFoundDecks(m, items, look)
	}
	for i := range items {
		if rec := items[i].Recording; rec != nil {
			rec.SlideTimes = rec.aligned
		}
	}
	m = OnTimelines(m, items)
	title := slideTitles(items)
	found := WithFoundTimes(m, items)
	for i := range items {
		it := &items[i]
		if it.Recording == nil {
			continue
		}
		it.Recording.inFiles = it.Recording.ChapterList
		if len(it.Recording.aligned) > 0 {
			it.Recording.inFiles = it.chapters(found, title)
			it.rewriteFiles(m, look, it.Recording.inFiles)
		}
	}
	correctSlideTimes(m, items)
	found = WithFoundTimes(m, items)
	for i := range items {
		if it := &items[i]; it.Recording != nil && len(it.Recording.SlideTimes) > 0 {
			it.Recording.ChapterList = it.chapters(found, title)
		}
	}
}

// shownDeck is a deck with page images. Two sources with the same bytes are one.
type shownDeck struct {
	plan.DeckPages

	source string // ID of the first source
	deck   *Deck
}

// shownDecks returns the decks that were rendered, in the order of the sources. It returns
// false until it is known which these are.
func shownDecks(items []Item) (list []shownDeck, ready bool) {
	seen := map[string]bool{}
	for i := range items {
		it := &items[i]
		if it.pending() {
			return nil, false
		}
		if it.Probe == nil || it.Probe.Role != meeting.Deck || it.Reason != "" {
			continue
		}
		for _, s := range it.Steps {
			if s.Step.Kind != plan.Deck {
				continue
			}
			if !s.Outcome.Settled() || it.Deck == nil {
				return nil, false
			}
			if key := s.Step.Key(); it.Deck.Rendered != nil && !seen[key] {
				seen[key] = true
				if numbers := it.Deck.pageNumbers(); len(numbers) > 0 {
					list = append(list, shownDeck{plan.DeckPages{Step: s.Step, Numbers: numbers}, it.Source.ID, it.Deck})
				}
			}
		}
	}
	return list, true
}

// pageNumbers returns the number of the slide on each page of the rendered deck; 0 for a
// page that shows none. A slide that is built up step by step has several pages.
func (d *Deck) pageNumbers() []int {
	list, _ := d.Slides()
	numberOf := map[string]int{}
	for _, s := range list {
		for _, images := range append(slices.Clone(s.Steps), s.Images) {
			for _, img := range images {
				numberOf[img.Name] = s.Number
			}
		}
	}
	numbers, any := make([]int, len(d.Rendered.Deck.Pages)), false
	for i, p := range d.Rendered.Deck.Pages {
		if len(p.Images) > 0 {
			numbers[i] = numberOf[p.Images[0].Name]
			any = any || numbers[i] > 0
		}
	}
	if !any {
		return nil
	}
	return numbers
}

// findSlides requests the steps for one recording: each picture is searched for slides, and
// the one that shows them best is tracked.
func (it *Item) findSlides(m meeting.Meeting, look Lookup, decks []shownDeck) {
	rec := it.Recording
	pages := make([]plan.DeckPages, len(decks))
	for i, d := range decks {
		pages[i] = d.DeckPages
	}
	best, why := it.locate(look, pages)
	if best.picture == nil {
		rec.NotAligned = why
		return
	}
	var parts []align.Stretch
	var stretches []plan.Step
	for _, at := range plan.Stretches(rec.Duration) {
		step := best.picture.AlignSlides(best.step, *best.picture.footage, pages, at)
		stretches = append(stretches, step)
		out := it.request(look, step)
		switch {
		case out.Result != nil && out.Result.Align != nil:
			parts = append(parts, *out.Result.Align)
		case out.Settled():
			why = failedToAlign(out)
		}
	}
	if why != "" || len(parts) < len(plan.Stretches(rec.Duration)) {
		rec.NotAligned = why
		return
	}
	joined := align.Join(parts)
	meanings, ready := it.readStills(m, look, best, stretches, joined, decks)
	if !ready {
		return
	}
	intervals, why := joined.Slides(meanings)
	if why == "" {
		rec.aligned = slideTimes(intervals, decks, rec.Duration)
	}
	if rec.NotAligned = why; why == "" && len(rec.aligned) == 0 {
		rec.NotAligned = "shows no slide of these decks"
	}
}

// located is the picture of a recording in which slides were found.
type located struct {
	picture *Recording // nil if there is none, or if it is not known yet
	step    plan.Step
	layout  align.Layout
}

// locate requests the search in each picture of a recording. It returns the picture that
// shows the slides best, or why there is none.
func (it *Item) locate(look Lookup, pages []plan.DeckPages) (best located, why string) {
	settled := true
	for _, picture := range it.Recording.pictures() {
		if picture.Picture == nil {
			continue
		}
		if picture.footage == nil { // it is not complete yet
			settled = false
			continue
		}
		step := picture.LocateSlides(*picture.footage, pages)
		out := it.request(look, step)
		switch {
		case !out.Settled():
			settled = false
		case out.Result == nil || out.Result.Locate == nil:
			why = failedToAlign(out)
		case !out.Result.Locate.Found():
			why = cmp.Or(why, out.Result.Locate.Reason())
		case best.picture == nil || out.Result.Locate.Support() > best.layout.Support():
			best = located{picture, step, *out.Result.Locate}
		}
	}
	if !settled {
		return located{}, ""
	}
	if best.picture != nil {
		why = ""
	}
	return best, why
}

// failedToAlign returns why a step gave no slide times, a predicate about the recording.
func failedToAlign(out steps.Outcome) string {
	return "could not be compared with the slides: it " + out.Status.Failed
}

// pictures returns the pictures of a recording: its own, and its further views.
func (r *Recording) pictures() []*Recording {
	list := []*Recording{r}
	for _, v := range r.Views {
		if v.Reason == "" {
			list = append(list, v.Recording)
		}
	}
	return list
}

// uncertainBelow is the confidence below which times are approximate.
const uncertainBelow = 0.6

// slideTimes returns intervals for the manifest: in order, within the recording, and without
// overlaps. Neighbours with the same slide, such as the steps of one that is built up, are
// joined.
func slideTimes(list []align.Interval, decks []shownDeck, duration float64) (times []manifest.SlideTime) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b align.Interval) int { return compareTimes(a.Start, b.Start) })
	for _, i := range list {
		if i.Deck < 0 || i.Deck >= len(decks) || i.Slide < 1 || math.IsNaN(i.Confidence) {
			continue
		}
		one := manifest.SlideTime{
			Start: max(0, millis(i.Start)), End: min(duration, millis(i.End)), Deck: decks[i.Deck].source, Slide: i.Slide,
			Confidence: math.Round(1000*min(1, max(0, i.Confidence))) / 1000,
		}
		if n := len(times); n > 0 {
			one.Start = max(one.Start, times[n-1].End)
		}
		if one.Uncertain = one.Confidence < uncertainBelow; one.End > one.Start {
			times = append(times, one)
		}
	}
	return joinTimes(times)
}

func millis(seconds float64) float64 { return math.Round(1000*seconds) / 1000 }
