package manifest

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/words"
)

// Section is a part of a recording that a reader can jump to.
type Section struct {
	Start, End   float64 // seconds into the recording
	Title        string
	Presentation string // ID of the talk that begins there; empty for none
}

// Sections are the sections of r, one of m's recordings, in the order of time:
// its chapters or, if it has none, its presentations. Each has a title and a
// duration above zero.
func (m Manifest) Sections(r Recording) []Section {
	var list []Section
	for _, c := range r.Chapters {
		list = append(list, Section{Start: c.Start, End: c.End, Title: words.OneLine(c.Title)})
	}
	for _, p := range m.Presentations {
		start, end, known := m.Interval(p)
		if own, found := m.recording(p.Recording); !known || !found || own.ID != r.ID {
			continue
		}
		if len(r.Chapters) == 0 {
			list = append(list, Section{Start: start, End: end, Title: words.OneLine(p.Title), Presentation: p.ID})
			continue
		}
		// A chapter that begins with a presentation is that presentation,
		// unless it has a title of its own.
		at := slices.IndexFunc(list, func(c Section) bool {
			return c.Start == start && c.Presentation == "" && (c.Title == "" || c.Title == words.OneLine(p.Title))
		})
		if at >= 0 {
			list[at].Presentation, list[at].Title = p.ID, words.OneLine(p.Title)
		}
	}
	slices.SortStableFunc(list, func(a, b Section) int { return cmp.Compare(a.Start, b.Start) })
	list = slices.DeleteFunc(list, func(c Section) bool { return c.End-c.Start < 0.001 || c.Start < 0 })
	for i := range list {
		list[i].Title = cmp.Or(list[i].Title, fmt.Sprintf("Chapter %d", i+1))
	}
	return list
}

// recording is the recording with an ID; the first for an empty ID.
func (m Manifest) recording(id string) (Recording, bool) {
	at := slices.IndexFunc(m.Recordings, func(r Recording) bool { return id == "" || r.ID == id })
	if at < 0 {
		return Recording{}, false
	}
	return m.Recordings[at], true
}

// RecordingOf is the recording of a presentation; the zero value if m does not have it.
func (m Manifest) RecordingOf(p Presentation) Recording {
	r, _ := m.recording(p.Recording)
	return r
}

// presentation is the presentation with an ID.
func (m Manifest) presentation(id string) (Presentation, bool) {
	at := slices.IndexFunc(m.Presentations, func(p Presentation) bool { return p.ID == id })
	if at < 0 {
		return Presentation{}, false
	}
	return m.Presentations[at], true
}

// deck is the deck with an ID.
func (m Manifest) deck(id string) (Deck, bool) {
	at := slices.IndexFunc(m.Decks, func(d Deck) bool { return d.ID == id })
	if at < 0 {
		return Deck{}, false
	}
	return m.Decks[at], true
}
