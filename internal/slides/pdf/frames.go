package pdf

import (
	"cmp"
	"math"
	"slices"

	"proceedings/internal/meeting"
)

// Frames are the places of slides that are printed on paper, by page number: one on a
// page of notes, or several on a handout. A page without frames has no slide printed in
// small.
type Frames struct {
	Notes bool // one slide a page, with the speaker's notes below it
	On    map[int][]Rect
}

// Drawn is a page with the boxes that it draws.
type Drawn struct {
	Size

	Words []Place
	Boxes []Rect
}

const (
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
	return len(pages) > 0
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

// frameSizesOf are the different sizes of boxes that may be slides.
func frameSizesOf(pages []Drawn) []Size {
	var sizes []Size
	for _, p := range pages {
		for _, b := range p.candidates() {
			s := b.Size()
			if len(sizes) < frameSizes && !slices.ContainsFunc(sizes, func(other Size) bool { return p.sameSize(s, other) }) {
				sizes = append(sizes, s)
			}
		}
	}
	return sizes
}

// candidates are the boxes of a page that have the size and shape of a slide.
func (p Drawn) candidates() []Rect {
	var found []Rect
	for _, b := range p.Boxes {
		s := b.Size()
		inside := b.Left >= -1 && b.Top >= -1 && b.Right <= p.Width+1 && b.Bottom <= p.Height+1
		if ratio := s.Width / s.Height; inside && s.Width >= frameMin*p.Width && s.Width <= frameMax*p.Width && ratio > 1.2 && ratio < 1.9 {
			found = append(found, b)
		}
	}
	slices.SortStableFunc(found, func(a, b Rect) int { return cmp.Compare(b.Size().Width, a.Size().Width) })
	return found[:min(len(found), frameBoxes)]
}

func (p Drawn) sameSize(a, b Size) bool {
	near := frameSame * p.Width
	return math.Abs(a.Width-b.Width) < near && math.Abs(a.Height-b.Height) < near
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

// areNotes reports whether upright pages show a slide in their upper part, in the
// middle, and text below it. A single page may be a poster with a picture: its slide
// has words.
func (f Frames) areNotes(pages []Drawn) bool {
	below, within := false, false
	for number, on := range f.On {
		p, b := pages[number-1], on[0]
		centred := math.Abs((b.Left+b.Right)/2-p.Width/2) < 2*frameSame*p.Width
		if p.Width >= p.Height || !centred || b.Bottom > notesBottom*p.Height || b.Size().Width < notesWidth*p.Width {
			return false
		}
		for _, w := range p.Words {
			below = below || w.Top >= b.Bottom && w.Bottom < (1-handoutMargin)*p.Height
			within = within || b.holds(w.Rect)
		}
	}
	return below && (within || len(pages) > 1)
}

const (
	handoutMax    = 9    // slides on a page
	handoutMargin = 0.08 // share of the page's height in which a handout has its header and footer
)

// slideShapes are the ratios of width to height of slides: 4:3, 16:9, 16:10, 3:2, 5:4,
// A4 and Letter.
func slideShapes() []float64 {
	return []float64{4.0 / 3, 16.0 / 9, 1.6, 1.5, 1.25, math.Sqrt2, 11 / 8.5}
}

// areHandouts reports whether frames in a full grid are slides: most of them have
// words, and they have the largest words on the page. The words beside a column of
// frames may be notes; the other words are only headers and footers.
func (f Frames) areHandouts(pages []Drawn, full []Rect) bool {
	first := full[0].Size()
	shaped := slices.ContainsFunc(slideShapes(), func(r float64) bool { return math.Abs(first.Width/first.Height/r-1) < frameSame })
	columns, rows := gridOf(pages[0], full)
	if !shaped || len(full) > handoutMax || columns*rows != len(full) {
		return false
	}
	frames, withWords, within, all := 0, 0, 0, 0
	for number, on := range f.On {
		p := pages[number-1]
		var inside, outside float64 // heights of the largest words
		for _, b := range on {
			frames++
			if slices.ContainsFunc(p.Words, func(w Place) bool { return b.holds(w.Rect) }) {
				withWords++
			}
		}
		for _, w := range p.Words {
			if slices.ContainsFunc(on, func(b Rect) bool { return b.holds(w.Rect) }) {
				all, within = all+1, within+1
				inside = max(inside, w.Bottom-w.Top)
				continue
			}
			outside = max(outside, w.Bottom-w.Top)
			if w.Bottom > handoutMargin*p.Height && w.Top < (1-handoutMargin)*p.Height {
				all++
			}
		}
		if inside > 0 && outside > inside {
			return false // a title above columns
		}
	}
	return 2*withWords >= frames && (columns == 1 && rows >= 3 || float64(within) >= wordsWithin*float64(all))
}

// gridOf counts the columns and rows of frames.
func gridOf(p Drawn, frames []Rect) (columns, rows int) {
	var lefts, tops []float64
	for _, b := range frames {
		lefts, tops = append(lefts, b.Left), append(tops, b.Top)
	}
	distinct := func(all []float64) int {
		slices.Sort(all)
		return len(slices.CompactFunc(all, func(a, b float64) bool { return math.Abs(a-b) < frameSame*p.Width }))
	}
	return distinct(lefts), distinct(tops)
}

// inRows are frames in the order in which they are read, row by row.
func (p Drawn) inRows(frames []Rect) []Rect {
	slices.SortFunc(frames, func(a, b Rect) int { return cmp.Compare(a.Top, b.Top) })
	row, top := 0, math.Inf(-1)
	rows := map[Rect]int{}
	for _, b := range frames {
		if b.Top-top > frameSame*p.Width {
			row, top = row+1, b.Top
		}
		rows[b] = row
	}
	slices.SortFunc(frames, func(a, b Rect) int { return cmp.Or(cmp.Compare(rows[a], rows[b]), cmp.Compare(a.Left, b.Left)) })
	return frames
}

func (p Drawn) samePlace(a, b Rect) bool {
	near := 2 * frameSame * p.Width
	return math.Abs(a.Left-b.Left) < near && math.Abs(a.Top-b.Top) < near
}

// Size is the size of the rectangle.
func (r Rect) Size() Size { return Size{r.Right - r.Left, r.Bottom - r.Top} }

// overlaps reports whether two boxes have more than their edges in common.
func (r Rect) overlaps(other Rect) bool {
	return min(r.Right, other.Right)-max(r.Left, other.Left) > 1 && min(r.Bottom, other.Bottom)-max(r.Top, other.Top) > 1
}

// holds reports whether the middle of another box is in r.
func (r Rect) holds(other Rect) bool {
	across, down := (other.Left+other.Right)/2, (other.Top+other.Bottom)/2
	return across >= r.Left && across <= r.Right && down >= r.Top && down <= r.Bottom
}

// Area is the part of a page of that size and number that r is.
func (r Rect) Area(page int, of Size) meeting.Area {
	share := func(x, length float64) float64 { return rounded(min(1, max(0, x/length))) }
	left, top := share(r.Left, of.Width), share(r.Top, of.Height)
	return meeting.Area{
		Page: page, Left: left, Top: top,
		Width: rounded(share(r.Right, of.Width) - left), Height: rounded(share(r.Bottom, of.Height) - top),
	}
}
