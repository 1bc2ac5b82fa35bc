package align

import "math"

// Another font moves the lines of a page down and makes them longer, by much the same
// factor on the whole page. Elastic similarity compares a frame with a page whose rows may
// move and whose columns may be stretched.
const (
	rowReach  = 6   // farthest that a row moves, cells
	stretches = 7   // of the columns, by stretchBy each
	stretchBy = .06 // of the width
)

// elastic compares frames with pages row by row. It keeps its buffers.
type elastic struct {
	page []float32 // stretched
	dots []float32 // of the rows of a frame and a page
	best []float32 // sum of the best path to each pair of rows
	from []int8
	sq   []float32 // squares of the rows of the page
}

// quick returns the elastic similarity without stretching the page.
func (e *elastic) quick(f, page []float32, rows int) float32 {
	e.page = append(e.page[:0], page...)
	return e.path(f, rows)
}

// likeness returns the elastic similarity of features of a frame and a page, at most 1.
func (e *elastic) likeness(f, page []float32, rows int) (best float32) {
	best = ratio(dot(f, page), dot(f, f), dot(page, page))
	left, middle := margins(page, rows)
	for _, anchor := range [...]float32{left, middle} {
		for k := range stretches {
			by := 1 + stretchBy*float32(k-stretches/2)
			if by == 1 && anchor == middle {
				continue
			}
			e.stretch(page, rows, anchor, by)
			best = max(best, e.path(f, rows))
		}
	}
	return best
}

// margins returns the first column with ink, and the middle of the page.
func margins(page []float32, rows int) (left, middle float32) {
	const ink = .02 // mean square in a column
	for x := range columns {
		var sum float32
		for y := range rows {
			v := page[y*columns+x]
			sum += v * v
		}
		if sum > ink*float32(rows) {
			return float32(x), columns / 2
		}
	}
	return 0, columns / 2
}

// stretch stores the page with its columns stretched around an anchor.
func (e *elastic) stretch(page []float32, rows int, anchor, by float32) {
	if len(e.page) != len(page) {
		e.page = make([]float32, len(page))
	}
	for x := range columns {
		at := anchor + (float32(x)-anchor)/by
		i := int(math.Floor(float64(at)))
		part := at - float32(i)
		for y := range rows {
			var v float32
			if i >= 0 && i < columns {
				v += (1 - part) * page[y*columns+i]
			}
			if i+1 >= 0 && i+1 < columns {
				v += part * page[y*columns+i+1]
			}
			e.page[y*columns+x] = v
		}
	}
}

// path returns the correlation of the rows of a frame with those of the stretched page, in
// the order of the page, each at most rowReach away (dynamic time warping: Sakoe and
// Chiba, 1978).
func (e *elastic) path(f []float32, rows int) float32 {
	const width = 2*rowReach + 1
	if len(e.dots) != rows*width {
		e.dots, e.best = make([]float32, rows*width), make([]float32, rows*width)
		e.from, e.sq = make([]int8, rows*width), make([]float32, rows)
	}
	var ff float32
	for i := range rows {
		row := f[i*columns:][:columns]
		ff += dot(row, row)
		p := e.page[i*columns:][:columns]
		e.sq[i] = dot(p, p)
		for k := range width {
			if j := i + k - rowReach; j >= 0 && j < rows {
				e.dots[i*width+k] = dot(row, e.page[j*columns:][:columns])
			} else {
				e.dots[i*width+k] = -1e9
			}
		}
	}
	for i := range rows {
		for k := range width {
			here := e.dots[i*width+k]
			if i == 0 {
				e.best[k], e.from[k] = here, 0
				continue
			}
			// The row before belongs to the same row of the page, the one before, or two before.
			top, from := float32(-1e9), int8(0)
			for step := range 3 {
				if was := k + 1 - step; was >= 0 && was < width {
					v := e.best[(i-1)*width+was]
					if step != 1 {
						v -= bend * ff / float32(rows)
					}
					if v > top {
						top, from = v, int8(1-step) //nolint:gosec // -1 to 1
					}
				}
			}
			e.best[i*width+k], e.from[i*width+k] = here+top, from
		}
	}
	end := 0
	last := e.best[(rows-1)*width:]
	for k := range width {
		if last[k] > last[end] {
			end = k
		}
	}
	var fp, pp float32
	k := end
	for i := rows - 1; i >= 0; i-- {
		fp += e.dots[i*width+k]
		pp += e.sq[min(max(i+k-rowReach, 0), rows-1)]
		k += int(e.from[i*width+k])
	}
	return ratio(fp, ff, pp)
}

// bend is what it costs to move to another row, in shares of the mean energy of a row.
const bend = .15
