package catalogue

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// longestTerm is the longest word that is searched for, in UTF-16 code units as
// browsers count. What is longer is an address or was never a word.
const longestTerm = 64

// tokens are the words of a text as MiniSearch 7 splits it: at runs of
// [\n\r\p{Z}\p{P}]. Like JavaScript's split it yields an empty one before a
// text that begins with such a run, after one that ends with it, and for an empty
// text: they count in a field's length.
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

// folder folds words to their terms. It is not safe for use by several
// goroutines.
type folder struct{ lower cases.Caser }

func newFolder() folder { return folder{cases.Lower(language.Und)} }

// term is what a word is found under: the word without accents and in lower case,
// by the full rules of Unicode as in JavaScript; nothing for what is not searched
// for.
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

// tooLong reports whether a word has more UTF-16 code units than are searched.
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
