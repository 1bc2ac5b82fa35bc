package intake

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/meeting"
)

// checkRecordings makes groups of what meeting.yaml says of files that belong
// together. What it says goes before what recognisers find.
func (d *decision) checkRecordings() {
	lines := map[int]int{} // entry to the line that names it
	for i := range d.sheet.Recordings {
		rec := &d.sheet.Recordings[i]
		at := func(key string) int {
			return cmp.Or(d.reader.at("recordings[%d].%s", i, key), d.reader.at("recordings[%d]", i))
		}
		g := &group{shows: d.shows(at("shows"), rec.Shows), trim: rec.Trim.trim()}
		switch {
		case rec.File == "" && len(rec.Files) == 0 && (d.reader.wrong("recordings[%d]", i) || d.reader.wrong("recordings[%d].file", i) || d.reader.wrong("recordings[%d].files", i)):
		case rec.File == "" && len(rec.Files) == 0:
			d.reader.say(at("file"), "recordings %d names no file", i+1)
		case rec.File != "" && len(rec.Files) > 0:
			d.reader.say(at("files"), "recordings %d has both file and files: keep one of the two", i+1)
		case rec.File != "":
			g.parts = d.member(g.parts, at("file"), rec.File, lines, nil)
		}
		for n, name := range rec.Files {
			if name != "" || !d.reader.wrong("recordings[%d].files[%d]", i, n) {
				g.parts = d.member(g.parts, at(fmt.Sprintf("files[%d]", n)), name, lines, nil)
			}
		}
		for n, v := range rec.Views {
			where := fmt.Sprintf("views[%d]", n)
			line := at(where)
			if v.File == "" {
				if !d.reader.wrong("recordings[%d].%s", i, where) && !d.reader.wrong("recordings[%d].%s.file", i, where) {
					d.reader.say(line, "recordings %d, views %d names no file", i+1, n+1)
				}
				continue
			}
			shows := d.shows(cmp.Or(d.reader.at("recordings[%d].%s.shows", i, where), line), v.Shows)
			for _, entry := range d.member(nil, cmp.Or(d.reader.at("recordings[%d].%s.file", i, where), line), v.File, lines, g.parts) {
				g.views = append(g.views, view{entry: entry, shows: shows, offset: (*float64)(v.Offset)})
			}
		}
		d.group(g)
	}
}

// member is a list of entries with one more, if it may stand there. of are the
// files of the recording that it is a view of.
func (d *decision) member(list []int, line int, name string, lines map[int]int, of []int) []int {
	i, ok := d.find(line, "recording", name)
	if !ok || !d.give(line, i, meeting.Recording) {
		return list
	}
	if slices.Contains(of, i) {
		d.reader.say(line, "%s is named as a recording and as a view of itself", d.entries[i].name)
		return list
	}
	if first := lines[i]; first > 0 {
		d.reader.say(line, "%s is named twice under recordings, first on line %d", d.entries[i].name, first)
		return list
	}
	lines[i] = max(1, line)
	return append(list, i)
}

// group takes a group of meeting.yaml, without the files of it that cannot be
// used: each of those is refused with its own reason.
func (d *decision) group(g *group) {
	kept := group{shows: g.shows, trim: g.trim}
	for _, i := range g.parts {
		if d.usable(i) {
			kept.parts = append(kept.parts, i)
		}
	}
	for _, v := range g.views {
		if d.usable(v.entry) {
			kept.views = append(kept.views, v)
		}
	}
	if len(kept.parts) == 0 {
		return
	}
	d.found.groups = append(d.found.groups, &kept)
	for _, i := range kept.members() {
		d.found.owner[i] = &kept
	}
}

func (d *decision) usable(i int) bool {
	return d.entries[i].refusal == "" && d.roles[i] == meeting.Recording
}

// shows is what a picture shows, if it is one of the words for that.
func (d *decision) shows(line int, v meeting.View) meeting.View {
	switch v {
	case "", meeting.Screen, meeting.Speaker, meeting.Gallery:
		return v
	}
	d.reader.say(line, "%q is not a valid view: write screen, speaker or gallery", v)
	return ""
}

// checkIgnore leaves out what meeting.yaml says.
func (d *decision) checkIgnore() {
	for n, name := range d.sheet.Ignore {
		line := cmp.Or(d.reader.at("ignore[%d]", n), d.reader.at("ignore"))
		if name == "" && d.reader.wrong("ignore[%d]", n) {
			continue
		}
		i, ok := d.find(line, "file", name)
		switch {
		case !ok:
		case d.roles[i] != "":
			d.reader.say(line, "%s is named under ignore and as %s", d.entries[i].name, noun(d.roles[i]))
		default:
			d.found.left[i] = "named under ignore in meeting.yaml"
		}
	}
}
