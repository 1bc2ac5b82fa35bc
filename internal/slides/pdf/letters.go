package pdf

import (
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

// Unmapped reports whether a text is mostly characters that say nothing: its
// font has no table that tells what its shapes mean, and it can only be read
// off the picture.
func Unmapped(text string) bool {
	lost, all := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			continue
		case mute(r):
			lost++
		}
		all++
	}
	return 2*lost > all
}

// mute reports whether a character stands for nothing: the one for what could
// not be decoded, a control character, or one of private use.
func mute(r rune) bool {
	return r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.IsControl(r) && !unicode.IsSpace(r)
}

// mapped is text without what stands for what could not be decoded. Characters
// of private use stay: some are marks of lists.
func mapped(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
