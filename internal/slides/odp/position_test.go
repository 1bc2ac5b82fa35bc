package odp_test

import (
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

// placed is a text box at a position in centimetres, on a page of 28 by 21.
func placed(text string, x, y, width, height float64) string {
	return fmt.Sprintf(`<draw:frame svg:x="%gcm" svg:y="%gcm" svg:width="%gcm" svg:height="%gcm">`, x, y, width, height) + slidestest.TextBox(text) + `</draw:frame>`
}

func TestPositions(t *testing.T) {
	t.Parallel()

	turned := func(text, transform string) string {
		return `<draw:frame svg:width="10cm" svg:height="1cm" draw:transform="` + transform + `">` + slidestest.TextBox(text) + `</draw:frame>`
	}
	linked := `<draw:a xlink:href="https://example.org/">` + placed("out", -9, 2, 5, 2) + `</draw:a>`
	tests := []struct{ name, shapes, want string }{
		{"shapes beside the page are left out", placed("in", 1, 9, 5, 2) + placed("out", -9, 2, 5, 2) + placed("out", 30, 2, 5, 2) + placed("out", 3, -9, 5, 2) + placed("out", 3, 22, 5, 2), "in"},
		{"a shape across the edge is on the page", placed("in", -2, 9, 5, 2), "in"},
		{"groups, too", `<draw:g>` + placed("out", -9, 2, 5, 2) + placed("in", 2, 9, 5, 2) + `</draw:g>`, "in"},
		{"shapes that are not displayed", `<draw:custom-shape draw:display="none"><text:p>out</text:p></draw:custom-shape><draw:custom-shape draw:display="printer"><text:p>out</text:p></draw:custom-shape><draw:custom-shape draw:display="screen"><text:p>in</text:p></draw:custom-shape>`, "in"},
		{"a turned shape", turned("in", "rotate (1.5707963) translate (2cm 15cm)") + turned("out", "rotate (1.5707963) translate (-3cm 15cm)"), "in"},
		{"a transform that is not understood", turned("in", "matrix (1 2 3)"), "in"},
		{"a row is read from the left", placed("3", 20, 9, 5, 2) + placed("1", 1, 9, 5, 2) + placed("2", 10, 9, 5, 2), "1\n2\n3"},
		{"a group is read as one", placed("3", 20, 9, 5, 2) + `<draw:g>` + placed("2", 1, 12, 5, 2) + placed("1", 1, 9, 5, 2) + `</draw:g>`, "1\n2\n3"},
		{"shapes without a position keep their place", `<draw:custom-shape><text:p>1</text:p></draw:custom-shape>` + placed("3", 20, 9, 5, 2) + placed("2", 1, 9, 5, 2), "1\n2\n3"},
		{"links of a shape beside the page", linked + placed("in", 1, 9, 5, 2), "in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			title := slidestest.Frame("title", slidestest.TextBox("T"))
			got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: title + tt.shapes}}))
			if err != nil {
				t.Fatal(err)
			}
			if s := got.Slides[0]; s.Title != "T" || s.Body != tt.want || strings.Contains(fmt.Sprint(s.Links), "out") {
				t.Errorf("title, body, links = %q, %q, %v, want %q", s.Title, s.Body, s.Links, tt.want)
			}
		})
	}
}

func TestLinkedFilm(t *testing.T) {
	t.Parallel()
	film := func(href string) string {
		return `<draw:frame svg:x="2cm" svg:y="2cm" svg:width="9cm" svg:height="5cm"><draw:plugin xlink:href="` + href + `" draw:mime-type="application/vnd.sun.star.media"/><svg:title>The tide</svg:title></draw:frame>`
	}
	got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: film("https://video.example.org/tide.mp4") + film("Media/tide.mp4")}}, slidestest.Part{Name: "Media/tide.mp4", Content: "film"}))
	if e := got.Slides[0].Embedded; len(e) != 1 || e[0] != (meeting.Embedded{Part: "Media/tide.mp4", Title: "The tide"}) {
		t.Errorf("embedded media = %v", e)
	}
	if s := got.Slides[0]; err != nil || fmt.Sprint(s.Links) != "[{https://video.example.org/tide.mp4 The tide}]" {
		t.Errorf("links = %v, %v", s.Links, err)
	}
}

func TestMutedFilm(t *testing.T) {
	t.Parallel()
	for param, want := range map[string]bool{"Mute true": true, "Mute false": false, "VolumeDB -40": true, "VolumeDB -12": false} {
		name, value, _ := strings.Cut(param, " ")
		film := `<draw:frame><draw:plugin xlink:href="./Media/tide.mp4"><draw:param draw:name="` + name + `" draw:value="` + value + `"/></draw:plugin></draw:frame>`
		got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: film}}, slidestest.Part{Name: "Media/tide.mp4", Content: "film"}))
		if err != nil {
			t.Fatal(err)
		}
		if e := got.Slides[0].Embedded; len(e) != 1 || e[0].Muted != want {
			t.Errorf("%s: embedded media = %+v", param, e)
		}
	}
}
