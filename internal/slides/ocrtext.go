package slides

import (
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/tesseract"
)

// scanBlocks are the paragraphs of a page that was read as a whole, without those that
// were read in a photograph or a drawing by chance.
func scanBlocks(text tesseract.Text) []meeting.Block {
	var blocks []meeting.Block
	for _, p := range text.Paragraphs {
		if !slices.ContainsFunc(p, isText) {
			continue
		}
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

// isText reports whether a line that was read in an image is text.
func isText(line []meeting.OCRWord) bool {
	const certain = 80 // per cent
	return slices.ContainsFunc(line, func(w meeting.OCRWord) bool { return w.Confidence >= certain && isLong(w.Text) })
}

// isLong reports whether a word has three letters or digits, or one of a script that
// writes without spaces or with a character for a syllable.
func isLong(word string) bool {
	const shortest = 3
	return pdf.Letters(word) >= shortest ||
		strings.ContainsFunc(word, func(r rune) bool {
			return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
		})
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
	text  string             // normalised
	words map[string]bool    // normalised
	runs  map[[3]string]bool // of three words
}

func newKnownText(s meeting.Slide) knownText {
	text := strings.Join([]string{s.Title, s.Body, s.Master}, "\n")
	k := knownText{text: normalise(text), words: map[string]bool{}, runs: map[[3]string]bool{}}
	var run [3]string
	for _, w := range strings.FieldsFunc(text, isNoLetter) {
		w = normalise(w)
		run = [3]string{run[1], run[2], w}
		k.words[w], k.runs[run] = true, true
	}
	return k
}

func (k knownText) has(text string) bool {
	text = normalise(text)
	return text == "" || strings.Contains(k.text, text)
}

// without is the block of a picture without what the slide says already: three words in
// a row or more, and paragraphs of which it has each word.
func (k knownText) without(b meeting.Block) meeting.Block {
	var kept []string
	var words []meeting.OCRWord
	rest := b.OCR
	for paragraph := range strings.SplitSeq(b.Text, "\n") {
		n := wordCount(paragraph, rest)
		all := rest[:n]
		rest = rest[n:]
		switch fresh := k.fresh(all); {
		case k.hasWords(all):
		case len(fresh) == len(all):
			kept, words = append(kept, paragraph), append(words, all...)
		case len(fresh) > 0:
			kept, words = append(kept, tesseract.Line(fresh)), append(words, fresh...)
		}
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

// fresh are the words without those that the slide has three or more of in a row.
func (k knownText) fresh(words []meeting.OCRWord) []meeting.OCRWord {
	known := make([]bool, len(words))
	for i := 2; i < len(words); i++ {
		if k.runs[[3]string{bare(words[i-2].Text), bare(words[i-1].Text), bare(words[i].Text)}] {
			known[i-2], known[i-1], known[i] = true, true, true
		}
	}
	var fresh []meeting.OCRWord
	for i, w := range words {
		if !known[i] {
			fresh = append(fresh, w)
		}
	}
	return fresh
}

func (k knownText) hasWords(words []meeting.OCRWord) bool {
	return !slices.ContainsFunc(words, func(w meeting.OCRWord) bool { return bare(w.Text) != "" && !k.words[bare(w.Text)] })
}

// bare is a normalised word without what is around and between its letters.
func bare(word string) string {
	return normalise(strings.Map(func(r rune) rune {
		if isNoLetter(r) {
			return -1
		}
		return r
	}, word))
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
