package slides_test

import (
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/slides/slidestest"
)

// TestRemarksAreNoSlideText reads and publishes no text that annotations draw as comments;
// those of form fields and watermarks are part of the page.
func TestRemarksAreNoSlideText(t *testing.T) {
	t.Parallel()
	needTools(t)
	content := pdfLine(40, 340, 32, "Oxygen rises")
	annotations, objects := "", []string{}
	for i, kind := range []string{"FreeText", "Stamp", "Text", "Highlight", "Square", "Caret", "Ink", "Redact", "Popup", "Projection", "Widget/FT/Tx", "Watermark"} {
		word := "Remark"
		if i >= 10 {
			word = "Shown"
		}
		drawn := "BT /F 14 Tf 2 8 Td (" + word + ") Tj ET"
		annotations += fmt.Sprintf("<</Type/Annot/Subtype/%s/F 4/Rect[60 %d 260 %d]/T(Reviewer)/Contents(Secret)/AP<</N %d 0 R>>>>", kind, 300-20*i, 318-20*i, 6+i)
		objects = append(objects, fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 200 18]/Resources<</Font<</F 5 0 R>>>>/Length %d>>stream\n%s\nendstream", len(drawn), drawn))
	}
	data := slidestest.PDF(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[" + annotations + "]>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}, objects...)...)
	for what, text := range publishedTexts(t, data) {
		for word, want := range map[string]bool{"Oxygen": true, "Shown": true, "Remark": false, "Reviewer": false, "Secret": false} {
			if strings.Contains(text, word) != want {
				t.Errorf("%q in the %s: %v, want %v: %.3000s", word, what, !want, want, text)
			}
		}
		if what != "PDF file" && strings.Count(text, "Shown") != 2 {
			t.Errorf("the %s has %d of 2 texts of annotations", what, strings.Count(text, "Shown"))
		}
	}
}
