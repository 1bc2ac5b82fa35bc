package progress

import (
	"path"
	"slices"
	"strings"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// shownTimes are the slide times of one recording.
type shownTimes struct {
	recording string // ID of the source
	main      bool
	times     []manifest.SlideTime
}

// WithFoundTimes returns a copy of m in which presentations without a start begin when a
// recording first shows their deck. Without presentations in the record, each deck is one.
func WithFoundTimes(m meeting.Meeting, items []Item) meeting.Meeting {
	var shown []shownTimes
	for _, it := range items {
		if it.Recording == nil || len(it.Recording.SlideTimes) == 0 {
			continue
		}
		one := shownTimes{it.Source.ID, it.Main, it.Recording.SlideTimes}
		if it.Main {
			shown = slices.Insert(shown, 0, one)
		} else {
			shown = append(shown, one)
		}
	}
	if len(shown) == 0 {
		return m
	}
	if len(m.Presentations) == 0 {
		for _, it := range Usable(items) {
			if it.Deck != nil {
				m.Presentations = append(m.Presentations, meeting.Presentation{ID: it.Source.ID, Title: Title(it.Source), Deck: it.Source.ID})
			}
		}
	}
	m.Presentations = foundStarts(m.Presentations, shown)
	return m
}

// foundStarts returns presentations with the starts that slide times give. A presentation
// begins with the first slide of its deck that is certain. Presentations with the same deck
// take its occurrences in order. A start that is set stays, and takes its occurrence.
func foundStarts(list []meeting.Presentation, shown []shownTimes) []meeting.Presentation {
	list = slices.Clone(list)
	free := occurrences(shown)
	take := func(fits func(occurrence) bool) (occurrence, bool) {
		at := slices.IndexFunc(free, fits)
		if at < 0 {
			return occurrence{}, false
		}
		one := free[at]
		free = slices.Delete(free, at, at+1)
		return one, true
	}
	for _, p := range list {
		if p.Start != nil && p.Deck != "" {
			take(func(o occurrence) bool { return o.is(p) && o.end > *p.Start })
		}
	}
	for i, p := range list {
		if p.Start != nil || p.Deck == "" {
			continue
		}
		if o, found := take(func(o occurrence) bool { return o.is(p) }); found {
			start := o.start
			list[i].Start = &start
			if !o.main {
				list[i].Recording = o.recording
			}
		}
	}
	return list
}

// occurrence is a stretch of a recording that shows no other deck.
type occurrence struct {
	shownTimes

	deck       string
	start, end float64 // of the certain slides
}

func (o occurrence) is(p meeting.Presentation) bool {
	return o.deck == p.Deck && (p.Recording == o.recording || p.Recording == "")
}

// occurrences returns the stretches of one deck, of the main recording first.
func occurrences(shown []shownTimes) (list []occurrence) {
	for _, s := range shown {
		first := len(list)
		for _, t := range s.times {
			switch last := len(list) - 1; {
			case t.Uncertain:
			case last >= first && list[last].deck == t.Deck:
				list[last].end = t.End
			default:
				list = append(list, occurrence{s, t.Deck, t.Start, t.End})
			}
		}
	}
	return list
}

// Title returns the title of a source, else its file name without extension.
func Title(src meeting.Source) string {
	if src.Title != "" {
		return src.Title
	}
	base := path.Base(src.Name)
	return strings.TrimSuffix(base, path.Ext(base))
}
