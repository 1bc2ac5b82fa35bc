package intake

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// decide returns the meeting that the files are. It is a pure function.
func decide(found listing, opts Options) (Input, error) {
	d := newDecision(found)
	if found.sheet != nil {
		d.sheet, d.reader = parseSheet(found.sheet.data)
		d.check()
		if err := d.mistakes(); err != nil {
			return Input{}, err
		}
	}
	if err := opts.check(); err != nil {
		return Input{}, err
	}
	poster, err := opts.poster(d.sheet)
	if err != nil {
		return Input{}, err
	}
	d.sort()

	in := Input{Notes: slices.Concat(d.warnings, d.notes)}
	title, date, stand := d.name(opts)
	in.Meeting = meeting.Meeting{
		Schema:      meeting.SchemaVersion,
		ID:          cmp.Or(opts.ID, d.sheet.ID),
		Title:       title,
		Date:        date,
		Description: d.sheet.Description,
		Language:    d.sheet.Language,
		Visibility:  cmp.Or(opts.Visibility, d.sheet.Visibility, meeting.Public),
		Profile:     cmp.Or(opts.Profile, d.sheet.Profile, "meeting"),
		Poster:      poster,
		Rights:      meeting.Rights(d.sheet.Rights),
		Publish:     d.publish(opts),
		Sources:     []meeting.Source{},

		NoFoundSlides: d.sheet.FindSlides != nil && !*d.sheet.FindSlides,
	}
	in.DefaultVisibility = opts.Visibility == "" && d.sheet.Visibility == ""
	in.Explicit = in.Meeting.ID != ""
	if !in.Explicit {
		in.Meeting.ID = meetingID(date, cmp.Or(stand, title))
	}
	for _, p := range d.sheet.People {
		in.Meeting.People = append(in.Meeting.People, meeting.Person(p))
	}
	if t := d.sheet.Trim.trim(); t != nil {
		in.Meeting.Trim = *t
	}
	d.sources(&in)
	d.presentations(&in)
	in.Notes = append(in.Notes, d.remarks()...)
	return in, nil
}

// decision is what is known on the way to an [Input].
type decision struct {
	listing
	sheet  Sheet
	reader *reader // nil without a sheet

	warnings []string // about meeting.yaml, which it may be used with

	roles  []meeting.Role // of the entries that meeting.yaml gives one
	titles []string       // likewise
	ids    []string       // of the entries that are taken; empty for others

	found    *recognition
	captions map[int]belonging // entry to what it belongs to
	decks    map[int]int       // presentation to entry
	films    map[int]int       // likewise
	parts    map[int]int       // chapter to entry
}

func newDecision(found listing) *decision {
	d := &decision{
		listing: found, roles: make([]meeting.Role, len(found.entries)), titles: make([]string, len(found.entries)),
		captions: map[int]belonging{},
	}
	d.found = &recognition{
		entries: d.entries, roles: d.roles, titles: d.titles, captions: d.captions,
		named: map[int]bool{}, owner: map[int]*group{}, left: map[int]string{}, labels: map[int]string{},
	}
	return d
}

// mistakes returns the problems of meeting.yaml, in the order of its lines.
func (d *decision) mistakes() error {
	problems := d.reader.problems
	if len(problems) == 0 {
		return nil
	}
	slices.SortStableFunc(problems, func(a, b problem) int { return cmp.Compare(a.line, b.line) })
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = words.Line(p.text)
		if file := d.listing.sheet.path; file != "" { // the lines of generated text mean nothing to the user
			lines[i] = words.Line(fmt.Sprintf("%s:%d: %s", file, max(1, p.line), p.text))
		}
	}
	return &usageError{strings.Join(lines, "\n")}
}

func (o Options) check() error {
	switch {
	case o.ID != "" && !ValidID(o.ID):
		return usagef("--id: %s", badID(o.ID))
	case o.Date != "" && !IsDate(o.Date):
		return usagef("--date: %s", badDate(o.Date))
	case o.Visibility != "" && !slices.Contains(meeting.Visibilities(), o.Visibility):
		return usagef("--visibility: %s", badVisibility(o.Visibility))
	}
	for _, content := range o.Publish {
		if !slices.Contains(meeting.Disclosures(), content) {
			return usagef("--publish: %s", badDisclosure(content))
		}
	}
	return nil
}

// poster is the moment whose picture is to stand for the first recording, in
// seconds, or nil.
func (o Options) poster(s Sheet) (*float64, error) {
	if o.Poster == "" {
		return (*float64)(s.Poster), nil
	}
	var m Moment
	if err := m.setText(o.Poster); err != nil {
		return nil, usagef("--poster: %s", err)
	}
	return (*float64)(&m), nil
}

func badID(id string) string {
	return fmt.Sprintf("the ID %q is not valid: use lower-case letters a to z, digits and hyphens, 64 at most, and begin with a letter or a digit", id)
}

func badDate(date string) string {
	return fmt.Sprintf("%q is not a valid date: write it as 2023-06-30", date)
}

func badVisibility(v meeting.Visibility) string {
	return fmt.Sprintf("%q is not a valid visibility: write public, unlisted or private", v)
}

// sort settles for each entry whether it is taken, and as what.
func (d *decision) sort() {
	d.found.apart = d.sheet.Together != nil && !*d.sheet.Together
	d.found.recognise()
	for i := range d.entries {
		e := &d.entries[i]
		asked := d.roles[i]
		switch {
		case d.found.left[i] != "":
			e.refusal = "is left out: it is " + d.found.left[i] // so that nothing else uses it
			continue
		case e.refusal != "":
			continue
		case strings.Contains(e.name, "/") && isSheet(e.name[strings.LastIndexByte(e.name, '/')+1:]):
			e.refusal = "lies in a subfolder: only the one at the top is read"
		case asked == meeting.Document && e.format.Paper:
			// whatever else speaks against it
		case e.format.Encrypted() && d.password(i) != "" && (asked == meeting.Deck || e.format.EncryptedDeck() || isDeckName(e.name)):
			d.roles[i] = meeting.Deck
			continue
		default:
			e.refusal = e.format.Refusal()
		}
		if asked == "" {
			d.roles[i] = e.format.Role
		}
	}
	d.belong()
}

// sources lists what is taken and what is not.
func (d *decision) sources(in *Input) {
	used := make(taken)
	d.ids = make([]string, len(d.entries))
	order := d.found.order()
	for _, i := range order {
		if d.entries[i].refusal == "" {
			d.ids[i] = used.unique(sourceID(d.entries[i].name), maxSourceID)
		}
	}
	for _, i := range order {
		switch e := d.entries[i]; {
		case d.found.left[i] != "":
			in.LeftOut = append(in.LeftOut, LeftOut{Name: e.name, What: d.found.left[i]})
		case e.refusal != "":
			in.Meeting.Refused = append(in.Meeting.Refused, meeting.Refusal{Name: e.name, Reason: e.refusal})
		default:
			source := d.source(i)
			in.Meeting.Sources = append(in.Meeting.Sources, source)
			file := File{Path: e.path, Source: source, Format: e.format, at: e.at}
			if g := d.found.owner[i]; g != nil {
				file.Program = g.program
			}
			in.Files = append(in.Files, file)
		}
	}
	d.chapters(in)
}

// source is an entry as the record has it.
func (d *decision) source(i int) meeting.Source {
	e := d.entries[i]
	source := meeting.Source{
		ID:    d.ids[i],
		Name:  e.name,
		Title: cmp.Or(d.titles[i], d.titleOf(i)),
		Role:  d.roles[i],
		Size:  e.size,
	}
	if source.Role == meeting.Deck || e.format.Name == "pdf" {
		source.Password = d.password(i)
	}
	source.Publish = d.publishOf(i)
	if told, ok := d.captions[i]; ok && source.Role == meeting.Captions {
		source.Recording, source.Language, source.Reviewed = d.ids[told.film], told.language, told.reviewed
		if label, given := d.found.labels[i]; given {
			source.Title = label
		}
	}
	d.found.link(i, d.ids, &source)
	return source
}

// password is what opens an entry, if it is encrypted; empty where none was
// given.
func (d *decision) password(entry int) string {
	for i, p := range d.sheet.Presentations {
		if at, ok := d.decks[i]; ok && at == entry && p.Password != "" {
			return p.Password
		}
	}
	return d.sheet.Password
}

// isDeckName reports whether a name is a deck's: of a file that is encrypted
// nothing else tells.
func isDeckName(name string) bool {
	extensions := []string{".pptx", ".ppsx", ".potx", ".pptm", ".ppsm", ".potm"}
	return slices.Contains(extensions, strings.ToLower(path.Ext(name)))
}

// titleOf is a title for an entry, made of its name; with its folder's where
// there are others of the name ("slides.pptx" in a folder for each speaker).
func (d *decision) titleOf(i int) string {
	name := d.entries[i].name
	title := d.ownTitle(i)
	if title == "" && d.roles[i] == meeting.Recording {
		return ""
	}
	title = cmp.Or(title, readable(stem(name)))
	folder, _, found := cutLast(name, "/")
	if !found {
		return title
	}
	for j, other := range d.entries {
		if j != i && other.refusal == "" && other.format.Role == d.entries[i].format.Role && strings.EqualFold(stem(other.name), stem(name)) {
			_, last, _ := cutLast("/"+folder, "/")
			return readable(last) + ": " + title
		}
	}
	return title
}

// ownTitle is the title that the name of an entry tells by itself, or empty. That
// of a recording in numbered parts is without the number of the first.
func (d *decision) ownTitle(i int) string {
	name := stem(d.entries[i].name)
	if g := d.found.owner[i]; g != nil && g.counted && len(g.parts) > 1 && i == g.parts[0] {
		if title, _ := parseName(wholeName(name)); title != "" {
			return title
		}
	}
	title, _ := parseName(name)
	return title
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// chapters are those of meeting.yaml.
func (d *decision) chapters(in *Input) {
	for i, c := range d.sheet.Chapters {
		one := meeting.Chapter{Start: float64(*c.Start), Title: c.Title}
		if at, ok := d.parts[i]; ok {
			one.Recording = d.ids[at]
			if why := d.entries[at].refusal; why != "" {
				in.Notes = append(in.Notes, fmt.Sprintf("The chapter %q is without its recording: %s %s", c.Title, d.entries[at].name, why))
				continue
			}
		}
		in.Meeting.Chapters = append(in.Meeting.Chapters, one)
	}
}

// presentations are those of meeting.yaml, or else of a schedule. Where neither names any
// there is one for each deck, but which sources are decks is known only when all are probed.
func (d *decision) presentations(in *Input) {
	d.scheduled(in)
	used := make(taken)
	for _, p := range d.sheet.Presentations {
		if p.ID != "" {
			used[p.ID] = true
		}
	}
	shown := make(map[int]bool)
	for i, p := range d.sheet.Presentations {
		talk := meeting.Presentation{ID: p.ID, Title: p.Title, Speakers: p.Speakers, Start: (*float64)(p.Start), End: (*float64)(p.End), Planned: p.Planned.on(in.Meeting.Date)}
		if p.Planned != "" && talk.Planned == "" {
			in.Notes = append(in.Notes, fmt.Sprintf("the planned time %s has no date: write date: in meeting.yaml, or the date before the time", p.Planned))
		}
		if p.Speaker != "" {
			talk.Speakers = []string{p.Speaker}
		}
		lost := func(what string, at int) {
			if why := d.entries[at].refusal; why != "" {
				in.Notes = append(in.Notes, fmt.Sprintf("The presentation %q is without its %s: %s %s", talk.Title, what, d.entries[at].name, why))
			}
		}
		if at, ok := d.decks[i]; ok {
			talk.Deck = d.ids[at]
			talk.Title = cmp.Or(talk.Title, d.titleOf(at))
			shown[at] = true
			lost("deck", at)
		}
		if at, ok := d.films[i]; ok {
			talk.Recording = d.ids[at]
			lost("recording", at)
		}
		if talk.ID == "" {
			talk.ID = used.unique(cmp.Or(talk.Deck, presentationID(talk.Title)), maxMeetingID)
		}
		in.Meeting.Presentations = append(in.Meeting.Presentations, talk)
	}
	for i, e := range d.entries {
		if len(d.sheet.Presentations) > 0 && e.refusal == "" && d.roles[i] == meeting.Deck && !shown[i] {
			in.Notes = append(in.Notes, e.name+" is a deck that no presentation in meeting.yaml names")
		}
	}
}
