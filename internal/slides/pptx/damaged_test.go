package pptx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pptx"
	"proceedings/internal/slides/slidestest"
)

// fiveSlides are slides with a title, a link and notes each.
func fiveSlides() []slidestest.PPTXSlide {
	slides := make([]slidestest.PPTXSlide, 5)
	for i := range slides {
		slides[i] = slidestest.PPTXSlide{
			Shapes: slidestest.Shape("title", fmt.Sprintf("Title %d", i+1)) + slidestest.Shape("", "Text"),
			Notes:  slidestest.Shape("body", "Note"),
			Refs:   map[string]string{"rIdX": "chart ../charts/c.xml"},
		}
	}
	return slides
}

// replaced is a deck with the content of parts replaced; an empty content removes one.
func replaced(t *testing.T, deck []byte, parts map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(deck), int64(len(deck)))
	if err != nil {
		t.Fatal(err)
	}
	var kept []slidestest.Part
	for _, f := range z.File {
		data, err := fs.ReadFile(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		content, changed := parts[f.Name]
		if !changed {
			content = string(data)
		}
		if content != "" {
			kept = append(kept, slidestest.Part{Name: f.Name, Content: content})
		}
	}
	return slidestest.Zip(t, kept...)
}

func TestDamagedSlideCostsOnlyItself(t *testing.T) {
	t.Parallel()

	const part = "ppt/slides/slide97.xml" // of slide 3
	deep := `<p:sld ` + drawn + `>` + strings.Repeat("<p:grpSp>", 300) + strings.Repeat("</p:grpSp>", 300) + `</p:sld>`
	tests := []struct{ name, content, reason string }{
		{"missing", "", part + " is missing"},
		{"truncated", `<p:sld ` + drawn + `><p:cSld>`, part + " is not valid XML"},
		{"not XML", "\x00\x01\x02", part + " is not valid XML"},
		{"nested too deep", deep, part + ": its elements nest too deep"},
		{"notes in its place", `<p:notes ` + drawn + `/>`, part + " is not a slide"},
		{"a web page in its place", `<html><body>404</body></html>`, part + " is not a slide"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deck := replaced(t, slidestest.PPTX(t, fiveSlides()), map[string]string{part: tt.content})
			got, err := read(t, deck)
			if err != nil || len(got.Slides) != 5 {
				t.Fatalf("Read = %d slides, %v", len(got.Slides), err)
			}
			for i, s := range got.Slides {
				if s.Number != i+1 {
					t.Errorf("slide %d has number %d", i+1, s.Number)
				}
				if i == 2 {
					if s.Title+s.Body+s.Notes != "" || !strings.HasPrefix(s.Damaged, tt.reason) {
						t.Errorf("the damaged slide = %+v, want no content and %q", s, tt.reason)
					}
				} else if s.Damaged != "" || s.Title != fmt.Sprintf("Title %d", i+1) || s.Notes != "Note" {
					t.Errorf("slide %d = %+v", i+1, s)
				}
			}
		})
	}
}

func TestSlideWithoutRelationKeepsItsNumber(t *testing.T) {
	t.Parallel()
	deck := slidestest.PPTX(t, fiveSlides())
	ids := `<p:sldId id="9" r:id="gone"/>`
	main := `<p:presentation ` + drawn + `><p:sldIdLst><p:sldId id="1" r:id="rId1"/>` + ids + `<p:sldId id="3" r:id="rId3"/>` + ids + `</p:sldIdLst></p:presentation>`
	got, err := read(t, replaced(t, deck, map[string]string{"ppt/presentation.xml": main}))
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, s := range got.Slides {
		titles = append(titles, s.Title+s.Damaged)
	}
	if want := "Title 1, slide 2 is missing, Title 3, slide 4 is missing"; strings.Join(titles, ", ") != want {
		t.Errorf("slides = %q, want %q", titles, want)
	}
}

// TestDamagedPartsOfASlideCostOnlyThemselves damages all that a slide refers to.
func TestDamagedPartsOfASlideCostOnlyThemselves(t *testing.T) {
	t.Parallel()

	for _, bad := range []struct{ name, content string }{
		{"truncated", "<a"}, {"a slide in its place", `<p:sld ` + drawn + `><p:cSld><p:spTree>` + slidestest.Shape("", "wrong") + `</p:spTree></p:cSld></p:sld>`},
	} {
		for _, part := range []string{
			"ppt/notesSlides/notesSlide3.xml", "ppt/slideLayouts/slideLayout1.xml", "ppt/slideMasters/slideMaster1.xml",
			"ppt/slideLayouts/_rels/slideLayout1.xml.rels", "ppt/slides/_rels/slide97.xml.rels", "ppt/charts/c.xml", "ppt/comments/comment1.xml",
		} {
			t.Run(bad.name+" "+part, func(t *testing.T) {
				t.Parallel()
				slides := fiveSlides()
				slides[2].Shapes += framed("", `<c:chart r:id="rIdX"/>`)
				slides[2].Refs["rIdC"] = "comments ../comments/comment1.xml"
				deck := slidestest.PPTX(t, slides, slidestest.Part{Name: "ppt/charts/c.xml", Content: "x"}, slidestest.Part{Name: "ppt/comments/comment1.xml", Content: "x"})
				got, err := read(t, replaced(t, deck, map[string]string{part: bad.content}))
				if err != nil {
					t.Fatal(err)
				}
				s := got.Slides[2]
				if s.Title != "Title 3" || s.Body != "Text" || s.Damaged != "" || strings.Contains(s.Notes+s.Master, "wrong") || len(s.Comments) > 0 {
					t.Errorf("slide 3 = %+v", s)
				}
			})
		}
	}
}

func TestDamagedPartsAreNamed(t *testing.T) {
	t.Parallel()

	const notes, comments, relations = "ppt/notesSlides/notesSlide3.xml", "ppt/comments/comment1.xml", "ppt/slides/_rels/slide97.xml.rels"
	for _, tt := range []struct {
		name  string
		parts map[string]string
		want  []meeting.SlidePart
	}{
		{"none", nil, nil},
		{"truncated notes", map[string]string{notes: "<a"}, []meeting.SlidePart{meeting.NotesPart}},
		{"missing notes", map[string]string{notes: ""}, []meeting.SlidePart{meeting.NotesPart}},
		{"notes that are a slide", map[string]string{notes: `<p:sld ` + drawn + `/>`}, []meeting.SlidePart{meeting.NotesPart}},
		{"notes and comments", map[string]string{notes: "<a", comments: "<a"}, []meeting.SlidePart{meeting.NotesPart, meeting.CommentsPart}},
		{"relations", map[string]string{relations: "<a"}, []meeting.SlidePart{meeting.RelationsPart}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deck := fiveSlides()
			deck[2].Refs["rIdC"] = "comments ../comments/comment1.xml"
			got, err := read(t, replaced(t, slidestest.PPTX(t, deck, slidestest.Part{Name: comments, Content: "<cmLst/>"}), tt.parts))
			if err != nil {
				t.Fatal(err)
			}
			for i, s := range got.Slides {
				want := tt.want
				if i != 2 {
					want = nil
				}
				if !slices.Equal(s.Unread, want) {
					t.Errorf("slide %d: %q cannot be read, want %q", i+1, s.Unread, want)
				}
			}
		})
	}
}

// TestCyclicRelations has a layout whose master is itself, and notes that are the slide.
func TestCyclicRelations(t *testing.T) {
	t.Parallel()
	slides := []slidestest.PPTXSlide{{Shapes: slidestest.Shape("title", "T"), Refs: map[string]string{
		"rIdL": "slideLayout ../own.xml", "rIdN": "notesSlide slide99.xml", "rIdC": "comments slide99.xml", "rIdX": "chart slide99.xml",
	}}}
	got, err := read(t, slidestest.PPTX(t, slides,
		slidestest.Part{Name: "ppt/own.xml", Content: `<p:sldLayout ` + drawn + `><p:cSld><p:spTree>` + slidestest.Shape("", "once") + `</p:spTree></p:cSld></p:sldLayout>`},
		slidestest.Part{Name: "ppt/_rels/own.xml.rels", Content: `<R><Relationship Id="r1" Type="x/slideMaster" Target="own.xml"/></R>`}))
	if err != nil {
		t.Fatal(err)
	}
	if s := got.Slides[0]; s.Title != "T" || s.Master != "once" || s.Notes != "" || s.Comments != nil {
		t.Errorf("slide = %+v", s)
	}
}

// TestDamagedPartIsTriedOnce lists one damaged slide as often as a deck may have slides.
func TestDamagedPartIsTriedOnce(t *testing.T) {
	t.Parallel()
	var ids strings.Builder
	for range pptx.MaxSlides - 1 {
		ids.WriteString(`<p:sldId r:id="rId3"/>`)
	}
	main := `<p:presentation ` + drawn + `><p:sldIdLst><p:sldId r:id="rId1"/>` + ids.String() + `</p:sldIdLst></p:presentation>`
	deck := replaced(t, slidestest.PPTX(t, fiveSlides()), map[string]string{
		"ppt/presentation.xml": main, "ppt/slides/slide97.xml": strings.Repeat("<a/>", 1<<20),
	})
	got, err := read(t, deck)
	if err != nil || len(got.Slides) != pptx.MaxSlides {
		t.Fatalf("Read = %d slides, %v", len(got.Slides), err)
	}
	if (got.Slides[0].Damaged == "") != (got.Slides[1].Damaged != "") || got.Slides[0].Title != "Title 1" {
		t.Errorf("slides = %+v", got.Slides[:2])
	}
}
