package pdf

import (
	"math"

	"proceedings/internal/meeting"
)

// doubleRatios are the ratios of width to height of two slides beside each other: of
// 5:4, 4:3, 3:2, 16:10 and 16:9 each.
func doubleRatios() []float64 { return []float64{2.5, 8.0 / 3, 3, 3.2, 32.0 / 9} }

// MayHaveNotes reports whether all pages have the shape of two slides beside each
// other: beamer and other programs write a slide and, for a second screen on its
// right, the speaker's notes.
func MayHaveNotes(pages []Size) bool {
	for _, p := range pages {
		near := false
		for _, r := range doubleRatios() {
			near = near || math.Abs(p.Width/p.Height/r-1) < 0.02
		}
		if !near {
			return false
		}
	}
	return len(pages) > 1
}

// Screens finds out whether pages that may have notes have them.
type Screens struct {
	crossing     bool // a word is on both halves
	left, right  int  // pages with text on that half
	both, larger int  // pages with text on both, and those of them with the largest on the left
}

// Add looks at the next page.
func (s *Screens) Add(p Page) {
	var left, right float64 // heights of the largest words
	for _, line := range p.Lines {
		for _, w := range line.Words {
			middle := p.Width / 2
			height := w.Bottom - w.Top
			switch {
			case w.Right <= middle:
				left = max(left, height)
			case w.Left >= middle:
				right = max(right, height)
			default:
				s.crossing = true
			}
		}
	}
	if left > 0 {
		s.left++
	}
	if right > 0 {
		s.right++
	}
	if left > 0 && right > 0 {
		s.both++
		if left >= right {
			s.larger++
		}
	}
}

// HaveNotes reports whether the right halves of the pages are notes: no word is on both
// halves, and the titles are on the left.
func (s *Screens) HaveNotes() bool {
	return !s.crossing && s.left > 0 && s.right > 0 && 2*s.larger >= s.both
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
