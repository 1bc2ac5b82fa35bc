package pdf

import (
	"cmp"
	"math"
	"slices"
)

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
