package progress

import (
	"cmp"
	"slices"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// correctSlideTimes applies the organiser's corrections. They need no step, and hold for
// recordings whose slides were not found, too.
func correctSlideTimes(m meeting.Meeting, items []Item) {
	for i := range items {
		rec := items[i].Recording
		if rec == nil {
			continue
		}
		a := m.AlignmentOf(items[i].Source.ID)
		if a.IsZero() {
			continue
		}
		a.Slides = slices.DeleteFunc(slices.Clone(a.Slides), func(c meeting.SlideCorrection) bool { return c.Slide > 0 && !hasDeck(items, c.Deck) })
		rec.SlideTimes = Correct(rec.aligned, a, rec.Duration)
		switch {
		case a.Off:
			rec.Found = nil
			rec.NotAligned = "has slide times that the organiser does not publish"
		case len(rec.SlideTimes) > 0:
			rec.NotAligned = ""
		}
	}
}

// hasDeck reports whether the meeting has a deck with that ID.
func hasDeck(items []Item, id string) bool {
	return slices.ContainsFunc(items, func(it Item) bool {
		return it.Deck != nil && it.Source.ID == id || it.Recording != nil && it.Recording.Found != nil && it.Recording.Found.ID == id
	})
}

// Correct applies corrections to the slide times that were found in a recording of that
// duration. The result is in order, within the recording, and without overlaps.
func Correct(found []manifest.SlideTime, a meeting.Alignment, duration float64) []manifest.SlideTime {
	if a.Off {
		return nil
	}
	var list []manifest.SlideTime
	for _, t := range found {
		t.Start, t.End = max(0, millis(t.Start+a.Offset)), min(duration, millis(t.End+a.Offset))
		if t.End > t.Start {
			list = append(list, t)
		}
	}
	for _, c := range a.Slides {
		list = paint(list, c, duration)
	}
	return joinTimes(list)
}

// paint replaces what list has between the start and the end of c.
func paint(list []manifest.SlideTime, c meeting.SlideCorrection, duration float64) []manifest.SlideTime {
	start, end := max(0, millis(c.Start)), min(millis(c.End), duration)
	if c.End == 0 {
		end = nextChange(list, start, duration)
	}
	if !(end > start) {
		return list
	}
	var kept []manifest.SlideTime
	add := func(t manifest.SlideTime) {
		if t.End > t.Start {
			kept = append(kept, t)
		}
	}
	for _, t := range list {
		before, after := t, t
		before.End, after.Start = min(t.End, start), max(t.Start, end)
		add(before)
		add(after)
	}
	if c.Slide > 0 {
		add(manifest.SlideTime{Start: start, End: end, Deck: c.Deck, Slide: c.Slide, Confidence: 1, Corrected: true})
	}
	slices.SortStableFunc(kept, func(a, b manifest.SlideTime) int { return compareTimes(a.Start, b.Start) })
	return kept
}

// nextChange returns the first time after at when a slide begins or ends.
func nextChange(list []manifest.SlideTime, at, duration float64) float64 {
	next := duration
	for _, t := range list {
		for _, change := range []float64{t.Start, t.End} {
			if change > at {
				next = min(next, change)
			}
		}
	}
	return next
}

// joinTimes joins neighbours with the same slide. If a person set one of them, a person knows
// of that slide.
func joinTimes(list []manifest.SlideTime) (joined []manifest.SlideTime) {
	for _, t := range list {
		n := len(joined)
		if n == 0 || joined[n-1].Deck != t.Deck || joined[n-1].Slide != t.Slide || t.Start > joined[n-1].End {
			joined = append(joined, t)
			continue
		}
		last := &joined[n-1]
		own, more := last.End-last.Start, t.End-t.Start
		last.Confidence = millis((last.Confidence*own + t.Confidence*more) / (own + more))
		last.Corrected = last.Corrected || t.Corrected
		last.Uncertain = !last.Corrected && last.Confidence < uncertainBelow
		last.End = t.End
	}
	return joined
}

func compareTimes(a, b float64) int { return cmp.Compare(a, b) }
