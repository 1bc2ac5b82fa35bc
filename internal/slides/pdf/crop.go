package pdf

import (
	"math"
)

// Crop is the part of a page in a frame, with places of its own.
func (p Page) Crop(frame Rect) Page {
	made := p.onlyWords(func(w Rect) bool { return frame.holds(w) })
	size := frame.Size()
	made.Width, made.Height = size.Width, size.Height
	for i := range made.Lines {
		line := &made.Lines[i]
		for j := range line.Words {
			line.Words[j].Rect = line.Words[j].shifted(-frame.Left, -frame.Top)
		}
		line.Rect = line.shifted(-frame.Left, -frame.Top)
	}
	return made
}

// onlyWords is a page with some of its words, at the same places.
func (p Page) onlyWords(keep func(Rect) bool) Page {
	lines := p.Lines
	p.Lines = nil
	for _, line := range lines {
		var kept []Place
		for _, w := range line.Words {
			if keep(w.Rect) {
				kept = append(kept, w)
			}
		}
		if len(kept) > 0 {
			p.Lines = append(p.Lines, lineOf(kept, line.Block))
		}
	}
	return p
}

// NotesOf are the notes on each of the slides that a page shows in frames. On a page of
// notes they are below its slide, on a handout beside the nearest one. Headers, footers
// and page numbers are no notes.
func (f Frames) NotesOf(p Page, on []Rect) []Page {
	made := make([]Page, len(on))
	for i := range on {
		if f.Screens {
			made[i] = p.beside(on[i])
			continue
		}
		made[i] = p.onlyWords(func(w Rect) bool { return f.noteOn(p, w, on) == i })
	}
	if f.Notes && len(made) > 0 {
		made[0] = made[0].withoutNumber()
	}
	return made
}

// noteOn is the frame that a word is a note on, or -1.
func (f Frames) noteOn(p Page, w Rect, on []Rect) int {
	if f.Notes {
		if (w.Top+w.Bottom)/2 > on[0].Bottom {
			return 0
		}
		return -1
	}
	nearest, distance := -1, math.Inf(1)
	for i, b := range on {
		if b.holds(w) {
			return -1
		}
		if d := b.distance(w); d < distance {
			nearest, distance = i, d
		}
	}
	if w.Bottom < handoutMargin*p.Height || w.Top > (1-handoutMargin)*p.Height {
		return -1
	}
	return nearest
}

// withoutNumber is a page without the page number at its bottom.
func (p Page) withoutNumber() Page {
	lines := p.Lines
	p.Lines = nil
	for _, line := range lines {
		if line.Top < (1-handoutMargin)*p.Height || hasLetter(line.Text) {
			p.Lines = append(p.Lines, line)
		}
	}
	return p
}

// Places are the first words of a page with their places, as [FindFrames] compares them.
func (p Page) Places() []Place { return p.places(printedMax) }

// HasWordsBeside reports whether a word is wholly in a margin of that width.
func (p Page) HasWordsBeside(margin float64) bool {
	inner := Rect{margin, margin, p.Width - margin, p.Height - margin}
	for _, line := range p.Lines {
		for _, w := range line.Words {
			if Letters(w.Text) > 0 && (w.Right <= inner.Left || w.Left >= inner.Right || w.Bottom <= inner.Top || w.Top >= inner.Bottom) {
				return true
			}
		}
	}
	return false
}
