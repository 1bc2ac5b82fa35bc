package pdf

import (
	"reflect"
	"testing"
)

func TestScreensFindTheSide(t *testing.T) {
	t.Parallel()
	wide := func(lines ...string) Page { p := textPage(lines...); p.Height = 202.5; return p }
	tall := func(lines ...string) Page { p := textPage(lines...); p.Height = 810; return p }
	const title, body = "20 20 20 Harbour course", "20 100 12 Fish"
	for _, tt := range []struct {
		name   string
		pages  []Page
		side   Side
		unsure bool
	}{
		{"on the right", []Page{wide(title, body, "400 10 10 Say why", "400 30 10 Then pause")}, Right, false},
		{"on the left", []Page{wide("380 20 20 Harbour course", "380 100 12 Fish", "20 10 10 Say why", "20 30 10 Then pause")}, Left, false},
		{"below", []Page{tall(title, body, "20 420 10 Say why")}, Below, false},
		{"above", []Page{tall("20 10 10 Say why", "20 425 20 Harbour course", "20 500 12 Fish")}, Above, false},
		{"the slide in small", []Page{wide(title, body, "600 20 5 Harbour course", "600 40 3 Fish", "380 150 30 Pause")}, Right, false},
		{"on one page of other shape", []Page{wide(title, body, "400 10 10 Say why"), textPage(title, body)}, Right, false},
		{"two columns of a wide slide", []Page{wide(title, body, "400 100 12 Fish")}, NoSide, true},
		{"text below the title", []Page{wide(title, "400 120 10 Fish")}, NoSide, true},
		{"a word on both halves", []Page{wide(title, "340 60 12 Overlapping", "400 10 10 Say why")}, NoSide, false},
		{"text on one half", []Page{wide(title, body)}, NoSide, false},
		{"usual slides", []Page{textPage(title, body, "400 10 10 Say why")}, NoSide, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s Screens
			for _, p := range tt.pages {
				s.Add(p)
			}
			if side, unsure := s.Notes(); side != tt.side || unsure != tt.unsure {
				t.Errorf("notes on side %d, unsure %v; want %d, %v", side, unsure, tt.side, tt.unsure)
			}
		})
	}
}

// TestFramesBeside also takes the notes from the rest of the page.
func TestFramesBeside(t *testing.T) {
	t.Parallel()
	p := textPage("380 20 20 Title", "20 10 10 Say why")
	p.Height = 202.5
	f := FramesBeside([]Size{{720, 202.5}, {720, 405}}, Left)
	if want := map[int][]Rect{1: {{360, 0, 720, 202.5}}}; !reflect.DeepEqual(f.On, want) {
		t.Fatalf("frames %v, want %v", f.On, want)
	}
	if notes := f.NotesOf(p, f.On[1]); len(notes) != 1 || notes[0].Text() != "Say why" {
		t.Errorf("notes %+v", notes)
	}
}
