package pdf

import "math"

// Side is where a page has the speaker's notes, for a second screen.
type Side int

// The sides.
const (
	NoSide Side = iota
	Right
	Left
	Below
	Above
	sides
)

// stackedRatios are the ratios of width to height of two slides above each other: of 16:9,
// 16:10, 4:3 and 5:4 each. That of 3:2 is that of pages of notes, too.
func stackedRatios() []float64 { return []float64{8.0 / 9, 0.8, 2.0 / 3, 0.625} }

// MayBeTwo reports whether a page has the shape of two slides, beside or above each other.
func (s Size) MayBeTwo() bool { return s.hasRatio(doubleRatios()) || s.hasRatio(stackedRatios()) }

// slideBeside is the half of a page of that size that is a slide if the notes are on that
// side.
func (s Size) slideBeside(notes Side) Rect {
	half := Rect{0, 0, s.Width, s.Height}
	switch notes {
	case Right:
		half.Right /= 2
	case Left:
		half.Left = s.Width / 2
	case Below:
		half.Bottom /= 2
	case Above:
		half.Top = s.Height / 2
	}
	return half
}

// opposite is the other half of a page.
func opposite(side Side) Side {
	return [...]Side{NoSide, Left, Right, Above, Below}[side]
}

// Screens finds out on which side pages have notes for a second screen. Its zero value has
// seen no page.
type Screens struct {
	crossing    [sides]bool // a word is on both halves
	both        [sides]int  // pages with text on both
	small, like [sides]int  // pages with a slide and, on that side, that slide in small, or text like notes
}

// Add looks at the next page.
func (s *Screens) Add(p Page) {
	size := Size{p.Width, p.Height}
	switch {
	case size.hasRatio(doubleRatios()):
		s.add(p, Right)
		s.add(p, Left)
	case size.hasRatio(stackedRatios()):
		s.add(p, Below)
		s.add(p, Above)
	}
}

func (s *Screens) add(p Page, side Side) {
	size := Size{p.Width, p.Height}
	on := size.slideBeside(side)
	for _, w := range p.places(wordsMax) {
		across, down := size.Width/2, size.Height/2
		s.crossing[side] = s.crossing[side] || side <= Left && w.Left < across && w.Right > across || side > Left && w.Top < down && w.Bottom > down
	}
	slide, notes := p.Crop(on), p.Crop(size.slideBeside(opposite(side)))
	if len(slide.Lines) == 0 || len(notes.Lines) == 0 {
		return
	}
	s.both[side]++
	if _, ok := notes.miniature(slide); ok {
		s.small[side]++
	} else if notes.isLikeNotesOn(slide, side) {
		s.like[side]++
	}
}

// isLikeNotesOn reports whether a half page is no part of a wide slide: its text is smaller
// than the title, begins beside it, and has not the lines of the other half.
func (p Page) isLikeNotesOn(slide Page, side Side) bool {
	const (
		near    = 2    // points
		smaller = 0.95 // times the height of the title
	)
	title, largest := slide.largest(), p.largest()
	first, continued := math.Inf(1), 0
	for _, line := range p.Lines {
		first = min(first, line.Top)
		for _, other := range slide.Lines {
			if math.Abs(line.Top-other.Top) < near && math.Abs(line.Bottom-other.Bottom) < near {
				continued++
				break
			}
		}
	}
	height := title.Bottom - title.Top
	return largest.Bottom-largest.Top < smaller*height && first < title.Bottom+height && (side > Left || continued < len(p.Lines))
}

// largest is the place of the first of the highest words.
func (p Page) largest() Rect {
	var found Rect
	for _, w := range p.places(wordsMax) {
		if w.Bottom-w.Top > found.Bottom-found.Top {
			found = w.Rect
		}
	}
	return found
}

// Notes is the side on which the pages have notes. It is NoSide, and unsure, if they may be
// two slides each but nothing says which half is notes.
func (s *Screens) Notes() (side Side, unsure bool) {
	for side = Right; side < sides; side++ {
		other := opposite(side)
		if s.crossing[side] || s.both[side] == 0 {
			continue
		}
		unsure = true
		small := s.small[side] > s.small[other]
		like := s.small[other] == 0 && s.like[side] > s.like[other] && 2*(s.small[side]+s.like[side]) > s.both[side]
		if small || like {
			return side, false
		}
	}
	return NoSide, unsure
}

// FramesBeside are the frames of the slides on pages of these sizes that have notes on
// that side. Pages of another shape show a slide only.
func FramesBeside(pages []Size, notes Side) Frames {
	f := Frames{Screens: true, On: map[int][]Rect{}}
	for i, size := range pages {
		if beside := notes <= Left; size.hasRatio(doubleRatios()) && beside || size.hasRatio(stackedRatios()) && !beside {
			f.On[i+1] = []Rect{size.slideBeside(notes)}
		}
	}
	return f
}

// beside is the half of a page that is not in a frame.
func (p Page) beside(frame Rect) Page {
	rest := Rect{0, 0, p.Width, p.Height}
	switch {
	case frame.Left > 0:
		rest.Right = frame.Left
	case frame.Top > 0:
		rest.Bottom = frame.Top
	case frame.Right < p.Width:
		rest.Left = frame.Right
	default:
		rest.Top = frame.Bottom
	}
	return p.Crop(rest).NotesBeside(p.Crop(frame))
}
