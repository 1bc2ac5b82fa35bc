package pptx_test

import (
	"testing"

	"proceedings/internal/slides/slidestest"
)

func TestFootersByPlaceholderName(t *testing.T) {
	t.Parallel()

	shape := func(name, text string) string {
		return `<p:sp><p:nvSpPr><p:cNvPr id="5" name="` + name + `"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></p:txBody></p:sp>`
	}
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{{
		Shapes: shape("Footer Placeholder 3", "City of Ghent") + shape("Date Placeholder 2", "1 May 2026") + shape("Footer", "By the river"),
	}})
	got, err := read(t, deck)
	if err != nil {
		t.Fatal(err)
	}
	if s := got.Slides[0]; s.Master != "City of Ghent\n1 May 2026" || s.Body != "By the river" {
		t.Errorf("master %q, body %q, want the footer and the date, and the other shape", s.Master, s.Body)
	}
}
