package pdf

import (
	"cmp"
	"math"
	"slices"
)

const (
	gapMin   = 12   // points between two columns
	orderMax = 1000 // blocks of a page that are sorted; a slide has dozens
)

// group is a run of lines that are read one after the other.
type group struct {
	Rect

	lines []Line
	at    int // index in the input
}

// inReadingOrder sorts the blocks of a page with columns column by column: pdftotext
// reads adjacent text boxes line by line. The order within a block, and on a page
// without columns, stays.
func inReadingOrder(lines []Line) []Line {
	blocks := groups(lines)
	if len(blocks) < 4 || len(blocks) > orderMax {
		return lines
	}
	bands := bandsOf(blocks)
	ordered := make([]Line, 0, len(lines))
	columns := false
	for len(bands) > 0 {
		n, gaps := columnar(bands)
		stretch := slices.Concat(bands[:n]...)
		slices.SortFunc(stretch, func(a, b group) int {
			if len(gaps) == 0 {
				return cmp.Compare(a.at, b.at)
			}
			return cmp.Or(cmp.Compare(column(a, gaps), column(b, gaps)), cmp.Compare(a.Top, b.Top), cmp.Compare(a.at, b.at))
		})
		columns = columns || len(gaps) > 0
		for _, g := range stretch {
			ordered = append(ordered, g.lines...)
		}
		bands = bands[n:]
	}
	if !columns {
		return lines
	}
	return ordered
}

// groups are the blocks of a page. A bullet apart from its item belongs to the item:
// bullets are not a column.
func groups(lines []Line) []group {
	var all []group
	for _, l := range lines {
		if n := len(all); n == 0 || !all[n-1].takes(l) {
			all = append(all, group{Rect: l.Rect, at: n})
		}
		g := &all[len(all)-1]
		g.lines = append(g.lines, l)
		g.Left, g.Right = min(g.Left, l.Left), max(g.Right, l.Right)
		g.Top, g.Bottom = min(g.Top, l.Top), max(g.Bottom, l.Bottom)
	}
	return all
}

func (g group) takes(l Line) bool {
	last := g.lines[len(g.lines)-1]
	return last.Block == l.Block || last.isBullet() && l.beside(last)
}

// beside reports whether a line is to the right of another.
func (l Line) beside(other Line) bool {
	return l.Top < other.Bottom && l.Bottom > other.Top && l.Left > other.Left
}

// bandsOf divides blocks, from the top, wherever a horizontal line across the page
// cuts none of them.
func bandsOf(blocks []group) [][]group {
	blocks = slices.Clone(blocks)
	slices.SortStableFunc(blocks, func(a, b group) int { return cmp.Compare(a.Top, b.Top) })
	var bands [][]group
	bottom := math.Inf(-1)
	for _, b := range blocks {
		if b.Top >= bottom {
			bands = append(bands, nil)
		}
		last := &bands[len(bands)-1]
		*last = append(*last, b)
		bottom = max(bottom, b.Bottom)
	}
	return bands
}

// gap is a vertical strip of the page without text.
type gap struct{ from, to float64 }

// columnar is the number of bands, from the first, that are read together, and the
// gaps between their columns. There are no gaps if the bands have no columns or are
// a table.
func columnar(bands [][]group) (n int, gaps []gap) {
	free := gapsOf(bands[0])
	if len(free) == 0 {
		return 1, nil
	}
	n = 1
	for n < len(bands) {
		more := common(free, bands[n])
		if len(more) == 0 {
			break
		}
		free = more
		n++
	}
	// Text below the other columns on the left may not belong to its column.
	for n > 1 && !reaches(bands[n-1], free) {
		n--
	}
	if isTable(bands[:n], free) {
		return n, nil
	}
	return n, free
}

// reaches reports whether a block of a band is beyond the first column.
func reaches(band []group, gaps []gap) bool {
	return slices.ContainsFunc(band, func(g group) bool { return column(g, gaps) > 0 })
}

// gapsOf are the gaps between the blocks of one band.
func gapsOf(band []group) []gap {
	band = slices.Clone(band)
	slices.SortFunc(band, func(a, b group) int { return cmp.Compare(a.Left, b.Left) })
	var gaps []gap
	right := band[0].Right
	for _, b := range band[1:] {
		if b.Left-right >= gapMin {
			gaps = append(gaps, gap{right, b.Left})
		}
		right = max(right, b.Right)
	}
	return gaps
}

// common is the part of gaps that a band leaves free.
func common(gaps []gap, band []group) []gap {
	for _, b := range band {
		var left []gap
		for _, g := range gaps {
			for _, rest := range []gap{{g.from, min(g.to, b.Left)}, {max(g.from, b.Right), g.to}} {
				if rest.to-rest.from >= gapMin {
					left = append(left, rest)
				}
			}
		}
		gaps = left
	}
	return gaps
}

func column(g group, gaps []gap) int {
	n := 0
	for _, gap := range gaps {
		if g.Left >= gap.to {
			n++
		}
	}
	return n
}

// isTable reports whether columns are those of a table: three or more, of rows that
// mostly have one line. A table is read row by row.
func isTable(bands [][]group, gaps []gap) bool {
	if len(gaps) < 2 || len(bands) < 2 {
		return false
	}
	blocks, single := 0, 0
	for _, band := range bands {
		for _, g := range band {
			blocks++
			if len(g.lines) == 1 {
				single++
			}
		}
	}
	return 2*single > blocks
}
