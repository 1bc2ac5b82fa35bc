package slides_test

import (
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/slides"
)

// TestUnmappedTextNeedsOCR reads a page of which only one line is in a font that maps
// glyphs to characters.
func TestUnmappedTextNeedsOCR(t *testing.T) {
	t.Parallel()

	f := working(1).with("pdftotext", func(c proc.Command) (string, error) {
		line := func(top, bottom, text string) string {
			return `<block><line yMin="` + top + `" yMax="` + bottom + `"><word>` + text + `</word></line></block>`
		}
		return "", put(c.Args[len(c.Args)-1], []byte(`<page width="960" height="540">`+
			line("20", "60", "Costs")+line("100", "120", "\ue001\ue002\ue003\ue004")+line("130", "150", "\ue005\ue006\ue007")+`</page>`))
	})
	got, err := convertBy(t, f, []byte("%PDF-1.7\n"))
	if err != nil {
		t.Fatal(err)
	}
	if s, p := got.Slides[0], got.Pages[0]; s.Title+s.Body != "Costs" || p.Letters != 0 || p.Words != "" || !slides.NeedsOCR(p) {
		t.Errorf("slide %+v, page %+v, want the readable line, and OCR for the rest", s, p)
	}
}
