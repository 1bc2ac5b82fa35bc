package tesseract

import (
	"strconv"
	"strings"

	"proceedings/internal/meeting"
)

const (
	wordLevel     = "5" // the level of a row that is a word
	minConfidence = 60  // per cent; drawings and photographs yield words below that
)

// parseTSV makes paragraphs of the table of words that tesseract writes. Its
// columns: level, page, block, paragraph, line, word, left, top, width, height,
// confidence, and the text of the word. It leaves out words of low confidence, and
// paragraphs without a letter or digit.
func parseTSV(table string) Text {
	var text Text
	var paragraph, line string // of the words that are collected
	var lines Paragraph
	flush := func() {
		if n := lines.letters(); n > 0 {
			text.Paragraphs, text.letters = append(text.Paragraphs, lines), text.letters+n
		}
		lines = nil
	}
	for row := range strings.Lines(table) {
		cells := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", 12)
		if len(cells) < 12 || cells[0] != wordLevel {
			continue
		}
		word := strings.TrimSpace(strings.ToValidUTF8(cells[11], ""))
		confidence, err := strconv.ParseFloat(cells[10], 64)
		if err != nil || word == "" || !(confidence >= 0 && confidence <= 100) { // true for NaN, too
			continue
		}
		text.words, text.confidence = text.words+1, text.confidence+confidence
		if confidence < minConfidence {
			continue
		}
		if at := strings.Join(cells[1:4], " "); at != paragraph {
			flush()
			paragraph, line = at, ""
		}
		if len(lines) == 0 || cells[4] != line {
			lines, line = append(lines, nil), cells[4]
		}
		last := &lines[len(lines)-1]
		*last = append(*last, meeting.OCRWord{Text: word, Confidence: int(confidence)})
	}
	flush()
	return text
}

// letters counts the letters and digits of a paragraph.
func (p Paragraph) letters() int {
	n := 0
	for _, w := range p.Words() {
		for _, r := range w.Text {
			if isLetter(r) {
				n++
			}
		}
	}
	return n
}
