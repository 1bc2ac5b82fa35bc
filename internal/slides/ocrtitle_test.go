package slides_test

import (
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/slides"
)

func TestTitleOCR(t *testing.T) {
	t.Parallel()
	block := func(sure int, text string) meeting.Block {
		b := meeting.Block{Kind: meeting.Text, Text: text}
		for w := range strings.FieldsSeq(text) {
			b.OCR = append(b.OCR, meeting.OCRWord{Text: w, Confidence: sure})
		}
		return b
	}
	unsure := block(95, "Nets and botts")
	unsure.OCR[2].Confidence = 50
	text := block(95, "Nets are large")
	for _, tt := range []struct {
		name, title string
		slide       meeting.Slide
	}{
		{"a first line", "Clear water", meeting.Slide{OCR: true, Blocks: []meeting.Block{block(92, "Clear water"), text}}},
		{"alone", "Clear water", meeting.Slide{OCR: true, Blocks: []meeting.Block{block(92, "Clear water")}}},
		{"with a title", "Nets", meeting.Slide{Title: "Nets", OCR: true, Blocks: []meeting.Block{block(92, "Clear water")}}},
		{"of the file", "", meeting.Slide{Blocks: []meeting.Block{block(92, "Clear water")}}},
		{"of low confidence", "", meeting.Slide{OCR: true, Blocks: []meeting.Block{block(80, "Clear water"), text}}},
		{"with an uncertain word", "", meeting.Slide{OCR: true, Blocks: []meeting.Block{unsure, text}}},
		{"a paragraph", "", meeting.Slide{OCR: true, Blocks: []meeting.Block{block(95, strings.Repeat("Nets are large ", 10)), text}}},
		{"a title and a list", "", meeting.Slide{OCR: true, Blocks: []meeting.Block{block(95, "Outline * Nets * Boats"), text}}},
		{"a number", "", meeting.Slide{OCR: true, Blocks: []meeting.Block{block(95, "300"), text}}},
		{"without a long word", "", meeting.Slide{OCR: true, Blocks: []meeting.Block{block(95, "a 1"), text}}},
		{"nothing", "", meeting.Slide{OCR: true}},
	} {
		got := slides.TitleOCR(tt.slide)
		if got.Title != tt.title {
			t.Errorf("%s: the title is %q, want %q", tt.name, got.Title, tt.title)
		}
		if changed := got.Title != tt.slide.Title; changed != (len(got.Blocks) == len(tt.slide.Blocks)-1) || changed && got.Body != meeting.Body(tt.slide.Blocks[1:]) {
			t.Errorf("%s: %d blocks with %q", tt.name, len(got.Blocks), got.Body)
		}
	}
}
