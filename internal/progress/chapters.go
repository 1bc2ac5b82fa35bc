package progress

import "proceedings/internal/meeting"

// chaptersOf returns the chapters in the record that belong to the recording src.
func chaptersOf(m meeting.Meeting, src meeting.Source, main bool) []meeting.Chapter {
	var list []meeting.Chapter
	for _, c := range m.Chapters {
		if c.Recording == src.ID || c.Recording == "" && main {
			list = append(list, c)
		}
	}
	return list
}

// presentationsOf returns the presentations that belong to the recording src.
func presentationsOf(m meeting.Meeting, src meeting.Source, main bool) []meeting.Presentation {
	var list []meeting.Presentation
	for _, p := range m.Presentations {
		if p.Recording == src.ID || p.Recording == "" && main {
			list = append(list, p)
		}
	}
	return list
}
