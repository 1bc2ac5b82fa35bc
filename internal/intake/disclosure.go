package intake

import (
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// badDisclosure is the message for a value of publish that does not exist.
func badDisclosure(content meeting.Disclosure) string {
	var names []string
	hint := ""
	for _, known := range meeting.Disclosures() {
		names = append(names, string(known))
	}
	if near := nearest(string(content), names); near != "" {
		hint = fmt.Sprintf("did you mean %q? ", near)
	}
	return fmt.Sprintf("%q cannot be published; %svalid values: %s", content, hint, strings.Join(names, ", "))
}

// checkDisclosures validates a list of meeting.yaml, which has the path where.
func (d *decision) checkDisclosures(where string, list []meeting.Disclosure) {
	for i, content := range list {
		if !slices.Contains(meeting.Disclosures(), content) && !d.reader.wrong("%s[%d]", where, i) {
			d.reader.say(d.reader.at("%s[%d]", where, i), "%s%s", of(where), badDisclosure(content))
		}
	}
}

// publish returns the meeting's list. It is never nil, so that the record says that
// nothing else is published.
func (d *decision) publish(opts Options) []meeting.Disclosure {
	list := d.sheet.Publish
	if opts.Publish != nil {
		list = opts.Publish
	}
	return ordered(list)
}

// publishOf returns the list of the presentation that has the entry as its deck, or
// nil if it has none. If there are several, it has what all of them publish.
func (d *decision) publishOf(entry int) []meeting.Disclosure {
	var list []meeting.Disclosure
	for i, p := range d.sheet.Presentations {
		if at, ok := d.decks[i]; !ok || at != entry || p.Publish == nil {
			continue
		}
		if list == nil {
			list = ordered(p.Publish)
			continue
		}
		list = slices.DeleteFunc(list, func(c meeting.Disclosure) bool { return !slices.Contains(p.Publish, c) })
	}
	return list
}

// ordered returns the values of a list in one order, each once: the order in which
// they were written does not change the record.
func ordered(list []meeting.Disclosure) []meeting.Disclosure {
	return slices.DeleteFunc(meeting.Disclosures(), func(c meeting.Disclosure) bool { return !slices.Contains(list, c) })
}
