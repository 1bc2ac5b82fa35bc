package intake

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/bcp47"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// check validates the values of meeting.yaml, and that the files it names exist.
// Mistakes are added to the reader's problems.
func (d *decision) check() {
	s, r := &d.sheet, d.reader
	s.Title = words.OneLine(s.Title)
	if s.ID != "" && !ValidID(s.ID) {
		r.say(r.at("id"), "%s", badID(s.ID))
	}
	if s.Date != "" && !IsDate(s.Date) {
		r.say(r.at("date"), "%s", badDate(s.Date))
	}
	switch s.Visibility {
	case "", meeting.Public, meeting.Unlisted, meeting.Private:
	default:
		r.say(r.at("visibility"), "%s", badVisibility(s.Visibility))
	}
	if _, err := plan.ProfileNamed(s.Profile); err != nil {
		r.say(r.at("profile"), "%s", err)
	}
	s.Language = d.language(r.at("language"), s.Language)
	for i, p := range s.People {
		if p.Name == "" && !r.wrong("people[%d]", i) && !r.wrong("people[%d].name", i) {
			r.say(r.at("people[%d]", i), "people %d has no name", i+1)
		}
	}
	d.checkDisclosures("publish", s.Publish)
	for i, p := range s.Presentations {
		d.checkDisclosures(fmt.Sprintf("presentations[%d].publish", i), p.Publish)
	}
	d.checkLicence()
	d.checkPresentations()
	d.checkChapters()
	d.checkDocuments()
	d.checkFiles()
	d.checkCaptions()
	for i, role := range d.roles {
		if role == meeting.Recording {
			d.found.named[i] = true
		}
	}
	d.checkRecordings()
	d.checkIgnore()
}

// language is a tag in its usual form.
func (d *decision) language(line int, text string) string {
	if text == "" {
		return ""
	}
	tag, ok := bcp47.Parse(text)
	if !ok {
		d.reader.say(line, "%q is not a language tag: write one such as en, de or pt-BR", text)
	}
	return tag
}

func (d *decision) checkPresentations() {
	r := d.reader
	d.decks, d.films = make(map[int]int), make(map[int]int)
	lines := make(map[string]int) // of the IDs
	for i := range d.sheet.Presentations {
		p := &d.sheet.Presentations[i]
		p.Title = words.OneLine(p.Title)
		at := func(key string) int { return r.at("presentations[%d].%s", i, key) }
		if p.Title == "" && p.Deck == "" && !r.wrong("presentations[%d]", i) && !r.wrong("presentations[%d].title", i) && !r.wrong("presentations[%d].deck", i) {
			r.say(r.at("presentations[%d]", i), "presentations %d has neither a title nor a deck", i+1)
		}
		switch first, again := lines[p.ID]; {
		case p.ID == "":
		case !ValidID(p.ID):
			r.say(at("id"), "%s", badID(p.ID))
		case again:
			r.say(at("id"), "the ID %q is used on line %d, too", p.ID, first)
		default:
			lines[p.ID] = at("id")
		}
		if p.Speaker != "" && len(p.Speakers) > 0 {
			r.say(at("speakers"), "presentations %d has both speaker and speakers: keep one of the two", i+1)
		}
		if p.Deck != "" {
			if found, ok := d.find(at("deck"), "deck", p.Deck); ok && d.give(at("deck"), found, meeting.Deck) {
				d.decks[i] = found
			}
		}
		if p.Recording != "" {
			if found, ok := d.find(at("recording"), "recording", p.Recording); ok && d.give(at("recording"), found, meeting.Recording) {
				d.films[i] = found
			}
		}
		d.checkEnd(i)
	}
}

// checkEnd holds the end of a presentation against its start.
func (d *decision) checkEnd(i int) {
	p := d.sheet.Presentations[i]
	line := d.reader.at("presentations[%d].end", i)
	switch {
	case p.End == nil:
	case p.Start == nil && d.reader.wrong("presentations[%d].start", i):
	case p.Start == nil:
		d.reader.say(line, "presentations %d has an end and no start", i+1)
	case *p.End <= *p.Start:
		d.reader.say(line, "presentations %d ends before it starts", i+1)
	}
}

func (d *decision) checkChapters() {
	d.parts = make(map[int]int)
	for i := range d.sheet.Chapters {
		c := &d.sheet.Chapters[i]
		c.Title = words.OneLine(c.Title)
		line := d.reader.at("chapters[%d]", i)
		broken := d.reader.wrong("chapters[%d]", i)
		if c.Start == nil && !broken && !d.reader.wrong("chapters[%d].start", i) {
			d.reader.say(line, "chapters %d has no start", i+1)
		}
		if c.Title == "" && !broken && !d.reader.wrong("chapters[%d].title", i) {
			d.reader.say(line, "chapters %d has no title", i+1)
		}
		if c.Recording == "" {
			continue
		}
		line = d.reader.at("chapters[%d].recording", i)
		if found, ok := d.find(line, "recording", c.Recording); ok && d.give(line, found, meeting.Recording) {
			d.parts[i] = found
		}
	}
}

func (d *decision) checkCaptions() {
	for i := range d.sheet.Captions {
		c := &d.sheet.Captions[i]
		at := func(key string) int {
			return cmp.Or(d.reader.at("captions[%d].%s", i, key), d.reader.at("captions[%d]", i))
		}
		told := belonging{film: -1, language: d.language(at("language"), c.Language), reviewed: c.Reviewed}
		if c.Recording != "" {
			found, ok := d.find(at("recording"), "recording", c.Recording)
			if ok && d.give(at("recording"), found, meeting.Recording) {
				told.film = found
			}
		}
		if c.File == "" {
			if !d.reader.wrong("captions[%d]", i) && !d.reader.wrong("captions[%d].file", i) {
				d.reader.say(at("file"), "captions %d names no file", i+1)
			}
			continue
		}
		found, ok := d.find(at("file"), "captions file", c.File)
		if !ok || !d.give(at("file"), found, meeting.Captions) {
			continue
		}
		if _, again := d.captions[found]; again {
			d.reader.say(at("file"), "captions %d is a file that is named already: %s", i+1, d.entries[found].name)
			continue
		}
		d.captions[found] = told
	}
}

func (d *decision) checkDocuments() {
	for i, doc := range d.sheet.Documents {
		line := d.reader.at("documents[%d]", i)
		if doc.File == "" {
			if !d.reader.wrong("documents[%d]", i) && !d.reader.wrong("documents[%d].file", i) {
				d.reader.say(line, "documents %d names no file", i+1)
			}
			continue
		}
		if at := d.reader.at("documents[%d].file", i); at > 0 {
			line = at
		}
		if found, ok := d.find(line, "document", doc.File); ok && d.give(line, found, meeting.Document) {
			d.titles[found] = words.OneLine(doc.Title)
		}
	}
}

// find returns the entry that meeting.yaml names: the one of that path, or the
// only one of that name in any folder.
func (d *decision) find(line int, what, name string) (int, bool) {
	want := norm.NFC.String(path.Clean(strings.ReplaceAll(name, `\`, "/")))
	var named []int
	names := make([]string, 0, len(d.entries))
	for i, e := range d.entries {
		have := norm.NFC.String(e.name)
		if have == want {
			return i, true
		}
		if path.Base(have) == want {
			named = append(named, i)
		}
		names = append(names, e.name)
	}
	switch len(named) {
	case 0:
		hint := ""
		if near := nearest(want, names); near != "" {
			hint = fmt.Sprintf("did you mean %q? ", near)
		}
		d.reader.say(line, "the %s %q is not in the folder; %sits files are: %s", what, name, hint, some(names))
		return 0, false
	case 1:
		return named[0], true
	}
	d.reader.say(line, "the %s %q exists %d times: write it with its folder, such as %s", what, name, len(named), d.entries[named[0]].name)
	return 0, false
}

// some lists names for a message, at most 30.
func some(names []string) string {
	const many = 30
	if len(names) > many {
		return fmt.Sprintf("%s, and %d more", strings.Join(names[:many], ", "), len(names)-many)
	}
	return strings.Join(names, ", ")
}

// give gives an entry the role that meeting.yaml sets, if its content allows it.
// A refused file keeps its refusal: it is not a mistake in meeting.yaml.
func (d *decision) give(line, i int, role meeting.Role) bool {
	e := d.entries[i]
	has := e.format.Role
	paper := role == meeting.Document && e.format.Paper
	switch {
	case e.refusal != "", e.format.Refusal() != "" && !paper && !(role == meeting.Deck && e.format.Encrypted()):
		return true
	case d.roles[i] != "" && d.roles[i] != role:
		d.reader.say(line, "%s is named as %s and as %s", e.name, noun(d.roles[i]), noun(role))
		return false
	case has == role, paper, has == meeting.Deck && role == meeting.Document, has == "" && role == meeting.Deck,
		role == meeting.Deck && (e.format.Slides || e.format.Encrypted()):
		d.roles[i] = role
		return true
	case has == "":
		has = meeting.Document
	}
	d.reader.say(line, "%s is %s by its content (%s), not %s", e.name, noun(has), e.format.Name, noun(role))
	return false
}

// noun is a role in a sentence.
func noun(r meeting.Role) string {
	if r == meeting.Captions {
		return string(r)
	}
	return "a " + string(r)
}
