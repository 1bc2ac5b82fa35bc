package slides

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/tesseract"
)

// recognized are words with a confidence of 90, or of another one after a colon; an
// empty line separates paragraphs.
func recognized(lines ...string) tesseract.Text {
	text := tesseract.Text{Paragraphs: make([]tesseract.Paragraph, 1)}
	for _, line := range lines {
		if line == "" {
			text.Paragraphs = append(text.Paragraphs, nil)
			continue
		}
		last := &text.Paragraphs[len(text.Paragraphs)-1]
		*last = append(*last, ocrWords(line))
	}
	return text
}

func ocrWords(text string) []meeting.OCRWord {
	var words []meeting.OCRWord
	for word := range strings.FieldsSeq(text) {
		w := meeting.OCRWord{Text: word, Confidence: 90}
		if stem, ok := strings.CutSuffix(word, ":low"); ok {
			w = meeting.OCRWord{Text: stem, Confidence: 65}
		}
		words = append(words, w)
	}
	return words
}

func TestPictureBlocks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		lines []string
		want  string
		words int
	}{
		{"paragraphs are lines", []string{"August 4 mg", "per litre", "", "Source: survey"}, "August 4 mg per litre\nSource: survey", 7},
		{"short words of a photograph", []string{"e", "PCL:low 2", "|", "", "Se"}, "", 0},
		{"a line without a certain word", []string{"Wasser:low Stand:low"}, "", 0},
		{"bars at the ends of a line", []string{"| Repositories |", "— —"}, "Repositories", 1},
		{"a hyphenated word", []string{"the trans-", "port of ice"}, "the transport of ice", 5},
	} {
		blocks := pictureBlocks(recognized(tt.lines...))
		if tt.want == "" {
			if len(blocks) > 0 {
				t.Errorf("%s: read %+v, want nothing", tt.name, blocks)
			}
			continue
		}
		if len(blocks) != 1 || blocks[0].Kind != meeting.Picture || blocks[0].Text != tt.want || len(blocks[0].OCR) != tt.words {
			t.Errorf("%s: read %+v, want %q of %d words", tt.name, blocks, tt.want, tt.words)
		}
	}
}

func TestAddOCROfPictures(t *testing.T) {
	t.Parallel()
	picture := func(text string) meeting.Block {
		return meeting.Block{Kind: meeting.Picture, Text: text, OCR: ocrWords(text)}
	}
	text := meeting.Block{Kind: meeting.Text, Text: "Oxygen in the lake"}
	named := func(b meeting.Block, alt string) meeting.Block {
		b.Alt = alt
		return b
	}
	for _, tt := range []struct {
		name string
		had  []meeting.Block
		read string
		want []meeting.Block
	}{
		{"the only picture gets its text", []meeting.Block{named(meeting.Block{Kind: meeting.Picture}, "a chart"), text}, "August 4 mg", []meeting.Block{named(picture("August 4 mg"), "a chart"), text}},
		{"one of two pictures", []meeting.Block{{Kind: meeting.Picture, Alt: "a"}, {Kind: meeting.Picture, Alt: "b"}}, "August", []meeting.Block{{Kind: meeting.Picture, Alt: "a"}, {Kind: meeting.Picture, Alt: "b"}, picture("August")}},
		{"a picture without alternative text", []meeting.Block{text}, "August 4 mg", []meeting.Block{text, picture("August 4 mg")}},
		{"a paragraph with words of the slide is dropped", []meeting.Block{text}, "The lake\nAugust 4 mg\nOxygen", []meeting.Block{text, picture("August 4 mg")}},
		{"three words of the slide in a row are dropped", []meeting.Block{text}, "Oxygen in the lake of Zirkonium", []meeting.Block{text, picture("of Zirkonium")}},
		{"a single word of the slide stays", []meeting.Block{text}, "less oxygen", []meeting.Block{text, picture("less oxygen")}},
		{"a picture that repeats the slide", []meeting.Block{text}, "The lake\nin Oxygen", []meeting.Block{text}},
		{"nothing was read", []meeting.Block{text}, "", []meeting.Block{text}},
	} {
		s := meeting.Slide{Title: "Results", Blocks: tt.had, Body: meeting.Body(tt.had)}
		addOCR(&s, meeting.Slide{Blocks: []meeting.Block{picture(tt.read)}})
		if diff := cmp.Diff(tt.want, s.Blocks); diff != "" || s.Body != meeting.Body(tt.want) || s.OCR {
			t.Errorf("%s: OCR %t, body %q; blocks (-want +got):\n%s", tt.name, s.OCR, s.Body, diff)
		}
	}
}
