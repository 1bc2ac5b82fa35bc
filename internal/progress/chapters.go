package progress

import (
	"proceedings/internal/meeting"
)

// chaptersOf is the chapters that were asked for of a recording.
func chaptersOf(m meeting.Meeting, src meeting.Source, main bool) []meeting.Chapter {
	var list []meeting.Chapter
	for _, c := range m.Chapters {
		if c.Recording == src.ID || c.Recording == "" && main {
			list = append(list, c)
		}
	}
	return list
}

// presentationsOf is the talks of a recording.
func presentationsOf(m meeting.Meeting, src meeting.Source, main bool) []meeting.Presentation {
	var talks []meeting.Presentation
	for _, p := range m.Presentations {
		if p.Recording == src.ID || p.Recording == "" && main {
			talks = append(talks, p)
		}
	}
	return talks
}
