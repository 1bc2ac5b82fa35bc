package slides

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"proceedings/internal/meeting"
)

// Limits of a title that OCR read.
const (
	ocrTitleLetters = 80 // characters; more is text
	ocrTitleMean    = 85 // confidence of all words, per cent
	ocrTitleLeast   = 70 // and of each long word
)

// TitleOCR makes the first paragraph of a page that OCR read its title, if it is short and OCR
// is confident of it. Otherwise the slide stays without one.
func TitleOCR(s meeting.Slide) meeting.Slide {
	if s.Title != "" || !s.OCR || len(s.Blocks) == 0 {
		return s
	}
	first := s.Blocks[0]
	if first.Kind != meeting.Text || utf8.RuneCountInString(first.Text) > ocrTitleLetters || !isConfident(first.OCR) {
		return s
	}
	s.Title, s.Blocks = first.Text, s.Blocks[1:]
	s.Body = meeting.Body(s.Blocks)
	return s
}

// isConfident reports whether words that were read are right with a high probability, and one
// of them is long. Bullets are those of a list, which OCR takes for the same paragraph.
func isConfident(list []meeting.OCRWord) bool {
	sum, long := 0, false
	for i, w := range list {
		isWord := isLong(w.Text) && strings.ContainsFunc(w.Text, unicode.IsLetter)
		if isWord && w.Confidence < ocrTitleLeast || i > 0 && isBullet(w.Text) {
			return false
		}
		sum += w.Confidence
		long = long || isWord
	}
	return long && sum >= ocrTitleMean*len(list)
}

func isBullet(word string) bool {
	switch word {
	case "*", "•", "°", "»", "«", ">", "·", "¢", "©", "®":
		return true
	}
	return false
}
