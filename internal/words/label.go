package words

import (
	"strings"
	"unicode"
)

// maxLabel is the longest label, in characters: a longer one is a text by mistake.
const maxLabel = 200

// Label returns text from a file as a title or a name: valid UTF-8 on one line, without
// control characters, at most 200 characters long.
func Label(text string) string {
	text = OneLine(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd")))
	if runes := []rune(text); len(runes) > maxLabel {
		text = strings.TrimSpace(string(runes[:maxLabel]))
	}
	return text
}
