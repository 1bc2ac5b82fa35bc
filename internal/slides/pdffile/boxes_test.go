package pdffile_test

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdffile"
)

// TestBoxesOfPages places a rectangle of a page, and one in a form, on the page as it
// is shown: 300 by 200 points, from 10, 20.
func TestBoxesOfPages(t *testing.T) {
	t.Parallel()
	drawn := []pdf.Rect{{Left: 30, Top: 60, Right: 130, Bottom: 160}, {Left: 0, Top: 150, Right: 50, Bottom: 200}}
	for _, tt := range []struct {
		turned string
		want   []pdf.Rect
	}{
		{"0", drawn},
		{"90", []pdf.Rect{{Left: 40, Top: 30, Right: 140, Bottom: 130}, {Left: 0, Top: 0, Right: 50, Bottom: 50}}},
		{"-180", []pdf.Rect{{Left: 170, Top: 40, Right: 270, Bottom: 140}, {Left: 250, Top: 0, Right: 300, Bottom: 50}}},
		{"270", []pdf.Rect{{Left: 60, Top: 170, Right: 160, Bottom: 270}, {Left: 150, Top: 250, Right: 200, Bottom: 300}}},
	} {
		t.Run(tt.turned, func(t *testing.T) {
			t.Parallel()
			list := fmt.Sprintf(`{"pages": [{"object": "3 0 R", "contents": ["4 0 R"]}], "qpdf": [{"jsonversion": 2}, {
				"obj:2 0 R": {"value": {"/Type": "/Pages", "/MediaBox": [0, 0, 400, 500], "/CropBox": "6 0 R", "/Rotate": %s}},
				"obj:3 0 R": {"value": {"/Type": "/Page", "/Parent": "2 0 R", "/Resources": {"/XObject": {"/F": "5 0 R"}}}},
				"obj:4 0 R": {"stream": {"dict": {}}},
				"obj:5 0 R": {"stream": {"dict": {"/Subtype": "/Form", "/Matrix": [0.5, 0, 0, 0.5, 10, 20]}}},
				"obj:6 0 R": {"value": [10, 20, 310, 220]}, "trailer": {"value": {}}}]}`, tt.turned)
			d, err := pdffile.ReadDrawings([]byte(list))
			if err != nil {
				t.Fatal(err)
			}
			if streams := d.Streams(); !slices.Equal(streams, []string{"4 0 R", "5 0 R"}) {
				t.Errorf("streams %v", streams)
			}
			data := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
			err = d.ReadStreams([]byte(`{"qpdf": [{"jsonversion": 2}, {"obj:4 0 R": {"stream": {"dict": {}, "data": "` + data("40 60 100 100 re f /F Do") +
				`"}}, "obj:5 0 R": {"stream": {"dict": {}, "data": "` + data("0 0 100 100 re f") + `"}}}]}`))
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Boxes(); !reflect.DeepEqual(got, [][]pdf.Rect{tt.want}) {
				t.Errorf("boxes %v, want %v", got, tt.want)
			}
		})
	}
}
