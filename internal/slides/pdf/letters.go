package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Letters counts the letters and digits of a text.
func Letters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// Letters counts the letters and digits of a page. It is 0 for a page whose text
// is mostly unreadable, which needs OCR.
func (p Page) Letters() int {
	if p.Unmapped {
		return 0
	}
	n := 0
	for _, line := range p.Lines {
		n += Letters(line.Text)
	}
	return n
}

// Readable is p without its unreadable lines, if its text is mostly unreadable.
func (p Page) Readable() Page {
	if p.Unmapped {
		p.Lines = slices.DeleteFunc(p.Lines, func(l Line) bool { return Unmapped(l.Text) })
	}
	return p
}

// Unmapped reports whether a text is mostly meaningless characters: its font has
// no table that maps glyphs to characters, and only OCR can read it.
func Unmapped(text string) bool {
	lost, all := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			continue
		case isMeaningless(r):
			lost++
		}
		all++
	}
	return 2*lost > all
}

// isMeaningless reports whether a character is the replacement character, a
// control character, or one for private use.
func isMeaningless(r rune) bool {
	return r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.IsControl(r) && !unicode.IsSpace(r)
}

// mapped is text without replacement and control characters. Characters for
// private use stay: some are bullets of lists.
func mapped(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
