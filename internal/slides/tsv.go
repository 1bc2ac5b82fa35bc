package slides

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"proceedings/internal/meeting"
)

const (
	wordLevel = "5" // of a line of the table that stands for a word
	surely    = 60  // per cent, from which on a word is taken for read; pictures yield words below that
)

// parseTSV makes paragraphs of the table of words that tesseract writes: level,
// page, block, paragraph, line, word, left, top, width, height, confidence, and
// the word.
func parseTSV(table string) []meeting.Block {
	var blocks []meeting.Block
	var paragraph, line string // whose words are being gathered
	var text []string          // its lines
	flush := func() {
		if s := unbroken(text); strings.ContainsFunc(s, isWord) {
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
		if sure, err := strconv.ParseFloat(cells[10], 64); err != nil || !(sure >= surely) || word == "" {
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

// unbroken joins the lines of a paragraph. A word that was broken at the end of
// one becomes whole.
func unbroken(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		stem, broken := strings.CutSuffix(line, "-")
		last, _ := utf8.DecodeLastRuneInString(stem)
		switch {
		case i+1 == len(lines):
			b.WriteString(line)
		case broken && unicode.IsLower(last) && startsLower(lines[i+1]):
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
