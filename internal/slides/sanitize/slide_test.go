package sanitize_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pptx"
	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

// threeSlides is a deck in which part is replaced; "" removes it.
func threeSlides(t *testing.T, part, content string) *office.Archive {
	t.Helper()
	var slides []slidestest.PPTXSlide
	for i := range 3 {
		slides = append(slides, slidestest.PPTXSlide{Shapes: slidestest.Shape("title", fmt.Sprintf("Title %d", i+1))})
	}
	return replaced(t, slidestest.PPTX(t, slides), part, content)
}

// replaced is a deck with another content of a part; "" removes it.
func replaced(t *testing.T, deck []byte, part, content string) *office.Archive {
	t.Helper()
	a, err := open(t, deck, office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var parts []slidestest.Part
	for _, p := range a.Parts() {
		data, readErr := a.Read(p.Name)
		if readErr != nil {
			t.Fatal(readErr)
		}
		if p.Name == part {
			data = []byte(content)
		}
		if len(data) > 0 {
			parts = append(parts, slidestest.Part{Name: p.Name, Content: string(data)})
		}
	}
	again, err := open(t, slidestest.Zip(t, parts...), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// order are the parts of the slides.
func order(t *testing.T, a *office.Archive) []string {
	t.Helper()
	weights, err := pptx.Weigh(a)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, w := range weights {
		parts = append(parts, w.Part)
	}
	return parts
}

// TestDamagedSlideIsEmptyInTheCopy checks that the slides after it keep their
// numbers, and that each has relations to a layout.
func TestDamagedSlideIsEmptyInTheCopy(t *testing.T) {
	t.Parallel()
	const slide = "ppt/slides/slide98.xml" // the second
	deep := "<sld>" + strings.Repeat("<g>", 300) + strings.Repeat("</g>", 300) + "</sld>"
	for _, tt := range []struct{ name, part, content string }{
		{"truncated", slide, `<p:sld xmlns:p="p"><p:cSld>`},
		{"wrong end tag", slide, `<sld><a></b></sld>`},
		{"missing", slide, ""},
		{"a layout", slide, `<sldLayout/>`},
		{"a relation to the layout of the others", "ppt/_rels/presentation.xml.rels", `<Relationships xmlns="r"><Relationship Id="rId1" Type="x/slide" Target="slides/slide99.xml"/><Relationship Id="rId2" Type="x/slide" Target="slideLayouts/slideLayout1.xml"/><Relationship Id="rId3" Type="x/slide" Target="slides/slide97.xml"/></Relationships>`},
		{"no XML", slide, "\x00\x01"},
		{"entities", slide, `<!DOCTYPE sld [<!ENTITY x "y">]><sld>&x;</sld>`},
		{"nested too deep", slide, deep},
		{"no relation", "ppt/_rels/presentation.xml.rels", `<Relationships xmlns="r"><Relationship Id="rId1" Type="x/slide" Target="slides/slide99.xml"/><Relationship Id="rId3" Type="x/slide" Target="slides/slide97.xml"/></Relationships>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := threeSlides(t, tt.part, tt.content)
			var out bytes.Buffer
			if _, err := sanitize.Copy(&out, a, sanitize.OpenXML, order(t, a)...); err != nil {
				t.Fatal(err)
			}
			made, err := open(t, out.Bytes(), office.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			text, err := pptx.Read(made)
			if err != nil || len(text.Slides) != 3 {
				t.Fatalf("the copy has %d slides, %v", len(text.Slides), err)
			}
			for i, want := range []string{"Title 1", "", "Title 3"} {
				if s := text.Slides[i]; s.Title != want || s.Damaged != "" {
					t.Errorf("slide %d is %+v, want the title %q", i+1, s, want)
				}
			}
			names := map[string]bool{}
			for _, name := range made.Names() {
				if names[name] {
					t.Errorf("the copy has %s twice", name)
				}
				names[name] = true
			}
			if layout, err := made.Read("ppt/slideLayouts/slideLayout1.xml"); err != nil || !bytes.Contains(layout, []byte("sldLayout")) {
				t.Errorf("the layout is %s, %v", layout, err)
			}
			for _, part := range order(t, made) {
				rels, err := made.Open("ppt/slides/_rels/" + part[len("ppt/slides/"):] + ".rels")
				if err != nil {
					t.Errorf("%s has no relations: %v", part, err)
					continue
				}
				if data, err := io.ReadAll(rels); err != nil || !bytes.Contains(data, []byte("/slideLayout")) {
					t.Errorf("%s has no layout: %s, %v", part, data, err)
				}
			}
		})
	}
}

func TestDamagedRelationsOfASlideLeadToALayout(t *testing.T) {
	t.Parallel()
	const rels = "ppt/slides/_rels/slide98.xml.rels"
	a := threeSlides(t, rels, `<Relationships><Relation`)
	var out bytes.Buffer
	removed, err := sanitize.Copy(&out, a, sanitize.OpenXML, order(t, a)...)
	if err != nil || removed.Damaged != 1 {
		t.Fatalf("Copy = %+v, %v, want one damaged part", removed, err)
	}
	made, err := open(t, out.Bytes(), office.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if data, err := made.Read(rels); err != nil || !bytes.Contains(data, []byte(`Target="/ppt/slideLayouts/slideLayout1.xml"`)) {
		t.Errorf("the relations are %s, %v", data, err)
	}
}

func TestDeckOfDamagedSlidesIsRefused(t *testing.T) {
	t.Parallel()
	a := replaced(t, slidestest.PPTX(t, make([]slidestest.PPTXSlide, 1)), "ppt/slides/slide99.xml", `<sld>`)
	_, err := sanitize.Copy(io.Discard, a, sanitize.OpenXML, order(t, a)...)
	if reason := fault.Reason(err); !strings.HasPrefix(reason, "is damaged: ppt/slides/slide99.xml: ") {
		t.Errorf("Copy = %v, want a refusal", err)
	}
}
