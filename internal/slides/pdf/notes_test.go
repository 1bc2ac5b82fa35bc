package pdf

import "testing"

// shifted is a page with the lines of another, at a place and a scale.
func (p Page) shifted(q Page, left, top, scale float64) Page {
	move := func(r Rect) Rect {
		return Rect{left + scale*r.Left, top + scale*r.Top, left + scale*r.Right, top + scale*r.Bottom}
	}
	for _, line := range q.Lines {
		var words []Place
		for _, w := range line.Words {
			words = append(words, Place{move(w.Rect), w.Text})
		}
		p.Lines = append(p.Lines, lineOf(words, 1000+line.Block))
	}
	return p
}

func TestNotesOn(t *testing.T) {
	t.Parallel()
	slide := textPage("40 40 30 Three steps", "60 120 18 Oxygen falls", "60 160 18 Fish leave")
	note := textPage("20 10 8 Harbour course", "40 150 14 Say why", "40 180 14 Then pause")
	for _, tt := range []struct {
		name  string
		page  Page
		notes string
		ok    bool
	}{
		{"a page of notes", note.shifted(slide, 540, 0, 0.25), "Say why\nThen pause", true},
		{"a page of notes without notes", textPage("20 10 8 Harbour course").shifted(slide, 540, 0, 0.25), "Harbour course", true},
		{"another slide", textPage("40 40 30 Thank you", "60 120 18 Questions?"), "", false},
		{"the same slide again", slide, "", false},
		{"a slide with the same words elsewhere", textPage("40 40 10 Three steps", "300 40 10 Fish leave", "300 300 10 Oxygen falls"), "", false},
		{"an empty page", Page{Width: 720, Height: 405}, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			notes, ok := tt.page.NotesOn(slide)
			if ok != tt.ok || notes.Text() != tt.notes {
				t.Errorf("notes %q, %v; want %q, %v", notes.Text(), ok, tt.notes, tt.ok)
			}
		})
	}
	if _, ok := textPage("40 150 14 Fish", "40 380 14 x").NotesOn(textPage("40 40 30 Fish")); ok {
		t.Error("a slide of one word has a page of notes, which may be any page with that word")
	}
	if got := note.NotesBeside(slide).Text(); got != "Harbour course\nSay why\nThen pause" {
		t.Errorf("notes without a miniature are %q", got)
	}
}

func TestScreens(t *testing.T) {
	t.Parallel()
	// Twice 4:3 at 360 by 270 points would be 720 by 270.
	double := func(lines ...string) Page { p := textPage(lines...); p.Height = 270; return p }
	for _, tt := range []struct {
		name  string
		pages []Page
		want  bool
	}{
		{"a slide and notes", []Page{double("20 20 20 Title", "20 100 12 Body", "380 20 12 Say why"), double("20 20 20 Title", "380 20 12 Pause")}, true},
		{"notes on one slide only", []Page{double("20 20 20 Title", "380 20 12 Say why"), double("20 20 20 Title"), double()}, true},
		{"no notes", []Page{double("20 20 20 Title"), double("20 20 20 Title")}, false},
		{"a title across the page", []Page{double("300 20 20 Overlapping"), double("20 20 20 Title", "380 20 12 Say why")}, false},
		{"titles on the right", []Page{double("380 20 20 Title", "20 100 12 Body"), double("380 20 20 Title", "20 100 12 Body")}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var s Screens
			for _, p := range tt.pages {
				s.Add(p)
			}
			if side, _ := s.Notes(); (side == Right) != tt.want {
				t.Errorf("notes on side %d, want them on the right: %v", side, tt.want)
			}
		})
	}
}

func TestMayHaveNotes(t *testing.T) {
	t.Parallel()
	slide, double := Size{720, 540}, Size{1440, 540}
	for _, tt := range []struct {
		name  string
		pages []Size
		want  bool
	}{
		{"twice 4:3", []Size{double, double}, true},
		{"twice 16:9", []Size{{910, 256}, {910, 256}}, true},
		{"slides", []Size{slide, slide}, false},
		{"one slide among them", []Size{double, slide, double}, false},
		{"a banner", []Size{double}, false},
		{"a film strip", []Size{{1000, 200}, {1000, 200}}, false},
		{"nothing", nil, false},
	} {
		if got := MayHaveNotes(tt.pages); got != tt.want {
			t.Errorf("%s: MayHaveNotes = %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestHalvesKeepAllWords splits lines of which some have words on both halves.
func TestHalvesKeepAllWords(t *testing.T) {
	t.Parallel()
	p := textPage("20 20 20 Left", "500 20 20 Right", "20 100 10 Left and more of it that goes on and on until the right half is reached at last")
	left, right := p.Halves()
	if n, m := len(p.places(wordsMax)), len(left.places(wordsMax))+len(right.places(wordsMax)); n != m {
		t.Errorf("the halves have %d words, the page %d", m, n)
	}
	for _, h := range []Page{left, right} {
		for _, w := range h.places(wordsMax) {
			if w.Left < -20 || w.Right > h.Width+20 {
				t.Errorf("%q is outside of its half: %+v", w.Text, w.Rect)
			}
		}
	}
	if left.Lines[0].Text != "Left" || right.Lines[0].Text != "Right" || right.Lines[0].Left != 140 {
		t.Errorf("the halves begin with %+v and %+v", left.Lines[0], right.Lines[0])
	}
}
