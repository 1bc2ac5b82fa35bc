package pptx_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

const drawn = `xmlns:p="p" xmlns:a="a" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// field is a paragraph with a field that a program updates.
const field7 = `<a:p><a:fld type="slidenum"><a:t>Slide 7</a:t></a:fld></a:p>`

func TestMasterIsSeparateFromBody(t *testing.T) {
	t.Parallel()

	behind := func(kind, attrs, text string) string {
		return `<p:` + kind + ` ` + drawn + ` ` + attrs + `><p:cSld><p:spTree>` + slidestest.Shape("title", "Click to edit Master title style") +
			slidestest.Shape("ftr", "A footer that slides may have") + slidestest.Shape("", text) + `</p:spTree></p:cSld></p:` + kind + `>`
	}
	footer := `<p:sp><p:nvSpPr><p:nvPr><p:ph type="sldNum"/></p:nvPr></p:nvSpPr><p:txBody>` + field7 + `</p:txBody></p:sp>`
	tests := []struct{ name, slide, layout, shapes, want string }{
		{"master and layout come before the footers of the slide", "", "", slidestest.Shape("ftr", "City of Ghent") + footer, "on the master\non the layout\nCity of Ghent"},
		{"a slide may hide master and layout", `showMasterSp="0"`, "", slidestest.Shape("ftr", "City of Ghent"), "City of Ghent"},
		{"a layout may hide the master", "", `showMasterSp="false"`, "", "on the layout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t,
				[]slidestest.PPTXSlide{
					{Attrs: tt.slide, Shapes: tt.shapes, Refs: map[string]string{"rIdL": "slideLayout ../own.xml"}},
					{Attrs: tt.slide, Shapes: tt.shapes, Refs: map[string]string{"rIdL": "slideLayout ../own.xml"}},
				},
				slidestest.Part{Name: "ppt/own.xml", Content: behind("sldLayout", tt.layout, "on the layout")},
				slidestest.Part{Name: "ppt/_rels/own.xml.rels", Content: `<R><Relationship Id="r1" Type="x/slideMaster" Target="ownMaster.xml"/></R>`},
				slidestest.Part{Name: "ppt/ownMaster.xml", Content: behind("sldMaster", "", "on the master")}))
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range got.Slides {
				if s.Master != tt.want || s.Body != "" {
					t.Errorf("master = %q, body = %q, want %q and nothing", s.Master, s.Body, tt.want)
				}
			}
		})
	}
}

func TestNotesIncludeHeaderAndFooter(t *testing.T) {
	t.Parallel()
	got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{
		Notes: slidestest.Shape("hdr", "A header") + slidestest.Shape("sldImg") + slidestest.Shape("body", "Say hello.") + slidestest.Shape("sldNum", "1") +
			`<p:sp><p:nvSpPr><p:nvPr><p:ph type="dt"/></p:nvPr></p:nvSpPr><p:txBody>` + field7 + `</p:txBody></p:sp>` + slidestest.Shape("", "A box"),
	}}))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Say hello.\nA box\nA header"; got.Slides[0].Notes != want {
		t.Errorf("notes = %q, want %q", got.Slides[0].Notes, want)
	}
}

func TestComments(t *testing.T) {
	t.Parallel()
	body := func(text string) string {
		return `<p:txBody><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></p:txBody>`
	}
	got, err := read(t, slidestest.PPTX(t,
		[]slidestest.PPTXSlide{{Refs: map[string]string{
			"rId7": "comments ../comments/comment1.xml",
			"rId8": "http://schemas.microsoft.com/office/2018/10/relationships/comments ../comments/modernComment_1.xml",
		}}},
		slidestest.Part{Name: "ppt/commentAuthors.xml", Content: `<p:cmAuthorLst ` + drawn + `><p:cmAuthor id="0" name="Old,  Author"/></p:cmAuthorLst>`},
		slidestest.Part{Name: "ppt/comments/comment1.xml", Content: `<p:cmLst ` + drawn + `><p:cm authorId="0" dt="2015-09-30T13:57:43.705"><p:text>one_x000D_two</p:text></p:cm>` +
			`<p:cm authorId="0"><p:text> </p:text></p:cm><p:cm authorId="5"><p:text>whose?</p:text></p:cm></p:cmLst>`},
		slidestest.Part{Name: "ppt/authors.xml", Content: `<p:authorLst ` + drawn + `><p:author id="{A}" name="New Author"/></p:authorLst>`},
		slidestest.Part{Name: "ppt/comments/modernComment_1.xml", Content: `<p:cmLst ` + drawn + `><p:cm id="{1}" authorId="{A}" created="2023-01-01T00:00:00.000">` +
			`<p:replyLst><p:reply authorId="{A}" created="2023-01-02T00:00:00.000">` + body("because") + `</p:reply></p:replyLst>` + body("why?") + `</p:cm></p:cmLst>`}))
	if err != nil {
		t.Fatal(err)
	}
	want := []meeting.Comment{
		{Author: "Old, Author", Date: "2015-09-30T13:57:43.705", Text: "one\ntwo"},
		{Text: "whose?"},
		{Author: "New Author", Date: "2023-01-01T00:00:00.000", Text: "why?"},
		{Author: "New Author", Date: "2023-01-02T00:00:00.000", Text: "because"},
	}
	if diff := cmp.Diff(want, got.Slides[0].Comments); diff != "" {
		t.Errorf("comments differ (-want +got):\n%s", diff)
	}
}

func TestHiddenTitleCounts(t *testing.T) {
	t.Parallel()
	got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{
		Shapes: `<p:sp><p:nvSpPr><p:cNvPr id="1" name="" hidden="1"/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>For those who listen</a:t></a:r></a:p></p:txBody></p:sp>`,
	}}))
	if err != nil || got.Slides[0].Title != "For those who listen" {
		t.Errorf("title = %q, %v", got.Slides[0].Title, err)
	}
}
