package pdfcontent_test

import (
	"math"
	"testing"

	"proceedings/internal/slides/pdfcontent"
)

// TestSeeTexts removes texts that a page does not draw, and replacement texts with other
// words than it draws.
func TestSeeTexts(t *testing.T) {
	t.Parallel()
	anywhere := func(font string) bool { return font == "Column" }
	transparent := func(name string) (transparent, known bool) { return name == "None", name == "None" || name == "All" }
	for _, tt := range []struct {
		name, content, want string
		invisible           int
		moves               bool
	}{
		{"a visible text", "BT (Seen) Tj ET", "BT (Seen) Tj ET", 0, false},
		{"an invisible text", "BT 3 Tr 9 9 Td (Secret) Tj ET", "BT 3 Tr 9 9 Td   ET", 6, false},
		{"a text that only clips", "BT 7 Tr [(Sec) -20 <726574>] TJ ET", "BT 7 Tr   ET", 6, false},
		{"visible again", "BT 3 Tr (Secret) Tj 0 Tr 0 -9 Td (Seen) Tj ET", "BT 3 Tr   0 Tr 0 -9 Td (Seen) Tj ET", 6, false},
		{"visible in the same line", "BT 3 Tr (Secret) Tj 0 Tr (Seen) Tj ET", "BT 3 Tr   0 Tr (Seen) Tj ET", 6, true},
		{"a transparent text", "q /None gs BT (Secret) Tj ET Q BT (Seen) Tj ET", "q /None gs BT   ET Q BT (Seen) Tj ET", 6, false},
		{"a solid text", "/None gs /All gs BT (Seen) Tj ET", "/None gs /All gs BT (Seen) Tj ET", 0, false},
		{"nothing but an empty clipping path", "q 9 9 0 0 re W n BT (Secret) Tj ET Q", "q 9 9 0 0 re W n BT   ET Q", 6, false},
		{"a clipping path elsewhere", "q 0 0 9 9 re W n BT /F 20 Tf 60 300 Td (Secret) Tj ET Q BT (Seen) Tj ET", "q 0 0 9 9 re W n BT /F 20 Tf 60 300 Td   ET Q BT (Seen) Tj ET", 6, false},
		{"a clipping path around it", "q 0 290 720 40 re W n BT /F 20 Tf 60 300 Td (Seen) Tj ET Q", "q 0 290 720 40 re W n BT /F 20 Tf 60 300 Td (Seen) Tj ET Q", 0, false},
		{"a clipping path around a turned line", "q 290 0 40 405 re W n BT /F 20 Tf 0 1 -1 0 310 9 Tm (Seen) Tj ET Q", "q 290 0 40 405 re W n BT /F 20 Tf 0 1 -1 0 310 9 Tm (Seen) Tj ET Q", 0, false},
		{"a clipping path above the next lines", "q 0 300 720 99 re W n BT /F 9 Tf 99 TL 60 310 Td (Seen) Tj T* (Secret) Tj (Secret) ' ET Q", "q 0 300 720 99 re W n BT /F 9 Tf 99 TL 60 310 Td (Seen) Tj T*   T*  ET Q", 12, false},
		{"a font in columns", "q 0 0 9 9 re W n BT /Column 20 Tf 60 300 Td (Seen) Tj ET Q", "q 0 0 9 9 re W n BT /Column 20 Tf 60 300 Td (Seen) Tj ET Q", 0, false},
		{"beside the page", "BT /F 20 Tf 60 900 Td (Secret) Tj ET", "BT /F 20 Tf 60 900 Td   ET", 6, false},
		{"a font of no size", "BT /F 0 Tf (Secret) Tj /F 9 Tf 0 9 Td (Seen) Tj ET", "BT /F 0 Tf   /F 9 Tf 0 9 Td (Seen) Tj ET", 6, false},
		{"no width", "BT 0 Tz (Secret) Tj 100 Tz 0 9 Td (Seen) Tj ET", "BT 0 Tz   100 Tz 0 9 Td (Seen) Tj ET", 6, false},
		{"a matrix that flattens", "q 0 0 0 0 0 0 cm BT (Secret) Tj ET Q BT 1 1 1 1 0 0 Tm (Secret) Tj ET", "q 0 0 0 0 0 0 cm BT   ET Q BT 1 1 1 1 0 0 Tm   ET", 12, false},
		{"restored", "q 3 Tr (Secret) Tj Q BT (Seen) Tj ET", "q 3 Tr   Q BT (Seen) Tj ET", 6, false},
		{"a new line", "BT 3 Tr (Secret) ' ET", "BT 3 Tr T*  ET", 6, false},
		{"a new line with spacing", `BT 3 Tr 1 .5 (Secret) " ET`, "BT 3 Tr 1 Tw 0.5 Tc T*  ET", 6, false},
		{"other words", "/Span <</ActualText (Loss)>> BDC (Gain) Tj EMC", "/Span << >> BDC (Gain) Tj EMC", 0, false},
		{"other words in UTF-16", "/Span <</MCID 0/ActualText<FEFF004C006F0073>>> BDC (Gain) Tj EMC", "/Span <</MCID 0 >> BDC (Gain) Tj EMC", 0, false},
		{"another figure", `/Span <</ActualText (\070)>> BDC (3) Tj EMC`, "/Span << >> BDC (3) Tj EMC", 0, false},
		{"a ligature", "/Span <</ActualText (ffi)>> BDC <01> Tj EMC", "/Span <</ActualText (ffi)>> BDC <01> Tj EMC", 0, false},
		{"a soft hyphen", "/Span <</ActualText <FEFF00AD>>> BDC (-) Tj EMC", "/Span <</ActualText <FEFF00AD>>> BDC (-) Tj EMC", 0, false},
		{"a cluster of Devanagari", "/Span <</ActualText <FEFF0915094D0937>>> BDC <01> Tj EMC", "/Span <</ActualText <FEFF0915094D0937>>> BDC <01> Tj EMC", 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := pdfcontent.See([]pdfcontent.Content{{ID: "4 0 R", Data: []byte(tt.content), Transparent: transparent, Anywhere: anywhere}}, pdfcontent.Box{Right: 720, Top: 405})
			got := tt.content
			s.Edits(true, func(string) []byte { return []byte(tt.content) }, func(_ string, data []byte) { got = string(data) })
			if got != tt.want || s.Invisible != tt.invisible || s.Moves != tt.moves {
				t.Errorf("the stream becomes %q with %d bytes of invisible text, moves: %v; want %q, %d, %v", got, s.Invisible, s.Moves, tt.want, tt.invisible, tt.moves)
			}
		})
	}
}

// TestSeeImages finds the part of an image that the clipping path leaves.
func TestSeeImages(t *testing.T) {
	t.Parallel()
	named := func(name string) (pdfcontent.Content, bool) {
		if name == "Form" {
			return pdfcontent.Content{ID: "form", Data: []byte("100 0 0 100 0 0 cm /Photo Do"), Matrix: pdfcontent.Identity(), Box: &pdfcontent.Box{Right: 100, Top: 25}, Named: photo}, true
		}
		return photo(name)
	}
	for _, tt := range []struct {
		name, content string
		want          pdfcontent.Box
	}{
		{"a whole image", "q 200 0 0 100 50 60 cm /Photo Do Q", pdfcontent.Box{Right: 1, Top: 1}},
		{"a rectangle", "q 50 60 100 100 re W n 200 0 0 100 50 60 cm /Photo Do Q", pdfcontent.Box{Right: 0.5, Top: 1}},
		{"a curve", "q 50 60 m 50 60 150 60 150 160 c h W* n 200 0 0 100 50 60 cm /Photo Do Q", pdfcontent.Box{Right: 0.5, Top: 1}},
		{"two rectangles", "q 50 60 150 50 re W n 100 0 500 500 re W n 200 0 0 100 50 60 cm /Photo Do Q", pdfcontent.Box{Left: 0.25, Right: 0.75, Top: 0.5}},
		{"the page", "200 0 0 100 620 0 cm /Photo Do", pdfcontent.Box{Right: 0.5, Top: 1}},
		{"a turned image", "q 0 0 50 405 re W n 0 200 -100 0 100 0 cm /Photo Do Q", pdfcontent.Box{Bottom: 0.5, Right: 1, Top: 1}},
		{"a turned rectangle", "q .8 .6 -.6 .8 300 50 cm 0 0 50 100 re W n 100 0 0 100 0 0 cm /Photo Do Q", pdfcontent.Box{Right: 0.5, Top: 1}},
		{"a star", "q 350 50 m 380 140 l 300 85 l 400 85 l 320 140 l h W n 100 0 0 100 300 50 cm /Photo Do Q", pdfcontent.Box{Right: 1, Top: 0.9}},
		{"a mirrored image", "q 50 60 100 100 re W n -200 0 0 100 250 60 cm /Photo Do Q", pdfcontent.Box{Left: 0.5, Right: 1, Top: 1}},
		{"two rectangles at once", "q 50 60 20 100 re 230 60 20 100 re W n 200 0 0 100 50 60 cm /Photo Do Q", pdfcontent.Box{Right: 1, Top: 1}},
		{"a form", "/Form Do", pdfcontent.Box{Right: 1, Top: 0.25}},
		{"two places", "q 0 0 50 405 re W n 100 0 0 100 0 0 cm /Photo Do Q q 0 0 50 405 re W n 100 0 0 100 -50 0 cm /Photo Do Q", pdfcontent.Box{Right: 1, Top: 1}},
		{"a path that was used", "0 0 10 10 re f 100 0 0 100 0 0 cm /Photo Do", pdfcontent.Box{Right: 1, Top: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := pdfcontent.See([]pdfcontent.Content{{Data: []byte(tt.content), Named: named}}, pdfcontent.Box{Right: 720, Top: 405})
			got, whole := pdfcontent.Box{Left: 1, Bottom: 1}, false
			for _, a := range s.Images["photo"] {
				whole = whole || !a.Crops()
				for i := range 100 {
					bottom, top := float64(i)/100, float64(i+1)/100
					if left, right, ok := a.Row(bottom, top); ok {
						got = pdfcontent.Box{Left: min(got.Left, left), Bottom: min(got.Bottom, bottom), Right: max(got.Right, right), Top: max(got.Top, top)}
					}
				}
			}
			near := func(a, b float64) bool { return math.Abs(a-b) < 0.011 }
			if !near(got.Left, tt.want.Left) || !near(got.Bottom, tt.want.Bottom) || !near(got.Right, tt.want.Right) || !near(got.Top, tt.want.Top) {
				t.Errorf("the part %v is shown, want %v", got, tt.want)
			}
			if whole != (tt.want == pdfcontent.Box{Right: 1, Top: 1}) && tt.name[:3] != "two" {
				t.Errorf("all of it is shown: %v", whole)
			}
		})
	}
}

func photo(name string) (pdfcontent.Content, bool) {
	return pdfcontent.Content{ID: "photo", Image: true}, name == "Photo"
}
