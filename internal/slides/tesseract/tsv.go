package tesseract

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"proceedings/internal/meeting"
)

const (
	wordLevel     = "5" // the level of a row that is a word
	minConfidence = 60  // per cent; drawings and photographs yield words below that
)

// parseTSV makes paragraphs of the table of words that tesseract writes. Its
// columns: level, page, block, paragraph, line, word, left, top, width, height,
// confidence, and the text of the word.
func parseTSV(table string) []meeting.Block {
	var blocks []meeting.Block
	var paragraph, line string // of the words that are collected
	var text []string          // its lines
	flush := func() {
		if s := joinLines(text); strings.ContainsFunc(s, isWord) {
			blocks = append(blocks, meeting.Block{Kind: meeting.Text, Text: s})
		}
		text = nil
	}
	for row := range strings.Lines(table) {
		cells := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", 12)
		if len(cells) < 12 || cells[0] != wordLevel {
			continue
		}
		word := strings.TrimSpace(strings.ToValidUTF8(cells[11], ""))
		if confidence, err := strconv.ParseFloat(cells[10], 64); err != nil || !(confidence >= minConfidence) || word == "" {
			continue
		}
		if at := strings.Join(cells[1:4], " "); at != paragraph {
			flush()
			paragraph, line = at, ""
		}
		if len(text) == 0 || cells[4] != line {
			text, line = append(text, word), cells[4]
		} else {
			text[len(text)-1] += " " + word
		}
	}
	flush()
	return blocks
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// joinLines joins the lines of a paragraph, and words that were hyphenated at the
// end of a line.
func joinLines(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		stem, hyphen := strings.CutSuffix(line, "-")
		last, _ := utf8.DecodeLastRuneInString(stem)
		switch {
		case i+1 == len(lines):
			b.WriteString(line)
		case hyphen && unicode.IsLower(last) && startsLower(lines[i+1]):
			b.WriteString(stem)
		default:
			b.WriteString(line + " ")
		}
	}
	return b.String()
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}
