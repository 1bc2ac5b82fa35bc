package tesseract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"proceedings/internal/meeting"
)

// Text is the text in an image.
type Text struct {
	Paragraphs []Paragraph

	words, letters int     // all words; letters and digits of those that are kept
	confidence     float64 // sum over all words, in per cent
}

// Paragraph is a list of lines, each a list of words.
type Paragraph [][]meeting.OCRWord

// IsDoubtful reports whether the image may be upside down: words were found, but of a
// low confidence. Tesseract has its own detection of the orientation, which takes as
// long as reading the image again and needs 50 letters.
func (t Text) IsDoubtful() bool {
	const (
		few      = 5  // words, too few to tell
		doubtful = 65 // per cent, the mean; of text upside down it is 25 to 40, of other text 85 to 95
	)
	return t.words >= few && t.confidence < doubtful*float64(t.words)
}

// Or is the one of two readings of an image, turned differently, that has more text.
func (t Text) Or(turned Text) Text {
	if turned.letters > t.letters {
		return turned
	}
	return t
}

// Words are the words of a paragraph.
func (p Paragraph) Words() []meeting.OCRWord {
	var words []meeting.OCRWord
	for _, line := range p {
		words = append(words, line...)
	}
	return words
}

// Text joins the lines of a paragraph, and words that were hyphenated at the end of
// a line.
func (p Paragraph) Text() string {
	var b strings.Builder
	for i, words := range p {
		line := Line(words)
		stem, hyphen := strings.CutSuffix(line, "-")
		last, _ := utf8.DecodeLastRuneInString(stem)
		switch {
		case i+1 == len(p):
			b.WriteString(line)
		case hyphen && unicode.IsLower(last) && startsLower(Line(p[i+1])):
			b.WriteString(stem)
		default:
			b.WriteString(line + " ")
		}
	}
	return b.String()
}

// Line is the text of the words of one line.
func Line(words []meeting.OCRWord) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Text
	}
	return strings.Join(texts, " ")
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
