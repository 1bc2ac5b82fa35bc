package intake

import (
	"cmp"

	"proceedings/internal/meeting"
)

// name is the meeting's title and date: as given, or else as the names of the
// folder and the files tell. stand, if not empty, stands in for a title that
// has the date in it when an ID is made of both.
func (d *decision) name(opts Options) (title, date, stand string) {
	folderTitle, folderDate := parseName(d.folder)
	own := d.ownName()
	title = cmp.Or(opts.Title, d.sheet.Title, own.title, folderTitle)
	date = cmp.Or(opts.Date, d.sheet.Date, own.date, folderDate, d.fileDate())
	if title == "" {
		title = d.fileTitle()
	}
	switch {
	case title != "":
		return title, date, ""
	case date != "":
		return "Meeting on " + date, date, "meeting"
	}
	first := ""
	if len(d.entries) > 0 {
		first = readable(stem(d.entries[0].name))
	}
	return cmp.Or(readable(d.folder), first, "Meeting"), date, ""
}

// ownName is what the recordings themselves say of the meeting: nothing if
// they do not agree, or if there are others that say nothing.
func (d *decision) ownName() ownName {
	films := map[int]bool{}
	for i, e := range d.entries {
		if e.refusal == "" && d.roles[i] == meeting.Recording {
			films[d.found.head(i)] = true
		}
	}
	if len(d.found.names) < max(1, len(films)) {
		return ownName{}
	}
	own := d.found.names[0]
	for _, other := range d.found.names[1:] {
		if other.title != own.title {
			return ownName{}
		}
		own.date = min(cmp.Or(own.date, other.date), cmp.Or(other.date, own.date))
	}
	return own
}

// fileDate is the earliest date in the recordings' names. Dates of decks are
// often those of a version, and count only if there is no recording and all
// that have a date agree. When a file was changed says nothing.
func (d *decision) fileDate() string {
	earliest, agreed, agree, films := "", "", true, false
	for i, e := range d.entries {
		_, date := parseName(stem(e.name))
		switch {
		case e.refusal != "":
		case d.roles[i] == meeting.Recording:
			films = true
			if date != "" && (earliest == "" || date < earliest) {
				earliest = date
			}
		case date != "":
			agree = agree && (agreed == "" || agreed == date)
			agreed = date
		}
	}
	if earliest == "" && agree && !films {
		return agreed
	}
	return earliest
}

// fileTitle is the title that the first recording's name gives, or else, if
// they are files that were given singly or there is but one, the first other
// file's.
func (d *decision) fileTitle() string {
	other, count := "", 0
	for i, e := range d.entries {
		if e.refusal != "" {
			continue
		}
		title := d.ownTitle(i)
		if d.roles[i] == meeting.Recording && title != "" {
			return title
		}
		count++
		other = cmp.Or(other, title)
	}
	if d.folder == "" || count == 1 {
		return other
	}
	return ""
}
