package pptx_test

import (
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/slides/slidestest"
)

// sized is a text box with lines of text in a size of points, at a height in tenths
// of an inch.
func sized(y, points int, attrs string, lines ...string) string {
	var text strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&text, `<a:p><a:r><a:rPr sz="%d" %s/><a:t>%s</a:t></a:r></a:p>`, points*100, attrs, line)
	}
	return `<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/><p:nvPr/></p:nvSpPr><p:spPr>` + xfrm("", 5, y, 100, 8) + `</p:spPr><p:txBody>` + text.String() + `</p:txBody></p:sp>`
}

// The slides of these tests are 75 tenths of an inch high.
func TestTitlesAreGuessed(t *testing.T) {
	t.Parallel()

	body := sized(30, 18, "", "First", "Second")
	table := strings.Replace(slidestest.Table([]string{"cell"}), `y="2000000"`, `y="4000000"`, 1)
	tests := []struct{ name, shapes, title, rest string }{
		{"the largest text near the top", body + sized(5, 32, "", "Harvest"), "Harvest", "First|Second"},
		{"bold text above text of its size", sized(5, 18, `b="1"`, "Harvest") + body, "Harvest", "First|Second"},
		{"a line above a table", sized(5, 24, "", "Harvest") + table, "Harvest", ""},
		{"a large line alone", sized(30, 44, "", "Questions?"), "", "Questions?"},
		{"a large line alone near the top", sized(20, 44, "", "Questions?"), "Questions?", ""},
		{"a cover with its title in the middle", sized(33, 44, "", "Harvest") + sized(45, 20, "", "A report"), "Harvest", "A report"},
		{"a small label above the title", sized(2, 12, "", "CHAPTER TWO") + sized(10, 32, "", "Harvest") + body, "Harvest", "CHAPTER TWO|First|Second"},
		{"two lines", `<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/></p:nvSpPr><p:spPr>` + xfrm("", 5, 5, 50, 10) + `</p:spPr><p:txBody><a:p><a:r><a:rPr sz="3200"/><a:t>Harvest</a:t></a:r><a:br/><a:r><a:rPr sz="3200"/><a:t>report</a:t></a:r></a:p></p:txBody></p:sp>` + body, "Harvest report", "First|Second"},
		{"a size from the list style of the shape", strings.Replace(placed("Harvest", 5, 5, 50, 10), "<a:bodyPr/>", `<a:bodyPr/><a:lstStyle><a:lvl1pPr><a:defRPr sz="3200"/></a:lvl1pPr></a:lstStyle>`, 1) + body, "Harvest", "First|Second"},
		{"text of one size has no title", sized(5, 18, "", "Harvest") + body, "", "Harvest|First|Second"},
		{"a large number is none", sized(5, 60, "", "42 %") + body, "", "42 %|First|Second"},
		{"a page number is none", sized(5, 30, "", "Page 3 of 7") + body, "", "Page 3 of 7|First|Second"},
		{"a date is none", sized(5, 30, "", "12 March 2024") + body, "", "12 March 2024|First|Second"},
		{"a year in a title is no date", sized(5, 30, "", "Q4 results 2025") + body, "Q4 results 2025", "First|Second"},
		{"an address is none", sized(5, 30, "", "www.example.org") + body, "", "www.example.org|First|Second"},
		{"a figure below a heading is none", sized(5, 28, "", "Growth") + sized(20, 60, "", "3x faster") + body, "", "Growth|3x faster|First|Second"},
		{"large text at the bottom is none", body + sized(60, 40, "", "Thanks"), "", "First|Second|Thanks"},
		{"two paragraphs are none", sized(5, 32, "", "Harvest", "report") + body, "", "Harvest|report|First|Second"},
		{"a paragraph is none", sized(5, 32, "", strings.Repeat("word ", 30)) + body, "", strings.TrimSpace(strings.Repeat("word ", 30)) + "|First|Second"},
		{"a subtitle placeholder is none", strings.Replace(sized(5, 32, "", "Harvest"), `<p:nvPr/>`, `<p:nvPr><p:ph type="subTitle"/></p:nvPr>`, 1) + body, "", "Harvest|First|Second"},
		{"the title placeholder counts", shapeAt(`<p:ph type="title"/>`, "", "Real") + sized(5, 32, "", "Harvest") + body, "Real", "Harvest|First|Second"},
		{"an empty title placeholder does not", shapeAt(`<p:ph type="title"/>`, "", "") + sized(5, 32, "", "Harvest") + body, "Harvest", "First|Second"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.shapes}}))
			if err != nil {
				t.Fatal(err)
			}
			if s := got.Slides[0]; s.Title != tt.title || blockTexts(s.Blocks) != tt.rest || tt.title != "" && strings.Contains(s.Body, tt.title) {
				t.Errorf("title, blocks = %q, %q, want %q, %q", s.Title, blockTexts(s.Blocks), tt.title, tt.rest)
			}
		})
	}
}
