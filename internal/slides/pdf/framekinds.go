package pdf

import (
	"math"
	"slices"
)

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
