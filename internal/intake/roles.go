package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// checkFiles gives files the roles that meeting.yaml sets.
func (d *decision) checkFiles() {
	lines := map[int]int{} // entry to the line that sets its role
	for i := range d.sheet.Files {
		f := d.sheet.Files[i]
		at := func(key string) int {
			return cmp.Or(d.reader.at("files[%d].%s", i, key), d.reader.at("files[%d]", i))
		}
		known := d.checkRole(i, at("role"))
		if f.File == "" {
			if !d.reader.wrong("files[%d]", i) && !d.reader.wrong("files[%d].file", i) {
				d.reader.say(at("file"), "files %d names no file", i+1)
			}
			continue
		}
		found, ok := d.find(at("file"), "file", f.File)
		if !ok || !known {
			continue
		}
		if first := lines[found]; first > 0 {
			d.reader.say(at("file"), "%s is named twice under files, first on line %d", d.entries[found].name, first)
			continue
		}
		lines[found] = max(1, at("file"))
		d.assign(at("role"), found, f.Role)
	}
}

// checkRole validates the role of an item of files.
func (d *decision) checkRole(i, line int) bool {
	var names []string
	for _, role := range meeting.Roles() {
		names = append(names, string(role))
	}
	switch role := d.sheet.Files[i].Role; {
	case slices.Contains(meeting.Roles(), role):
		return true
	case d.reader.wrong("files[%d]", i) || d.reader.wrong("files[%d].role", i):
	case role == "":
		d.reader.say(line, "files %d has no role; valid values: %s", i+1, strings.Join(names, ", "))
	default:
		hint := ""
		if near := nearest(string(role), names); near != "" {
			hint = fmt.Sprintf("did you mean %q? ", near)
		}
		d.reader.say(line, "files %d: %q is not a role; %svalid values: %s", i+1, role, hint, strings.Join(names, ", "))
	}
	return false
}

// assign gives an entry a role. Unlike documents, it accepts a recording as a document:
// whoever sets the role of a file means it.
func (d *decision) assign(line, entry int, role meeting.Role) {
	e := d.entries[entry]
	isClip := e.refusal == "" && e.format.Role == meeting.Recording && role == meeting.Document && d.roles[entry] == ""
	if isClip {
		d.roles[entry] = role
		return
	}
	d.give(line, entry, role)
}
