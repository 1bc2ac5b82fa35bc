package pdf

import (
	"math"
	"slices"
)

// Frames are the places of slides that are printed on paper, by page number: one on a
// page of notes, or several on a handout. A page without frames has no slide printed in
// small.
type Frames struct {
	Notes   bool // one slide a page, with the speaker's notes below it
	Screens bool // one slide a page, with the notes for a second screen on the rest of it
	On      map[int][]Rect
}

// Drawn is a page with the boxes that it draws.
type Drawn struct {
	Size

	Words []Place
	Boxes []Rect
}

const (
	printedMax  = 1000  // pages of a file that are compared, and words of a page: both stay in memory
	frameMin    = 0.18  // share of the page's width that a frame has at least
	frameMax    = 0.97  // and at most
	frameSame   = 0.015 // share of the page's width: frames that differ by less are at one place
	frameSizes  = 300   // different sizes of boxes that are considered
	frameBoxes  = 100   // boxes of a page that are considered, the largest first
	mostPages   = 0.9   // share of the pages that show frames
	wordsWithin = 0.8   // share of the words that are within the frames of a handout
	notesBottom = 0.65  // share of the page's height above which the slide on a page of notes ends
	notesWidth  = 0.4   // share of the page's width that it has at least
)

// MayBePrinted reports whether all pages have the shape of paper on which slides are
// printed: A4 and Letter in both directions, and 3:4, the shape of PowerPoint's pages
// of notes.
func MayBePrinted(pages []Size) bool {
	for _, p := range pages {
		long, short := max(p.Width, p.Height), min(p.Width, p.Height)
		near := func(ratio float64) bool { return math.Abs(long/short/ratio-1) < 0.01 }
		paper := near(math.Sqrt2) || near(11/8.5)
		if !paper && !(near(4.0/3) && p.Height > p.Width) {
			return false
		}
	}
	return len(pages) > 0 && len(pages) <= printedMax
}

// FindFrames finds the frames of slides: boxes of one size and of the shape of a slide,
// which are in a grid that is the same on nearly all pages. Other boxes are pictures and
// columns of a slide, on which text and titles are elsewhere.
func FindFrames(pages []Drawn) Frames {
	var best Frames
	var largest float64
	for _, size := range frameSizesOf(pages) {
		if area := size.Width * size.Height; area > largest {
			if f, ok := framesOf(pages, size); ok {
				best, largest = f, area
			}
		}
	}
	return best
}

// framesOf are the frames of one size, if these are slides.
func framesOf(pages []Drawn, size Size) (Frames, bool) {
	f := Frames{On: map[int][]Rect{}}
	var full []Rect // the frames of the page that has most
	for i, p := range pages {
		var on []Rect
		for _, b := range p.candidates() {
			apart := !slices.ContainsFunc(on, func(other Rect) bool { return b.overlaps(other) })
			if p.sameSize(b.Size(), size) && apart {
				on = append(on, b)
			}
		}
		if len(on) == 0 {
			continue
		}
		f.On[i+1] = p.inRows(on)
		if len(on) > len(full) {
			full = f.On[i+1]
		}
	}
	if len(f.On) < len(pages)-1 && float64(len(f.On)) < mostPages*float64(len(pages)) || len(f.On) == 0 {
		return Frames{}, false
	}
	for number, on := range f.On { // all at the places of the fullest page
		p := pages[number-1]
		for _, b := range on {
			if !slices.ContainsFunc(full, func(other Rect) bool { return p.samePlace(b, other) }) {
				return Frames{}, false
			}
		}
	}
	if len(full) == 1 {
		f.Notes = true
		return f, f.areNotes(pages)
	}
	return f, f.areHandouts(pages, full)
}
