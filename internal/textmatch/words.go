package textmatch

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	shortest       = 3 // letters of a word that counts
	shortestNumber = 2
	sturdy         = 5 // letters of a word that is recognised with a wrong one
)

// wordsOf returns the words of a text in lower case and without accents, which OCR confuses.
// Scripts without spaces give pairs of characters.
func wordsOf(text string) (list []string) {
	flat := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
	for _, run := range strings.FieldsFunc(flat, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		letters := []rune(run)
		if unicode.In(letters[0], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai) {
			for i := 0; i+1 < len(letters); i++ {
				list = append(list, string(letters[i:i+2]))
			}
			continue
		}
		if len(letters) >= shortest || hasDigit(run) && len(letters) >= shortestNumber {
			list = append(list, run)
		}
	}
	return list
}

func hasDigit(word string) bool { return strings.ContainsFunc(word, unicode.IsDigit) }

func isNumber(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) })
}

// shortened returns a word, and each spelling of it with one letter removed. If two words share
// one of these, they differ in one letter: replaced, missing or moved. Words with digits must
// match exactly.
func shortened(w string) []string {
	letters := []rune(w)
	list := []string{w}
	if len(letters) < sturdy || hasDigit(w) {
		return list
	}
	for i := range letters {
		list = append(list, string(letters[:i])+string(letters[i+1:]))
	}
	return list
}
