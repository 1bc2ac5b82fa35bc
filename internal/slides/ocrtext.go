package slides

import (
	"strings"
	"unicode"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/tesseract"
)

// scanBlocks are the paragraphs of a page that was read as a whole.
func scanBlocks(text tesseract.Text) []meeting.Block {
	var blocks []meeting.Block
	for _, p := range text.Paragraphs {
		blocks = append(blocks, meeting.Block{Kind: meeting.Text, Text: p.Text(), OCR: p.Words()})
	}
	return blocks
}

// pictureBlocks are the text of the pictures on a page: one block, with a line for
// each paragraph. Photographs and drawings yield a few short words by chance, so a
// line counts only with a word of three letters and a high confidence.
func pictureBlocks(text tesseract.Text) []meeting.Block {
	b := meeting.Block{Kind: meeting.Picture}
	var paragraphs []string
	for _, p := range text.Paragraphs {
		var kept tesseract.Paragraph
		for _, line := range p {
			if line = trimMarks(line); isText(line) {
				kept = append(kept, line)
			}
		}
		if len(kept) > 0 {
			paragraphs, b.OCR = append(paragraphs, kept.Text()), append(b.OCR, kept.Words()...)
		}
	}
	if len(paragraphs) == 0 {
		return nil
	}
	b.Text = strings.Join(paragraphs, "\n")
	return []meeting.Block{b}
}

// isText reports whether a line that was read in a picture is text.
func isText(line []meeting.OCRWord) bool {
	const (
		shortest = 3  // letters and digits
		certain  = 80 // per cent
	)
	for _, w := range line {
		if w.Confidence >= certain && pdf.Letters(w.Text) >= shortest {
			return true
		}
	}
	return false
}

// trimMarks removes what is not a word from both ends of a line: edges of boxes are
// read as bars and dashes.
func trimMarks(line []meeting.OCRWord) []meeting.OCRWord {
	for len(line) > 0 && pdf.Letters(line[0].Text) == 0 {
		line = line[1:]
	}
	for len(line) > 0 && pdf.Letters(line[len(line)-1].Text) == 0 {
		line = line[:len(line)-1]
	}
	return line
}

// addOCR adds the OCR text of a page to its slide, without what the slide says
// already: its title is in the image, too.
func addOCR(s *meeting.Slide, page meeting.Slide) {
	known := newKnownText(*s)
	had := len(s.Blocks)
	blocks := append([]meeting.Block(nil), s.Blocks...)
	if had == 0 && s.Body != "" {
		blocks = append(blocks, meeting.Block{Kind: meeting.Text, Text: s.Body})
	}
	added := false
	for _, b := range page.Blocks {
		if b.Kind == meeting.Picture {
			b = known.without(b)
		}
		if b.Text == "" || known.has(b.Text) {
			continue
		}
		added = true
		if at := onlyPicture(blocks); b.Kind == meeting.Picture && at >= 0 {
			blocks[at].Text, blocks[at].OCR = b.Text, b.OCR
			continue
		}
		blocks = append(blocks, b)
	}
	if added {
		s.Blocks, s.Body, s.OCR = blocks, meeting.Body(blocks), s.OCR || page.OCR
	}
}

// onlyPicture is the index of the one picture among blocks, or -1 if there are none or
// several: it is not known which of them has the text.
func onlyPicture(blocks []meeting.Block) int {
	at := -1
	for i, b := range blocks {
		if b.Kind != meeting.Picture {
			continue
		}
		if at >= 0 || b.Text != "" {
			return -1
		}
		at = i
	}
	return at
}

// knownText is the text of a slide without OCR.
type knownText struct {
	text  string          // normalised
	words map[string]bool // normalised
}

func newKnownText(s meeting.Slide) knownText {
	text := strings.Join([]string{s.Title, s.Body, s.Master}, "\n")
	k := knownText{text: normalise(text), words: map[string]bool{}}
	for _, w := range strings.FieldsFunc(text, isNoLetter) {
		k.words[normalise(w)] = true
	}
	return k
}

func (k knownText) has(text string) bool {
	text = normalise(text)
	return text == "" || strings.Contains(k.text, text)
}

// without is the block of a picture without the paragraphs whose words are all on the
// slide already.
func (k knownText) without(b meeting.Block) meeting.Block {
	var kept []string
	var words []meeting.OCRWord
	rest := b.OCR
	for paragraph := range strings.SplitSeq(b.Text, "\n") {
		n := min(wordCount(paragraph, rest), len(rest))
		if !k.hasWords(paragraph) {
			kept, words = append(kept, paragraph), append(words, rest[:n]...)
		}
		rest = rest[n:]
	}
	b.Text, b.OCR = strings.Join(kept, "\n"), words
	return b
}

// wordCount is the number of the first words that make up a paragraph. A word that was
// hyphenated is two.
func wordCount(paragraph string, words []meeting.OCRWord) int {
	letters := pdf.Letters(paragraph)
	for i, w := range words {
		if letters <= 0 {
			return i
		}
		letters -= pdf.Letters(w.Text)
	}
	return len(words)
}

func (k knownText) hasWords(text string) bool {
	for _, w := range strings.FieldsFunc(text, isNoLetter) {
		if !k.words[normalise(w)] {
			return false
		}
	}
	return true
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
