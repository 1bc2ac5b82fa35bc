package intake

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/sniff"
)

// Revise applies a description in the form of meeting.yaml to a record. Errors name the description file.
// It changes how the meeting and its files are described, never which files there are or how they belong
// together. The output of [Describe] changes nothing.
func Revise(m meeting.Meeting, file string, text []byte) (meeting.Meeting, error) {
	d := newDecision(listing{entries: storedEntries(m), sheet: &sheetFile{path: file, data: text}})
	for _, src := range m.Sources {
		d.ids = append(d.ids, src.ID)
	}
	d.sheet, d.reader = parseSheet(text)
	d.checkFixed(m)
	d.check()
	if err := d.mistakes(); err != nil {
		return m, err
	}
	return d.revised(m), nil
}

// storedEntries returns the sources of a record as entries of a folder. Their content was probed when
// they were submitted.
func storedEntries(m meeting.Meeting) []entry {
	list := make([]entry, len(m.Sources))
	for i, src := range m.Sources {
		format := sniff.Format{Name: strings.TrimPrefix(path.Ext(src.Name), "."), Role: src.Role, Paper: src.Role == "" || src.Role == meeting.Document}
		if src.Role == meeting.Document {
			format.Role = ""
		}
		list[i] = entry{name: src.Name, size: src.Size, format: format}
	}
	return list
}

// checkFixed refuses what a description cannot change.
func (d *decision) checkFixed(m meeting.Meeting) {
	r := d.reader
	if d.sheet.Title == "" && len(r.problems) == 0 {
		r.say(r.at("title"), "the title is missing")
	}
	if d.sheet.ID != "" && d.sheet.ID != m.ID {
		r.say(r.at("id"), "the ID cannot be changed: links to the meeting would break")
	}
	if line := r.at("profile"); line > 0 {
		r.say(line, "the profile cannot be changed here, since all recordings would be encoded again: submit the files again with --profile")
	}
	again := func(what string, given bool, line int) {
		if given {
			r.say(line, "%s cannot be changed here: submit the files again, with it in meeting.yaml", what)
		}
	}
	again("room", d.sheet.Room != "", r.at("room"))
	again("together", d.sheet.Together != nil, r.at("together"))
	again("ignore", len(d.sheet.Ignore) > 0, r.at("ignore"))
	again("files", len(d.sheet.Files) > 0, r.at("files"))
	again("a password", d.sheet.Password != "", r.at("password"))
	for i, p := range d.sheet.Presentations {
		again("a password", p.Password != "", r.at("presentations[%d].password", i))
	}
	for i, rec := range d.sheet.Recordings {
		again("files of a recording", len(rec.Files) > 0, r.at("recordings[%d].files", i))
		again("views", len(rec.Views) > 0, r.at("recordings[%d].views", i))
	}
}

// revised returns the record with what the sheet says.
func (d *decision) revised(m meeting.Meeting) meeting.Meeting {
	s := &d.sheet
	next := m
	next.Title, next.Date, next.Description, next.Language = s.Title, s.Date, s.Description, s.Language
	next.Visibility = cmp.Or(s.Visibility, m.Visibility)
	next.Poster = (*float64)(s.Poster)
	next.Rights = meeting.Rights(s.Rights)
	if s.Publish != nil || m.Publish != nil {
		next.Publish = ordered(s.Publish)
	}
	next.NoFoundSlides = s.FindSlides != nil && !*s.FindSlides
	next.Trim = meeting.Trim{}
	if t := s.Trim.trim(); t != nil {
		next.Trim = *t
	}
	next.People = nil
	for _, p := range s.People {
		next.People = append(next.People, meeting.Person(p))
	}
	next.Sources = slices.Clone(m.Sources)
	for i := range next.Sources {
		d.reviseSource(m, i, &next.Sources[i])
	}
	in := Input{Meeting: next}
	in.Meeting.Chapters, in.Meeting.Presentations = nil, nil
	d.chapters(&in)
	d.presentations(&in)
	return in.Meeting
}

// reviseSource changes what the sheet says of a file. A file of which it says nothing stays as it is.
func (d *decision) reviseSource(m meeting.Meeting, i int, src *meeting.Source) {
	if role := d.roles[i]; role != "" && role != src.Role && !shownBefore(m, src.ID) {
		src.Role = role
	}
	if d.titles[i] != "" {
		src.Title = d.titles[i]
	}
	if told, ok := d.captions[i]; ok {
		src.Language, src.Reviewed = cmp.Or(told.language, d.languageByName(i)), told.reviewed
		if told.film >= 0 {
			src.Recording = d.ids[told.film]
		}
	}
	if g := d.found.owner[i]; g != nil {
		src.View, src.Trim = g.shows, g.trim
	}
	src.Publish = d.publishOf(i) // a deck without its presentation has the meeting's list
}

// languageByName is the language that the name of a captions file tells.
func (d *decision) languageByName(i int) string {
	var films []int
	for n, e := range d.entries {
		if e.format.Role == meeting.Recording {
			films = append(films, n)
		}
	}
	_, tail := d.filmOf(d.entries[i].name, films)
	return languageOf(tail)
}

// shownBefore reports whether a presentation of the record has the file as its deck already. A schedule
// may have named it without giving it a role.
func shownBefore(m meeting.Meeting, id string) bool {
	return slices.ContainsFunc(m.Presentations, func(p meeting.Presentation) bool { return p.Deck == id })
}
