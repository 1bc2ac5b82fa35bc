package pptx_test

import (
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

const inch = 914400

// xfrm is a position in tenths of an inch.
func xfrm(attrs string, x, y, width, height int) string {
	const tenth = inch / 10
	return fmt.Sprintf(`<a:xfrm %s><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm>`, attrs, x*tenth, y*tenth, width*tenth, height*tenth)
}

// placed is a text box with a line of text at a position in tenths of an inch.
func placed(text string, x, y, width, height int) string {
	return shapeAt(``, xfrm("", x, y, width, height), text)
}

func shapeAt(ph, position, text string) string {
	return `<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/><p:cNvSpPr/><p:nvPr>` + ph + `</p:nvPr></p:nvSpPr><p:spPr>` + position +
		`<a:prstGeom prst="rect"/></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></p:txBody></p:sp>`
}

// groupAt is a group whose children have coordinates of their own.
func groupAt(attrs string, x, y, width, height, childX, childY, childWidth, childHeight int, inner string) string {
	position := xfrm(attrs, x, y, width, height)
	child := strings.NewReplacer("a:off", "a:chOff", "a:ext", "a:chExt").Replace(xfrm("", childX, childY, childWidth, childHeight))
	child = strings.TrimSuffix(child[strings.Index(child, "<a:chOff"):], "</a:xfrm>")
	return `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="1" name="" descr="A group"/></p:nvGrpSpPr><p:grpSpPr>` + strings.TrimSuffix(position, "</a:xfrm>") + child + `</a:xfrm></p:grpSpPr>` + inner + `</p:grpSp>`
}

// The slides of these tests are 133 by 75 tenths of an inch.
func TestShapesBesideTheSlideAreNotPublished(t *testing.T) {
	t.Parallel()

	pictureAt := func(x, y int) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="3" name="" descr="A cat"><a:hlinkClick r:id="rIdWeb"/></p:cNvPr></p:nvPicPr><p:spPr>` + xfrm("", x, y, 10, 10) + `</p:spPr></p:pic>`
	}
	table := strings.Replace(slidestest.Table([]string{"cell"}), `<a:off x="609600"`, `<a:off x="-19000000"`, 1)
	tests := []struct{ name, shapes, want string }{
		{"on the slide", placed("in", 10, 10, 20, 10), "in"},
		{"to the left, right, above and below", placed("a", -30, 10, 20, 10) + placed("b", 140, 10, 20, 10) + placed("c", 10, -30, 20, 10) + placed("d", 10, 80, 20, 10), ""},
		{"across the edge is on the slide", placed("in", -10, 10, 20, 10), "in"},
		{"a picture, with its alternative text and link", pictureAt(-30, 10), ""},
		{"a table", table, ""},
		{"turned onto the slide", shapeAt("", xfrm(`rot="5400000"`, 10, -15, 60, 10), "in"), "in"},
		{"turned away from the slide", shapeAt("", xfrm(`rot="5400000"`, -25, 20, 40, 10), "out"), ""},
		{"a shape of a group whose coordinates are moved", groupAt("", 10, 10, 40, 40, 500, 500, 40, 40, placed("in", 510, 510, 20, 10)), "A group|in"},
		{"a group beside the slide", groupAt("", -60, 10, 40, 40, 0, 0, 40, 40, placed("out", 10, 10, 20, 10)), ""},
		{"a shape beside the slide in a group", groupAt("", 10, 10, 100, 40, 0, 0, 100, 40, placed("out", -80, 10, 20, 10)+placed("in", 10, 10, 20, 10)), "A group|in"},
		{"groups in groups", groupAt("", 10, 10, 40, 40, 0, 0, 400, 400, groupAt("", 100, 100, 200, 200, 0, 0, 20, 20, placed("in", 0, 0, 10, 10)+placed("out", 200, 0, 10, 10))), "A group|A group|in"},
		{"a mirrored group", groupAt(`flipH="1"`, 100, 10, 30, 30, 0, 0, 30, 30, placed("in, too", 10, 0, 10, 10)+placed("in", 50, 0, 20, 10)), "A group|in|in, too"},
		{"a group without a size", groupAt("", 10, 10, 0, 0, 0, 0, 0, 0, placed("in", 10, 10, 20, 10)), "A group|in"},
		{"a shape without a position", `<p:sp><p:txBody><a:p><a:r><a:t>in</a:t></a:r></a:p></p:txBody></p:sp>`, "in"},
		{"a position that is no number", shapeAt("", `<a:xfrm><a:off x="NaN" y="1e99"/><a:ext cx="-1" cy=""/></a:xfrm>`, "in"), "in"},
		{"a placeholder at the position of its layout is on the slide", shapeAt(`<p:ph type="body" idx="7"/>`, "", "in"), "in"},
		{"a placeholder with a position of its own", shapeAt(`<p:ph type="body" idx="7"/>`, xfrm("", 10, 10, 20, 10), "in"), "in"},
		{"a placeholder that only the master has", shapeAt(`<p:ph type="chart" idx="99"/>`, "", "in"), "in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t,
				[]slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{"rIdL": "slideLayout ../own.xml", "rIdWeb": "hyperlink https://example.org/"}}},
				slidestest.Part{Name: "ppt/own.xml", Content: `<p:sldLayout ` + drawn + `><p:cSld><p:spTree>` +
					shapeAt(`<p:ph type="body" idx="7"/>`, xfrm("", -60, 10, 20, 10), "prompt") + shapeAt(`<p:ph type="body" idx="8"/>`, xfrm("", 60, 10, 20, 10), "prompt") +
					`</p:spTree></p:cSld></p:sldLayout>`}))
			if err != nil {
				t.Fatal(err)
			}
			s := got.Slides[0]
			if text := blockTexts(s.Blocks); text != tt.want {
				t.Errorf("blocks = %q, want %q", text, tt.want)
			}
			if len(s.Links) > 0 || s.Body != meeting.Body(s.Blocks) {
				t.Errorf("links = %v, body = %q", s.Links, s.Body)
			}
		})
	}
}

func blockTexts(blocks []meeting.Block) string {
	var texts []string
	for _, b := range blocks {
		texts = append(texts, b.Text+b.Alt)
	}
	return strings.Join(texts, "|")
}

// TestTitleBesideTheSlideIsNotPublished: PowerPoint's command "Add hidden slide title"
// puts the title above the slide, where authors also keep private remarks.
func TestTitleBesideTheSlideIsNotPublished(t *testing.T) {
	t.Parallel()
	beside := shapeAt(`<p:ph type="title"/>`, xfrm("", 10, -20, 100, 10), "Hidden title")
	got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: beside}, {Shapes: beside + slidestest.Shape("title", "Shown")}}))
	if err != nil || got.Slides[0].Title != "" || got.Slides[0].Body != "" || got.Slides[1].Title != "Shown" {
		t.Errorf("slides %+v, %v", got.Slides, err)
	}
}

func TestShapesAreReadInVisualOrder(t *testing.T) {
	t.Parallel()

	tests := []struct{ name, shapes, want string }{
		{"a row", placed("3", 80, 20, 20, 10) + placed("1", 10, 20, 20, 10) + placed("2", 50, 20, 20, 10), "1|2|3"},
		{"a column", placed("2", 10, 40, 20, 10) + placed("1", 10, 20, 20, 10), "1|2"},
		{"a group is read as one", placed("3", 90, 20, 20, 10) + groupAt("", 10, 20, 50, 30, 0, 0, 50, 30, placed("2", 0, 20, 20, 10)+placed("1", 0, 0, 20, 10)), "A group|1|2|3"},
		{"the drawing order counts where positions do not decide", placed("1", 10, 10, 50, 50) + placed("2", 12, 12, 50, 50), "1|2"},
		{"shapes on a canvas of their own keep their order", `<p:graphicFrame><p:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></p:xfrm><a:graphic><a:graphicData><lc:lockedCanvas xmlns:lc="lc">` +
			placed("1", 80, 20, 20, 10) + placed("2", 10, 20, 20, 10) + `</lc:lockedCanvas></a:graphicData></a:graphic></p:graphicFrame>`, "1|2"},
		{"placeholders are where their layout has them", shapeAt(`<p:ph type="body" idx="8"/>`, "", "2") + shapeAt(`<p:ph type="body" idx="7"/>`, "", "1"), "1|2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t,
				[]slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{"rIdL": "slideLayout ../own.xml"}}},
				slidestest.Part{Name: "ppt/own.xml", Content: `<p:sldLayout ` + drawn + `><p:cSld><p:spTree>` +
					shapeAt(`<p:ph type="body" idx="7"/>`, xfrm("", 10, 10, 20, 10), "prompt") + shapeAt(`<p:ph type="body" idx="8"/>`, xfrm("", 60, 10, 20, 10), "prompt") +
					`</p:spTree></p:cSld></p:sldLayout>`}))
			if err != nil {
				t.Fatal(err)
			}
			if text := blockTexts(got.Slides[0].Blocks); text != tt.want {
				t.Errorf("blocks = %q, want %q", text, tt.want)
			}
		})
	}
}
