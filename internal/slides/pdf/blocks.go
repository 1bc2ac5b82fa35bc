package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"proceedings/internal/meeting"
)

const (
	paragraphWidth = 0.3  // of the page: shorter lines are broken on purpose
	paragraphGap   = 1.6  // heights of a line from one to the next within a paragraph
	markApart      = 4    // heights of a line that its mark may be to the left of it
	maxMarks       = 500  // of a page that are looked at
	sameIndent     = 0.5  // of a line's height: what varies less is one indentation
	nextColumn     = 0.25 // of the page: what is so far to the right is another list
)

// marks are what stands before an item of a list. Those of the private area are
// of the symbol fonts that office programs use.
const marks = "•‣⁃◦●○■□▪▫►▶➢➤✓✔❑❖–—-*·\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf071"

// blocks are the paragraphs and the items of lists that lines make.
func (p Page) blocks(lines []Line) []meeting.Block {
	w := blockWriter{page: p, rights: map[int]float64{}}
	for _, line := range lines {
		w.rights[line.Block] = max(w.rights[line.Block], line.Right)
		if line.isMark() && len(w.marks) < maxMarks {
			w.marks = append(w.marks, line)
		}
	}
	for i, line := range lines {
		if line.Text == "" || line.isMark() {
			continue
		}
		mark := w.markOf(line)
		switch text, marked := unmarked(line.Text); {
		case marked:
			w.item(line, text)
		case mark != nil:
			w.item(*mark, line.Text)
		case w.goesOn(line):
			w.append(line.Text)
		default:
			w.blocks = append(w.blocks, meeting.Block{Kind: meeting.Text, Text: line.Text})
			w.wrapped = false
		}
		w.last = &lines[i]
	}
	return w.blocks
}

// isMark reports whether a line is only the mark of an item: marks of another
// size than their text come apart.
func (l Line) isMark() bool {
	rest, marked := unmarked(l.Text)
	return marked && rest == ""
}

// markOf is the mark that stands apart to the left of a line, or nil.
func (w *blockWriter) markOf(line Line) *Line {
	for i, mark := range w.marks {
		middle := (mark.Top + mark.Bottom) / 2
		if line.Top < middle && middle < line.Bottom && mark.Left < line.Left && line.Left-mark.Right < markApart*line.Height() {
			return &w.marks[i]
		}
	}
	return nil
}

// unmarked is a line without the mark of an item. One that is a word's sign, as
// a minus is, is none.
func unmarked(text string) (string, bool) {
	r, size := utf8.DecodeRuneInString(text)
	rest := text[size:]
	if !strings.ContainsRune(marks, r) || rest != "" && rest[0] != ' ' && !strings.ContainsRune("•●■▪", r) {
		return text, false
	}
	return strings.TrimSpace(rest), true
}

// blockWriter puts blocks together.
type blockWriter struct {
	page    Page
	blocks  []meeting.Block
	last    *Line  // of the last block
	wrapped bool   // the last block has lines that were broken
	marks   []Line // that stand apart
	indents []float64
	rights  map[int]float64 // how far the lines of a block reach
}

// item begins an item of a list; line is where its mark is. Its level is told by
// how far it is indented among the items before it.
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

// goesOn reports whether a line goes on with the paragraph before it: they stand
// together, and its first word would not have fitted there.
func (w *blockWriter) goesOn(line Line) bool {
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
		return false // a capital may begin a paragraph, unless lines are known to be broken
	}
	return last.Right+word.Right-word.Left > w.rights[line.Block]
}

// append goes on with the last block. A hyphen at the end of its line stays, as
// it may be the word's own; nothing comes between it and the rest.
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
