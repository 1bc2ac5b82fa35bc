package pdf

import (
	"math"

	"proceedings/internal/meeting"
)

const (
	miniatureMin  = 0.1 // scale of a slide on a page of notes
	miniatureMax  = 0.7
	miniatureSame = 0.8   // share of the slide's words that are found at their places
	miniatureNear = 0.015 // share of the page's width: a word so near is at its place

	anchorsMax    = 5   // words of the slide by which its place is guessed
	candidatesMax = 10  // words of the page with the same text
	comparedMax   = 200 // words of the slide that are compared
)

// miniature is the place of a slide that a page of notes shows in small, if it does:
// the slide's words are on it, in the same arrangement and smaller.
func (p Page) miniature(slide Page) (Rect, bool) {
	words := slide.places(comparedMax)
	if len(words) < 2 || !p.hasSize() {
		return Rect{}, false
	}
	byText := map[string][]Place{}
	for _, w := range p.places(wordsMax) {
		if len(byText[w.Text]) < candidatesMax {
			byText[w.Text] = append(byText[w.Text], w)
		}
	}
	for _, anchor := range words[:min(anchorsMax, len(words))] {
		for _, found := range byText[anchor.Text] {
			scale := (found.Bottom - found.Top) / (anchor.Bottom - anchor.Top)
			if !(scale >= miniatureMin && scale <= miniatureMax) { // true for NaN, too
				continue
			}
			left, top := found.Left-scale*anchor.Left, found.Top-scale*anchor.Top
			if p.showsAll(words, byText, scale, left, top) {
				return Rect{left, top, left + scale*slide.Width, top + scale*slide.Height}, true
			}
		}
	}
	return Rect{}, false
}

// showsAll reports whether most words are at their places in the miniature.
func (p Page) showsAll(words []Place, byText map[string][]Place, scale, left, top float64) bool {
	near := miniatureNear * p.Width
	missing := 0
	for _, w := range words {
		found := false
		for _, f := range byText[w.Text] {
			found = found || math.Abs(f.Left-left-scale*w.Left) < near && math.Abs(f.Top-top-scale*w.Top) < near
		}
		if !found {
			missing++
		}
		if float64(missing) > (1-miniatureSame)*float64(len(words)) {
			return false
		}
	}
	return true
}

// places are the first words of a page, up to limit, without bullets.
func (p Page) places(limit int) []Place {
	var words []Place
	for _, line := range p.Lines {
		for _, w := range line.Words {
			if len(words) == limit {
				return words
			}
			if Letters(w.Text) > 0 {
				words = append(words, w)
			}
		}
	}
	return words
}

// NotesOn are the notes on p, if it is a page of notes on the slide before, which it
// shows in small, as beamer's pages of notes do.
func (p Page) NotesOn(slide Page) (notes Page, ok bool) {
	small, ok := p.miniature(slide)
	if !ok {
		return Page{}, false
	}
	return p.without(small), true
}

// NotesBeside are the notes on p, the half page beside a slide, which it may show in
// small.
func (p Page) NotesBeside(slide Page) Page {
	if small, ok := p.miniature(slide); ok {
		return p.without(small)
	}
	return p
}

// without is what is below the miniature of a slide: beside it is a header. If nothing
// is below it, it is all that is not in it.
func (p Page) without(small Rect) Page {
	var below, around []Line
	for _, line := range p.Lines {
		across, down := (line.Left+line.Right)/2, (line.Top+line.Bottom)/2
		if down > small.Bottom {
			below = append(below, line)
		}
		if across < small.Left || across > small.Right || down < small.Top || down > small.Bottom {
			around = append(around, line)
		}
	}
	if p.Lines = below; len(below) == 0 {
		p.Lines = around
	}
	return p
}

// Text is the text of a page, a paragraph a line.
func (p Page) Text() string { return meeting.Body(p.blocks(p.Lines)) }
