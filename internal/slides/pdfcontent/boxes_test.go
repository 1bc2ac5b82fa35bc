package pdfcontent_test

import (
	"reflect"
	"strings"
	"testing"

	"proceedings/internal/slides/pdfcontent"
)

func TestBoxes(t *testing.T) {
	t.Parallel()
	named := func(name string) (pdfcontent.Content, bool) {
		switch name {
		case "Photo":
			return pdfcontent.Content{Image: true}, true
		case "Slide":
			return pdfcontent.Content{Data: []byte("0 0 200 100 re f"), Matrix: pdfcontent.Matrix{1, 0, 0, 1, 5, 5}}, true
		case "Page":
			return pdfcontent.Content{Box: &pdfcontent.Box{Left: 0, Bottom: 0, Right: 400, Top: 200}, Matrix: pdfcontent.Matrix{0.5, 0, 0, 0.5, 0, 0}}, true
		}
		return pdfcontent.Content{}, false
	}
	box := func(left, bottom, right, top float64) pdfcontent.Box { return pdfcontent.Box{left, bottom, right, top} }
	for _, tt := range []struct {
		name, content string
		want          []pdfcontent.Box
	}{
		{"a rectangle", "1 1 1 rg 50 60 200 100 re f", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"a clipping path", "q 50 60 200 100 re W* n Q", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"a polygon", "50 60 m\n250 60 l 250 160 l 50 160 l 50 60 l h f*", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"a polygon that begins on an edge", "100 160 m 50 160 l 50 60 l 250 60 l 250 160 l h S", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"a triangle", "50 60 m 250 60 l 250 160 l h f", nil},
		{"a rhombus", "100 0 m 200 100 l 100 200 l 0 100 l h f", nil},
		{"a rounded rectangle", "50 60 m 250 60 l 250 160 l 50 160 l 1 2 3 4 50 60 c f", nil},
		{"a small one", "50 60 20 10 re f", nil},
		{"a scaled one", "q 0.5 0 0 0.5 10 20 cm 0 0 400 200 re f Q 0 0 120 120 re f", []pdfcontent.Box{box(10, 20, 210, 120), box(0, 0, 120, 120)}},
		{"a turned one", "0 1 -1 0 300 0 cm 10 20 100 200 re f", []pdfcontent.Box{box(80, 10, 280, 110)}},
		{"an image", "q 200 0 0 100 50 60 cm /Photo Do Q", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"a form", "q 1 0 0 1 45 55 cm /Slide Do Q", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"a form with a box", "1 0 0 1 50 60 cm /Page Do", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"an unknown name", "/Other Do", nil},
		{"an inline image", "q 200 0 0 100 50 60 cm BI /W 1 /H 1 ID 0 0 200 200 re f\xffEI EI Q", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"text that looks like one", "BT (0 0 200 \\) 200 re f) Tj <3030> Tj [(0 0 200 200 re f) 12] TJ ET % 0 0 200 200 re f\n/Span <</MCID 0>> BDC 50 60 200 100 re f", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"the same one twice", "50 60 200 100 re f 50 60 200 100 re S", []pdfcontent.Box{box(50, 60, 250, 160)}},
		{"damage", "1 2 re Q Q (", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := pdfcontent.Boxes(pdfcontent.Content{Data: []byte(tt.content), Named: named}, 50, 50)
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Boxes = %v, want %v", got, tt.want)
			}
		})
	}
}

// TestBoxesOfHostileContent draws a form that draws itself, twice each time.
func TestBoxesOfHostileContent(t *testing.T) {
	t.Parallel()
	var form pdfcontent.Content
	form = pdfcontent.Content{
		Data: []byte(strings.Repeat("q ", 1000) + "/Again Do /Again Do"), Matrix: pdfcontent.Identity(),
		Named: func(string) (pdfcontent.Content, bool) { return form, true },
	}
	if got := pdfcontent.Boxes(form, 1, 1); got != nil {
		t.Errorf("Boxes = %v, want none", got)
	}
}

func FuzzBoxes(f *testing.F) {
	f.Add([]byte("q 1 0 0 1 2 3 cm 0 0 9 9 re f BI ID x EI /F Do (a\\"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		pdfcontent.Boxes(pdfcontent.Content{Data: data, Named: func(string) (pdfcontent.Content, bool) {
			return pdfcontent.Content{Data: data, Matrix: pdfcontent.Identity()}, true
		}}, 0, 0)
	})
}
