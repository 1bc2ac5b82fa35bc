package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"proceedings/internal/meeting"
)

const (
	paragraphWidth = 0.3  // share of the page's width: shorter lines are broken on purpose
	paragraphGap   = 1.6  // line heights from line to line within a paragraph
	bulletGap      = 4    // line heights between a bullet and its text
	maxBullets     = 500  // number of bullets of a page that are considered
	sameIndent     = 0.5  // share of a line's height: smaller differences are the same indentation
	nextColumn     = 0.25 // share of the page's width: an item so far to the right begins another list
)

// bullets are the characters before an item of a list. Those for private use are of
// the symbol fonts of office programs.
const bullets = "•‣⁃◦●○■□▪▫►▶➢➤✓✔❑❖–—-*·\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf071"

// blocks are the paragraphs and the items of lists in lines.
func (p Page) blocks(lines []Line) []meeting.Block {
	w := blockWriter{page: p, rights: map[int]float64{}}
	for _, line := range lines {
		w.rights[line.Block] = max(w.rights[line.Block], line.Right)
		if line.isBullet() && len(w.bullets) < maxBullets {
			w.bullets = append(w.bullets, line)
		}
	}
	for i, line := range lines {
		if line.Text == "" || line.isBullet() {
			continue
		}
		mark := w.bulletOf(line)
		switch text, marked := withoutBullet(line.Text); {
		case marked:
			w.item(line, text)
		case mark != nil:
			w.item(*mark, line.Text)
		case w.continues(line):
			w.append(line.Text)
		default:
			w.blocks = append(w.blocks, meeting.Block{Kind: meeting.Text, Text: line.Text})
			w.wrapped = false
		}
		w.last = &lines[i]
	}
	return w.blocks
}

// isBullet reports whether a line is only a bullet: poppler separates bullets that
// have another size than their text.
func (l Line) isBullet() bool {
	rest, marked := withoutBullet(l.Text)
	return marked && rest == ""
}

// bulletOf is the separate bullet to the left of a line, or nil.
func (w *blockWriter) bulletOf(line Line) *Line {
	for i, mark := range w.bullets {
		middle := (mark.Top + mark.Bottom) / 2
		if line.Top < middle && middle < line.Bottom && mark.Left < line.Left && line.Left-mark.Right < bulletGap*line.Height() {
			return &w.bullets[i]
		}
	}
	return nil
}

// withoutBullet is the text of a line without its bullet. A sign that belongs to a
// word, such as a minus, is not a bullet.
func withoutBullet(text string) (string, bool) {
	r, size := utf8.DecodeRuneInString(text)
	rest := text[size:]
	if !strings.ContainsRune(bullets, r) || rest != "" && rest[0] != ' ' && !strings.ContainsRune("•●■▪", r) {
		return text, false
	}
	return strings.TrimSpace(rest), true
}

// blockWriter builds blocks.
type blockWriter struct {
	page    Page
	blocks  []meeting.Block
	last    *Line  // of the last block
	wrapped bool   // the last block consists of several lines
	bullets []Line // apart from their items
	indents []float64
	rights  map[int]float64 // the right edge of each block
}

// item begins an item of a list; line has the place of its bullet. Its level follows
// from its indentation among the items before it.
func (w *blockWriter) item(line Line, text string) {
	slack := sameIndent * line.Height()
	if n := len(w.indents); n > 0 && line.Left > w.indents[n-1]+nextColumn*w.page.Width || w.last != nil && line.Bottom < w.last.Top {
		w.indents = nil
	}
	for len(w.indents) > 0 && line.Left < w.indents[len(w.indents)-1]-slack {
		w.indents = w.indents[:len(w.indents)-1]
	}
	if n := len(w.indents); n == 0 || line.Left > w.indents[n-1]+slack {
		w.indents = append(w.indents, line.Left)
	}
	w.wrapped = false
	w.blocks = append(w.blocks, meeting.Block{Kind: meeting.Item, Level: len(w.indents), Text: text})
}

// continues reports whether a line continues the paragraph before it: they belong
// together, and its first word would not have fitted on the line before.
func (w *blockWriter) continues(line Line) bool {
	last := w.last
	if last == nil || line.Block != last.Block || len(line.Words) == 0 || last.Right-last.Left < paragraphWidth*w.page.Width {
		return false
	}
	if line.Top <= last.Top || line.Top-last.Top > paragraphGap*last.Height() || line.Height() > 1.2*last.Height() || last.Height() > 1.2*line.Height() {
		return false
	}
	word := line.Words[0]
	first, _ := utf8.DecodeRuneInString(line.Text)
	if unicode.IsUpper(first) && !w.wrapped {
		return false // a capital letter may begin a paragraph, unless lines were joined already
	}
	return last.Right+word.Right-word.Left > w.rights[line.Block]
}

// append continues the last block. A hyphen at the end of its line stays, as it may
// belong to the word; no space comes after it.
func (w *blockWriter) append(text string) {
	w.wrapped = true
	b := &w.blocks[len(w.blocks)-1]
	if soft, found := strings.CutSuffix(b.Text, "\u00ad"); found {
		b.Text = soft + text
		return
	}
	before, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(b.Text, "-"))
	after, _ := utf8.DecodeRuneInString(text)
	if strings.HasSuffix(b.Text, "-") && unicode.IsLetter(before) && unicode.IsLower(after) {
		b.Text += text
		return
	}
	b.Text += " " + text
}
