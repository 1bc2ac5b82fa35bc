// Package titleguess finds the title of a slide without a placeholder for one, as
// generators of decks write them. It is pure.
package titleguess

import (
	"strings"
	"unicode/utf8"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/readingorder"
)

// Slide is the content of a slide.
type Slide struct {
	Blocks []meeting.Block
	Texts  []Text               // those that may be the title
	Pieces []readingorder.Piece // all shapes
	Height float64              // of the slide, in the units of areas
}

// Text is the text of a shape.
type Text struct {
	From, To int  // indexes of its blocks
	HasRole  bool // in the layout of the slide: it is no title
	Area     readingorder.Rect
	Looks    Looks
}

// Looks is how a text is set, as far as it tells a title from other text.
type Looks struct {
	Size        int  // the largest, in hundredths of a point
	Bold, Light bool // some of it is bold, some of it is not
}

const (
	maxTitle      = 120 // characters
	maxTitleLines = 2
	topShare      = 0.35 // of the height of a slide: where titles begin
	coverShare    = 0.5  // the same of a cover, whose title is much larger
	larger        = 1.1  // times all other text
	muchLarger    = 1.3
	loneSize      = 2800 // of a text alone on its slide, in hundredths of a point
	headingSize   = 2000 // of a text above other content; also of a text that is no mere label
)

// Find returns the index of the block that is the title of a slide: one short line near
// the top, larger than all other text, or bold above other text of its size.
func (s Slide) Find() (block int, ok bool) {
	best := -1
	for i, t := range s.Texts {
		if s.mayBeTitle(t) && (best < 0 || t.Looks.Size > s.Texts[best].Looks.Size) {
			best = i
		}
	}
	if best < 0 || !s.standsOut(best) {
		return 0, false
	}
	return s.Texts[best].From, true
}

// mayBeTitle reports whether a text by itself can be a title.
func (s Slide) mayBeTitle(t Text) bool {
	if t.To-t.From != 1 || t.HasRole || !t.Area.Known || s.Height <= 0 || t.Area.Top >= coverShare*s.Height {
		return false
	}
	b := s.Blocks[t.From]
	return b.Kind == meeting.Text && utf8.RuneCountInString(b.Text) <= maxTitle &&
		strings.Count(b.Text, "\n") < maxTitleLines && !isLabel(b.Text)
}

// standsOut reports whether a text is set apart from all others.
func (s Slide) standsOut(best int) bool {
	t := s.Texts[best]
	size := float64(t.Looks.Size)
	share := topShare
	other := 0 // other texts
	for i, o := range s.Texts {
		if i == best || o.From == o.To {
			continue
		}
		other++
		above := o.Area.Known && o.Area.Bottom <= t.Area.Top
		switch {
		case above && o.Looks.Size >= headingSize && !isLabel(s.Blocks[o.From].Text):
			return false
		case size >= larger*float64(o.Looks.Size):
		case t.Looks.Size >= o.Looks.Size && t.Looks.Bold && !t.Looks.Light && !o.Looks.Bold && o.Area.Known && o.Area.Top >= t.Area.Top:
		default:
			return false
		}
	}
	cover := other > 0
	for i, o := range s.Texts {
		cover = cover && (i == best || size >= muchLarger*float64(o.Looks.Size))
	}
	if cover && t.Looks.Size >= loneSize {
		share = coverShare
	}
	if t.Area.Top >= share*s.Height {
		return false
	}
	switch {
	case other > 0:
		return true
	case len(s.Blocks) > 1:
		return t.Looks.Size >= headingSize && s.isAbove(t)
	}
	return t.Looks.Size >= loneSize
}

// isAbove reports whether a text is above all other content.
func (s Slide) isAbove(t Text) bool {
	for _, p := range s.Pieces {
		if (p.From > t.From || p.To <= t.From) && p.Area.Known && p.Area.Top < t.Area.Top {
			return false
		}
	}
	return true
}
