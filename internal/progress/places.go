package progress

import (
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// setPlaces sets the places of the parts, views and copies of a recording.
func (a assessment) setPlaces(g plan.Group, rec plan.Recording) {
	for k, part := range rec.Parts() {
		if k > 0 {
			a.items[g.Parts[k-1]].Place = &Place{head: g.Head, start: part.Start}
		}
	}
	for _, i := range slices.Concat(g.Views, g.Copies) {
		a.items[i].Place = &Place{head: g.Head}
	}
}

// OnTimelines returns a copy of m in which presentations and chapters that name a part or
// a view name its recording instead, with their times on the recording's timeline.
func OnTimelines(m meeting.Meeting, items []Item) meeting.Meeting {
	at := map[string]*Place{}
	for _, it := range items {
		if it.Place != nil {
			at[it.Source.ID] = it.Place
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
			p.Recording = items[where.head].Source.ID
			p.Start, p.End = shift(p.Start, where.start), shift(p.End, where.start)
			m.Presentations[i] = p
		}
	}
	for i, c := range m.Chapters {
		if where := at[c.Recording]; where != nil {
			c.Recording, c.Start = items[where.head].Source.ID, c.Start+where.start
			m.Chapters[i] = c
		}
	}
	return m
}
