package pdf

import (
	"encoding/json"
	"math"
)

// Word is a word and its box on the page: x, y, width and height as shares of the
// page's width and height, from the top left, to four digits.
type Word struct {
	Text string     `json:"text"`
	Box  [4]float64 `json:"box"`
}

// Sized is p with its visible size: pdftotext prints the size before rotation, but
// the places of words after it.
func (p Page) Sized(size Size) Page {
	p.Width, p.Height = size.Width, size.Height
	return p
}

// Words are the words of a page in reading order.
func (p Page) Words() []Word {
	var words []Word
	for _, line := range p.Lines {
		for _, w := range line.Words {
			left, right := span(w.Left, w.Right, p.Width)
			top, bottom := span(w.Top, w.Bottom, p.Height)
			words = append(words, Word{w.Text, [4]float64{left, top, rounded(right - left), rounded(bottom - top)}})
		}
	}
	return words
}

// span is the range from–to on a length, as shares of the length.
func span(from, to, length float64) (begin, end float64) {
	share := func(x float64) float64 {
		if !(length > 0) { // true for NaN, too
			return 0
		}
		return rounded(min(1, max(0, x/length)))
	}
	begin = share(from)
	return begin, max(begin, share(to))
}

func rounded(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// WordsJSON encodes words as a JSON document, in their order:
//
//	{"words":[{"text":"Hello","box":[0.1,0.25,0.2,0.05]}]}
func WordsJSON(words []Word) []byte {
	if words == nil {
		words = []Word{}
	}
	data, err := json.Marshal(struct {
		Words []Word `json:"words"`
	}{words})
	if err != nil { // only for NaN and infinity, which no share is
		return []byte(`{"words":[]}`)
	}
	return data
}
