package catalogue

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// longestTerm is the longest searched term, in UTF-16 code units as browsers
// count. Longer ones are addresses, not words.
const longestTerm = 64

// tokens splits a text like MiniSearch 7: at runs of [\n\r\p{Z}\p{P}]. Like split in
// JavaScript it yields an empty token for a separator at the start or the end, and for
// an empty text. They count in the length of a field.
func tokens(text string) []string {
	var list []string
	start, inRun := 0, false
	for i, r := range text {
		switch sep := separates(r); {
		case sep && !inRun:
			list = append(list, text[start:i])
			inRun = true
		case !sep && inRun:
			start, inRun = i, false
		}
	}
	if inRun {
		return append(list, "")
	}
	return append(list, text[start:])
}

func separates(r rune) bool {
	if r <= unicode.MaxASCII {
		return r == ' ' || r == '\n' || r == '\r' || r > ' ' && unicode.IsPunct(r)
	}
	return unicode.In(r, unicode.Z, unicode.P)
}

// folder converts words to terms. It is not safe for concurrent use.
type folder struct{ lower cases.Caser }

func newFolder() folder { return folder{cases.Lower(language.Und)} }

// term returns the index term of a word: without accents and in lower case, by the full
// Unicode rules as in JavaScript; "" if it is too long.
func (f folder) term(word string) string {
	if ascii(word) {
		if len(word) > longestTerm {
			return ""
		}
		return strings.ToLower(word)
	}
	if tooLong(word) {
		return ""
	}
	word = f.lower.String(strings.Map(unmarked, norm.NFKD.String(word)))
	if tooLong(word) {
		return ""
	}
	return word
}

func unmarked(r rune) rune {
	if unicode.Is(unicode.M, r) {
		return -1
	}
	return r
}

// tooLong reports whether a word exceeds longestTerm.
func tooLong(word string) bool {
	return len(word) > longestTerm && len(utf16.Encode([]rune(word))) > longestTerm
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}
