package pdf

import (
	"slices"
	"strings"
	"unicode"
)

const (
	marginHeight = 0.15 // share of the page's height in which headers and footers are, at the top and the bottom
	marginWidth  = 0.15 // share of the page's width in which sidebars are, on the left and the right
	placeGrid    = 100  // places that differ by less than 1/placeGrid of the page are the same
	footerPages  = 3    // shorter decks have no footers: nothing is known of what repeats
	footerLines  = 50   // lines in the margins of a page that are considered
	footerBytes  = 500  // longer lines are not footers
)

// Footers are the headers, footers and sidebars of a deck: text in the margins that is
// at the same place on most pages. Page numbers and dates may vary: digits are
// compared as if they were all the same.
type Footers struct{ places map[footerPlace]bool }

// footerPlace is a text in a margin and its place, on one of two grids: places that
// fall into different cells of the one may be in the same cell of the other.
type footerPlace struct {
	text         string
	across, down int
	grid         int
	centred      bool // across is the middle, not the distance from the nearer side
}

// footerCount is the number of pages that have a text, and on which it is the title.
type footerCount struct{ pages, titles, last int }

// FindFooters finds the footers of a deck. A text that is the title on most of its
// pages is none, even if many slides have that title.
func FindFooters(pages []Page) Footers {
	f := Footers{places: map[footerPlace]bool{}}
	if len(pages) < footerPages {
		return f
	}
	counts := map[footerPlace]*footerCount{}
	for number, p := range pages {
		first, end := p.title()
		considered := 0
		for i, line := range p.Lines {
			places := p.footerPlaces(line)
			if len(places) == 0 {
				continue
			}
			if considered++; considered > footerLines {
				break
			}
			for _, place := range places {
				c := counts[place]
				if c == nil {
					c = &footerCount{last: -1}
					counts[place] = c
				}
				if c.last == number {
					continue // twice on one page
				}
				c.pages, c.last = c.pages+1, number
				if i >= first && i < end {
					c.titles++
				}
			}
		}
	}
	for place, c := range counts {
		if 2*c.pages > len(pages) && 2*c.titles <= c.pages {
			f.places[place] = true
		}
	}
	return f
}

// Split is p without its footers, and their text, a line each.
func (f Footers) Split(p Page) (rest Page, master string) {
	if len(f.places) == 0 {
		return p, ""
	}
	var kept []Line
	var texts []string
	for _, line := range p.Lines {
		if !slices.ContainsFunc(p.footerPlaces(line), func(place footerPlace) bool { return f.places[place] }) {
			kept = append(kept, line)
			continue
		}
		if !slices.Contains(texts, line.Text) && len(texts) < footerLines {
			texts = append(texts, line.Text)
		}
	}
	p.Lines = kept
	return p, strings.Join(texts, "\n")
}

// footerPlaces are the places of a line, or none if it cannot be a footer: it is not
// in a margin or is only a bullet.
func (p Page) footerPlaces(l Line) []footerPlace {
	if !p.hasSize() || len(l.Text) > footerBytes {
		return nil
	}
	letters := hasLetter(l.Text)
	text := l.Text
	switch {
	case p.isEdge(l):
		if !letters && !strings.ContainsFunc(text, unicode.IsDigit) {
			return nil
		}
		text = maskDigits(text)
	case !letters || l.Right > marginWidth*p.Width && l.Left < (1-marginWidth)*p.Width:
		return nil
	}
	down := (l.Top + l.Bottom) / 2 / p.Height
	var places []footerPlace
	for grid := range 2 {
		place := footerPlace{text: text, grid: grid, down: cell(down, grid)}
		if letters { // may be on the left of even pages and on the right of odd ones
			places = append(places, place)
			continue
		}
		place.across = cell(min(l.Left, p.Width-l.Right)/p.Width, grid)
		middle := place
		middle.centred, middle.across = true, cell((l.Left+l.Right)/2/p.Width, grid)
		places = append(places, place, middle)
	}
	return places
}

// isEdge reports whether a line is in the margin at the top or the bottom.
func (p Page) isEdge(l Line) bool {
	return l.Bottom <= marginHeight*p.Height || l.Top >= (1-marginHeight)*p.Height
}

// hasSize reports whether the page has a size, by which places can be divided.
func (p Page) hasSize() bool { return p.Width > 0 && p.Height > 0 }

// cell is the cell of a place, as a share of the page, in a grid. The second grid is
// shifted by half a cell.
func cell(share float64, grid int) int {
	return int(min(max(share, -1), 2)*placeGrid + float64(grid)/2 + 1)
}

// maskDigits replaces numbers by one sign each.
func maskDigits(text string) string {
	var b strings.Builder
	inNumber := false
	for _, r := range text {
		if digit := unicode.IsDigit(r); digit {
			if !inNumber {
				b.WriteByte('#')
			}
			inNumber = true
			continue
		}
		inNumber = false
		b.WriteRune(r)
	}
	return b.String()
}
