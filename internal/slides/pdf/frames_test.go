package pdf

import (
	"slices"
	"testing"
)

// drawn is a page with boxes, and words as in [textPage].
func drawn(width, height float64, boxes []Rect, lines ...string) Drawn {
	return Drawn{Size: Size{width, height}, Boxes: boxes, Words: textPage(lines...).Places()}
}

// grid is columns and rows of boxes of 16:9 that are that wide.
func grid(columns, rows int, width float64) []Rect {
	var all []Rect
	for row := range rows {
		for column := range columns {
			left, top := 40+float64(column)*(width+20), 50+float64(row)*(width*9/16+30)
			all = append(all, Rect{left, top, left + width, top + width*9/16})
		}
	}
	return all
}

func TestFindFrames(t *testing.T) {
	t.Parallel()
	const width, height = 595, 842
	slide := []Rect{{97, 60, 497, 285}}
	notes := drawn(width, height, slide, "120 80 20 Title", "120 150 12 Oxygen", "80 400 12 Pause here")
	four, words := grid(2, 2, 240), []string{"50 60 14 One", "320 60 14 Two", "50 230 14 Three", "320 230 14 Four"}
	full := drawn(width, height, four, append(words, "500 20 9 Harbour course")...)
	three := grid(1, 3, 240)
	beside := drawn(width, height, three, "50 60 14 One", "50 230 14 Two", "50 390 14 Three", "320 70 12 Say why", "320 250 12 Then pause", "320 260 12 and smile a little more")
	repeat := func(p Drawn, n int) []Drawn { return slices.Repeat([]Drawn{p}, n) }
	for _, tt := range []struct {
		name   string
		pages  []Drawn
		frames int // on all pages
		notes  bool
	}{
		{"pages of notes", repeat(notes, 3), 3, true},
		{"one page of notes", repeat(notes, 1), 1, true},
		{"slides that are pictures, with notes", repeat(drawn(width, height, slide, "80 400 12 Pause here"), 2), 2, true},
		{"a page of notes that goes on", []Drawn{notes, notes, drawn(width, height, nil, "80 80 12 more to say")}, 2, true},
		{"a border around the slide", repeat(drawn(width, height, append([]Rect{{95, 58, 499, 287}, {150, 100, 310, 190}}, slide...), "120 80 20 Title", "80 400 12 Pause"), 2), 2, true},
		{"slides on paper without notes", repeat(drawn(width, height, slide, "120 80 20 Title", "550 820 9 Page 3"), 3), 0, false},
		{"a poster with a picture", repeat(drawn(width, height, slide, "120 20 30 Oxygen", "80 400 12 Text"), 1), 0, false},
		{"a report with figures", []Drawn{notes, drawn(width, height, []Rect{{97, 400, 497, 625}}, "80 40 12 Text"), drawn(width, height, nil, "80 40 12 Text")}, 0, false},
		{"a picture above text on wide slides", repeat(drawn(842, 595, []Rect{{221, 60, 621, 285}}, "300 80 20 Title", "300 400 12 Text"), 3), 0, false},

		{"four slides on a page", repeat(full, 3), 12, false},
		{"four slides on one page", repeat(full, 1), 4, false},
		{"four slides on a page, the last is not full", []Drawn{full, full, drawn(width, height, four[:2], words[:2]...)}, 10, false},
		{"a cover", []Drawn{drawn(width, height, nil, "80 80 30 Cover"), full, full}, 8, false},
		{"two slides on a page", repeat(drawn(width, height, grid(1, 2, 420), "50 60 14 One", "50 350 14 Two"), 2), 4, false},
		{"two slides beside each other", repeat(drawn(842, 595, grid(2, 1, 360), "50 60 14 One", "430 60 14 Two"), 2), 4, false},
		{"six slides on a page", repeat(drawn(width, height, grid(2, 3, 240), words...), 2), 12, false},
		{"three slides with notes beside them", repeat(beside, 2), 6, false},

		{"two columns below a title", repeat(drawn(842, 595, grid(2, 1, 360), "50 20 24 Title", "50 60 14 One", "430 60 14 Two"), 3), 0, false},
		{"four photographs with captions", repeat(drawn(842, 595, four, "50 200 12 Harbour", "50 380 12 Sea"), 3), 0, false},
		{"four boxes that are not in a grid", repeat(drawn(width, height, append([]Rect{{60, 500, 300, 635}}, four[:3]...), words...), 2), 0, false},
		{"four tall boxes", repeat(drawn(width, height, []Rect{{40, 40, 280, 240}, {300, 40, 540, 240}, {40, 300, 280, 500}, {300, 300, 540, 500}}, words...), 2), 0, false},
		{"boxes on half of the pages", []Drawn{full, full, drawn(width, height, nil), drawn(width, height, nil)}, 0, false},
		{"more text outside", repeat(drawn(width, height, four, append(words, "50 500 12 What it means", "50 520 12 is that oxygen falls")...), 2), 0, false},
		{"no boxes", repeat(drawn(width, height, nil, words...), 2), 0, false},
		{"no pages", nil, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := FindFrames(tt.pages)
			n := 0
			for _, on := range f.On {
				n += len(on)
			}
			if n != tt.frames || f.Notes != tt.notes {
				t.Errorf("%d frames, notes %v; want %d, %v", n, f.Notes, tt.frames, tt.notes)
			}
			if n > 0 && len(f.On[len(tt.pages)]) == 4 && !slices.Equal(f.On[len(tt.pages)], four) {
				t.Errorf("the frames are %v, want them row by row", f.On[len(tt.pages)])
			}
		})
	}
}

func TestMayBePrinted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		page Size
		want bool
	}{
		{"A4", Size{595.276, 841.89}, true},
		{"wide Letter", Size{792, 612}, true},
		{"a page of notes by PowerPoint", Size{540, 720}, true},
		{"4:3", Size{720, 540}, false},
		{"16:9", Size{960, 540}, false},
	} {
		if got := MayBePrinted([]Size{tt.page}); got != tt.want {
			t.Errorf("%s: MayBePrinted = %v", tt.name, got)
		}
	}
	if MayBePrinted(nil) {
		t.Error("no page may be printed")
	}
}

func TestNotesOf(t *testing.T) {
	t.Parallel()
	page := textPage("50 60 14 One", "320 250 12 Say why", "320 70 12 Pause", "20 10 8 Header", "20 390 8 7")
	frames := []Rect{{40, 50, 280, 185}, {40, 215, 280, 350}}
	got := Frames{}.NotesOf(page, frames)
	if got[0].Text() != "Pause" || got[1].Text() != "Say why" {
		t.Errorf("notes %q, %q", got[0].Text(), got[1].Text())
	}
	page = textPage("50 60 14 One", "50 200 12 Say why", "20 10 8 Header", "20 390 8 7")
	if got := (Frames{Notes: true}).NotesOf(page, frames[:1]); got[0].Text() != "Say why" {
		t.Errorf("notes %q", got[0].Text())
	}
	if s := page.Crop(frames[0]); len(s.Lines) != 1 || s.Lines[0].Left != 10 || s.Lines[0].Top != 10 || s.Width != 240 {
		t.Errorf("the slide is %+v", s)
	}
}
