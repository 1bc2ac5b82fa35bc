package words

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns text as one printable line. Control characters, and those that change the
// direction of text, are escaped as in Go: \x1b, \n, \u202e. Names of files, titles and
// messages pass through it before a terminal or a log shows them.
func Line(text string) string { return escape(text, "") }

// Lines is Line for a message of several lines.
func Lines(text string) string { return escape(text, "\n") }

// Printable returns a writer that escapes what [Line] does, but no line breaks and tabs.
// What is written at once must not end within a character. JSON stays valid, and the same:
// its encoder leaves only characters that are escaped as \u202e.
func Printable(w io.Writer) io.Writer { return printable{w} }

type printable struct{ w io.Writer }

func (p printable) Write(b []byte) (int, error) {
	if _, err := io.WriteString(p.w, escape(string(b), "\n\t")); err != nil {
		return 0, err //nolint:wrapcheck // a writer's errors are its own
	}
	return len(b), nil
}

// escape escapes control characters other than those in keep.
func escape(text, keep string) string {
	clean := func(r rune) bool { return !unicode.IsControl(r) && !Turns(r) || strings.ContainsRune(keep, r) }
	if utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !clean(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for at, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[at:], string(utf8.RuneError)):
			fmt.Fprintf(&b, `\x%02x`, text[at])
		case clean(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ':
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// Turns reports whether a character changes the direction of text or breaks a
// line: "harmless<U+202E>fdp.exe" would read "harmlessexe.pdf".
func Turns(r rune) bool {
	return unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}
