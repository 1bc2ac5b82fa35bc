package pdffile

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

const (
	commentsMax    = 1000 // of a page
	annotationsMax = 20_000
	commentMax     = 64 << 10 // bytes
	nameMax        = 200
	dateMax        = 64
)

// commentTypes are the annotations whose contents are remarks by a person: text and free text,
// marks of text, drawings and stamps. The contents of links, of form fields and of
// media are descriptions.
func commentTypes() []string {
	return []string{
		"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink",
		"/Line", "/Square", "/Circle", "/Polygon", "/PolyLine",
	}
}

const hiddenFlag = 2 // of /F

// comments are the comments on a page, in the order of its annotations.
func (l *listingReader) comments(page string) []meeting.Comment {
	list, _ := l.at(l.dict(page)["/Annots"]).([]any)
	var made []meeting.Comment
	seen := map[string]bool{}
	for _, a := range list[:min(len(list), annotationsMax)] {
		d := l.dict(a)
		if l.name(d["/Subtype"]) == "/Popup" { // its text is that of its parent
			a = d["/Parent"]
			d = l.dict(a)
		}
		name, isReference := a.(string)
		if isReference && seen[name] {
			continue
		}
		seen[name] = isReference
		if c, ok := l.comment(d); ok && len(made) < commentsMax {
			made = append(made, c)
		}
	}
	return made
}

// comment is the comment of an annotation. One that only sets a state, such as
// "accepted", is none; nor is a hidden one, unless it is a reply, which programs show
// below the comment.
func (l *listingReader) comment(a dict) (meeting.Comment, bool) {
	flags, _ := number(l.at(a["/F"]))
	switch {
	case !slices.Contains(commentTypes(), l.name(a["/Subtype"])):
		return meeting.Comment{}, false
	case a["/StateModel"] != nil, flags&hiddenFlag != 0 && a["/IRT"] == nil:
		return meeting.Comment{}, false
	}
	c := meeting.Comment{
		Author: clip(words.OneLine(paragraphs(l.text(a["/T"]))), nameMax),
		Date:   date(l.text(a["/M"])),
		Text:   clip(paragraphs(l.text(a["/Contents"])), commentMax),
	}
	if c.Date == "" {
		c.Date = date(l.text(a["/CreationDate"]))
	}
	return c, c.Text != ""
}

// at is v, or the object to which it refers.
func (l *listingReader) at(v any) any {
	if name, ok := v.(string); ok && strings.HasSuffix(name, " R") {
		if o, found := l.objects[name]; found {
			return o
		}
	}
	return v
}

func (l *listingReader) dict(v any) dict {
	d, _ := l.at(v).(dict)
	return d
}

func (l *listingReader) name(v any) string {
	s, _ := l.at(v).(string)
	return s
}

// text is the text that v is or refers to, as valid UTF-8.
func (l *listingReader) text(v any) string {
	return strings.ToValidUTF8(File{}.text(l.at(v)), "\ufffd")
}

// paragraphs are the paragraphs of a text, one per line.
func paragraphs(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\r' || r == '\n' || r == '\u2028' || r == '\u2029' })
	for i, line := range lines {
		lines[i] = words.OneLine(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, line))
	}
	return strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n")
}

// datePattern matches a date (ISO 32000-1, 7.9.4): "D:" is missing in some files, and
// so is what is after the year.
var datePattern = regexp.MustCompile(`^(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d))?)?)?)?)?(?:(Z)(?:00'?(?:00'?)?)?|([+-]\d\d)'?(?:(\d\d)'?)?)?$`)

// date is a PDF date as ISO 8601, as far as it is known. Any other date stays as it is.
func date(text string) string {
	text = strings.TrimSpace(text)
	m := datePattern.FindStringSubmatch(text)
	if m == nil {
		return clip(words.OneLine(text), dateMax)
	}
	made := m[1]
	for i, separator := range []string{"-", "-"} {
		if m[2+i] != "" {
			made += separator + m[2+i]
		}
	}
	if m[4] == "" {
		return made
	}
	or := func(s string) string { // the default of minutes and seconds
		if s == "" {
			return "00"
		}
		return s
	}
	made += "T" + m[4] + ":" + or(m[5]) + ":" + or(m[6])
	switch {
	case m[7] != "":
		made += "Z"
	case m[8] != "":
		made += m[8] + ":" + or(m[9])
	}
	return made
}

// clip truncates text to at most n bytes of whole characters.
func clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return strings.ToValidUTF8(text[:n], "")
}
