package slides

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/meeting"
)

// lostText is the beginning of the first paragraph of a slide of which the page
// lacks most, or "". The page is the text that LibreOffice drew; both are compared
// by their letters and digits, because lines, spaces and hyphens vary.
func lostText(s meeting.Slide, page string) string {
	drawn := comparable(page)
	for _, p := range paragraphs(s) {
		if isLost(p, drawn) {
			return clipped(p)
		}
	}
	return ""
}

// paragraphs are the texts of a slide that its page shows as text.
func paragraphs(s meeting.Slide) []string {
	lines := []string{s.Title}
	for _, b := range s.Blocks {
		lines = append(lines, b.Text)
		for _, row := range b.Rows {
			lines = append(lines, row...)
		}
	}
	var all []string
	for _, l := range lines {
		all = append(all, strings.Split(l, "\n")...)
	}
	return all
}

// isLost reports whether most letters of a paragraph are in words that are not on
// the page.
func isLost(paragraph, drawn string) bool {
	const least = 4 // letters: fields such as dates change
	lost, all := 0, 0
	for w := range strings.FieldsSeq(paragraph) {
		w = comparable(w)
		if !isReliable(w) {
			continue
		}
		n := len([]rune(w))
		all += n
		if !isDrawn(w, drawn) {
			lost += n
		}
	}
	return lost >= least && 2*lost > all
}

// isDrawn reports whether a word is on the page: in one piece, in two on two lines,
// or backwards, as PDF readers read some rotated text.
func isDrawn(word, drawn string) bool {
	if strings.Contains(drawn, word) {
		return true
	}
	const longest = 100 // letters: longer ones are no words
	letters := []rune(word)
	if len(letters) > longest {
		letters = letters[:longest]
	}
	for i := range letters {
		if i > 0 && strings.Contains(drawn, string(letters[:i])) && strings.Contains(drawn, string(letters[i:])) {
			return true
		}
	}
	for i, j := 0, len(letters)-1; i < j; i, j = i+1, j-1 {
		letters[i], letters[j] = letters[j], letters[i]
	}
	return strings.Contains(drawn, string(letters))
}

// comparable is a text in the form in which texts are compared: its letters and
// digits, without case and compatibility forms such as ligatures.
func comparable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(text))
}

// isReliable reports whether PDF readers read a word as it was written: not in
// scripts whose letters change their form and order.
func isReliable(word string) bool {
	const least = 2
	return len([]rune(word)) >= least && strings.IndexFunc(word, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	}) < 0
}

// clipped is the beginning of a text, for a message.
func clipped(text string) string {
	const most = 40
	letters := []rune(strings.Join(strings.Fields(text), " "))
	if len(letters) <= most {
		return "“" + string(letters) + "”"
	}
	return "“" + string(letters[:most]) + "…”"
}
