package child

import "unicode"

// box is a place in points from the top left.
type box struct{ left, top, right, bottom float64 }

func (b box) height() float64 { return b.bottom - b.top }

// with is the box around both.
func (b box) with(other box) box {
	return box{min(b.left, other.left), min(b.top, other.top), max(b.right, other.right), max(b.bottom, other.bottom)}
}

// char is a character and its place. A space has no place.
type char struct {
	box

	r rune
}

type word struct {
	box

	text string
}

type line struct {
	box

	words []word
}

const (
	apart   = 3.0 // heights of a line: what is so far to the right, or begins again at the left, is another
	between = 0.9 // heights of a line between two of one block, at most
	alike   = 1.3 // how much higher than the next a line of one block may be
)

// linesOf joins characters to words and lines. PDFium marks the ends of lines, but
// takes columns side by side for one line.
func linesOf(chars []char) []line {
	var lines []line
	open, inWord := false, false
	for _, c := range chars {
		switch {
		case c.r == '\n' || c.r == '\r':
			open, inWord = false, false
			continue
		case unicode.IsSpace(c.r):
			inWord = false
			continue
		}
		if open && !lines[len(lines)-1].takes(c.box) {
			open = false
		}
		if !open {
			lines = append(lines, line{box: c.box})
			open, inWord = true, false
		}
		l := &lines[len(lines)-1]
		l.box = l.with(c.box)
		if !inWord {
			l.words = append(l.words, word{box: c.box})
			inWord = true
		}
		w := &l.words[len(l.words)-1]
		w.box, w.text = w.with(c.box), w.text+string(c.r)
	}
	return lines
}

// takes reports whether the line goes on with a character: it does unless that
// stands beside it far off. What runs down or up the page is left to pdfium.
func (l line) takes(c box) bool {
	last := l.words[len(l.words)-1].box
	reach := apart * max(l.height(), c.height(), 1)
	beside := c.top < l.bottom && c.bottom > l.top
	return !beside || c.left-last.right < reach && c.left >= l.left-reach
}

// blocksOf joins lines that stand below each other.
func blocksOf(lines []line) [][]line {
	var blocks [][]line
	for i, l := range lines {
		if i == 0 || !l.below(lines[i-1]) {
			blocks = append(blocks, nil)
		}
		last := &blocks[len(blocks)-1]
		*last = append(*last, l)
	}
	return blocks
}

// below reports whether a line stands below another in one block.
func (l line) below(before line) bool {
	gap := l.top - before.bottom
	return l.top > before.top && gap < between*before.height() && l.left < before.right && before.left < l.right &&
		l.height() <= alike*before.height() && before.height() <= alike*l.height()
}
