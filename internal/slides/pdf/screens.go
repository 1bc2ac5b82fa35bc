package pdf

import (
	"math"
	"slices"

	"proceedings/internal/meeting"
)

// doubleRatios are the ratios of width to height of two slides beside each other: of
// 5:4, 4:3, 3:2, 16:10 and 16:9 each.
func doubleRatios() []float64 { return []float64{2.5, 8.0 / 3, 3, 3.2, 32.0 / 9} }

// MayHaveNotes reports whether all pages have the shape of two slides beside each
// other: beamer and other programs write a slide and, for a second screen on its
// right, the speaker's notes.
func MayHaveNotes(pages []Size) bool {
	return len(pages) > 1 && !slices.ContainsFunc(pages, func(s Size) bool { return !s.hasRatio(doubleRatios()) })
}

// hasRatio reports whether a page has one of some ratios of width to height.
func (s Size) hasRatio(ratios []float64) bool {
	return slices.ContainsFunc(ratios, func(r float64) bool { return math.Abs(s.Width/s.Height/r-1) < 0.02 })
}

// Halves are the left and the right half of a page, each with places of its own.
func (p Page) Halves() (left, right Page) {
	middle := p.Width / 2
	left, right = p, p
	left.Width, right.Width = middle, middle
	left.Lines, right.Lines = nil, nil
	for _, line := range p.Lines {
		var onLeft, onRight []Place
		for _, w := range line.Words {
			if (w.Left+w.Right)/2 < middle {
				onLeft = append(onLeft, w)
				continue
			}
			w.Left, w.Right = w.Left-middle, w.Right-middle
			onRight = append(onRight, w)
		}
		if len(onLeft) > 0 {
			left.Lines = append(left.Lines, lineOf(onLeft, line.Block))
		}
		if len(onRight) > 0 {
			right.Lines = append(right.Lines, lineOf(onRight, line.Block))
		}
	}
	return left, right
}

// lineOf is the line of words.
func lineOf(words []Place, block int) Line {
	l := Line{Rect: words[0].Rect, Block: block, Words: words}
	for i, w := range words {
		l.Left, l.Top = min(l.Left, w.Left), min(l.Top, w.Top)
		l.Right, l.Bottom = max(l.Right, w.Right), max(l.Bottom, w.Bottom)
		if i > 0 {
			l.Text += " "
		}
		l.Text += w.Text
	}
	return l
}

// LeftHalf is the left half of a page of that size.
func (s Size) LeftHalf() Size { return Size{s.Width / 2, s.Height} }

// LeftArea is the left half of the page with that number.
func LeftArea(page int) meeting.Area { return meeting.Area{Page: page, Width: 0.5, Height: 1} }
