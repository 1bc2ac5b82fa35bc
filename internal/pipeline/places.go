package pipeline

import (
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// put notes where the originals of a recording lie in it.
func (a assessment) put(g plan.Group, rec plan.Recording) {
	for k, part := range rec.Parts() {
		if k > 0 {
			a.items[g.Parts[k-1]].place = &place{head: g.Head, start: part.Start}
		}
	}
	for _, i := range slices.Concat(g.Views, g.Twins) {
		a.items[i].place = &place{head: g.Head}
	}
}

// placed is a meeting in whose talks and chapters no original is named that is
// part of another recording: their times are on the timeline of that.
func placed(m meeting.Meeting, items []item) meeting.Meeting {
	at := map[string]*place{}
	for _, it := range items {
		if it.place != nil {
			at[it.source.ID] = it.place
		}
	}
	if len(at) == 0 {
		return m
	}
	m.Presentations, m.Chapters = slices.Clone(m.Presentations), slices.Clone(m.Chapters)
	shift := func(t *float64, by float64) *float64 {
		if t == nil {
			return nil
		}
		moved := *t + by
		return &moved
	}
	for i, p := range m.Presentations {
		if where := at[p.Recording]; where != nil {
			p.Recording = items[where.head].source.ID
			p.Start, p.End = shift(p.Start, where.start), shift(p.End, where.start)
			m.Presentations[i] = p
		}
	}
	for i, c := range m.Chapters {
		if where := at[c.Recording]; where != nil {
			c.Recording, c.Start = items[where.head].source.ID, c.Start+where.start
			m.Chapters[i] = c
		}
	}
	return m
}
