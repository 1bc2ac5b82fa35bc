package odp_test

import (
	"fmt"
	"testing"

	"proceedings/internal/slides/slidestest"
)

// TestTitlesAreGuessed guesses titles from sizes that styles of shapes, paragraphs and
// spans give. The slides are 21 cm high.
func TestTitlesAreGuessed(t *testing.T) {
	t.Parallel()
	style := func(family, name, parent, properties string) string {
		return fmt.Sprintf(`<style:style style:family="%s" style:name="%s" style:parent-style-name="%s"><style:text-properties %s/></style:style>`, family, name, parent, properties)
	}
	styles := style("graphic", "big", "", `fo:font-size="32pt"`) + style("graphic", "bigger", "big", "") + style("paragraph", "P", "", `fo:font-size="32pt"`) +
		style("text", "T", "", `fo:font-size="200%"`) + style("text", "B", "", `fo:font-weight="bold"`) + style("text", "N", "", `fo:font-weight="400"`)
	box := func(y int, attrs, text string) string {
		return fmt.Sprintf(`<draw:frame %s svg:x="2cm" svg:y="%dcm" svg:width="20cm" svg:height="2cm"><draw:text-box>%s</draw:text-box></draw:frame>`, attrs, y, text)
	}
	p := func(text string) string { return `<text:p>` + text + `</text:p>` }
	span := func(style, text string) string {
		return `<text:p><text:span text:style-name="` + style + `">` + text + `</text:span></text:p>`
	}
	body := box(8, "", p("First")+p("Second"))
	for _, tt := range []struct{ name, shapes, title, body string }{
		{"a size of the shape", body + box(1, `draw:style-name="big"`, p("Harvest")), "Harvest", "First\nSecond"},
		{"a size of the style's parent", box(1, `draw:style-name="bigger"`, p("Harvest")) + body, "Harvest", "First\nSecond"},
		{"a size of the shape's paragraphs", box(1, `draw:text-style-name="P"`, p("Harvest")) + body, "Harvest", "First\nSecond"},
		{"a size of the paragraph", box(1, "", `<text:p text:style-name="P">Harvest</text:p>`) + body, "Harvest", "First\nSecond"},
		{"a size of the span", box(1, "", span("T", "Harvest")) + body, "Harvest", "First\nSecond"},
		{"bold text", box(1, "", span("B", "Harvest")) + body, "Harvest", "First\nSecond"},
		{"text of usual weight", box(1, "", span("N", "Harvest")) + body, "", "Harvest\nFirst\nSecond"},
		{"text of one size", box(1, "", p("Harvest")) + body, "", "Harvest\nFirst\nSecond"},
		{"large text at the bottom", body + box(18, `draw:style-name="big"`, p("Thanks")), "", "First\nSecond\nThanks"},
		{"a subtitle", box(1, `presentation:class="subtitle" draw:style-name="big"`, p("Harvest")) + body, "", "Harvest\nFirst\nSecond"},
		{"a title", box(1, `presentation:class="title"`, p("Real")) + box(4, `draw:style-name="big"`, p("Harvest")) + body, "Real", "Harvest\nFirst\nSecond"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Styles: styles, Shapes: tt.shapes}}))
			if err != nil {
				t.Fatal(err)
			}
			if s := got.Slides[0]; s.Title != tt.title || s.Body != tt.body {
				t.Errorf("title, body = %q, %q, want %q, %q", s.Title, s.Body, tt.title, tt.body)
			}
		})
	}
}
