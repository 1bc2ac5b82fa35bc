package align

import "math"

// columns is the number of cells across a page that are compared. Fewer lose the lines of
// text, more need a more exact place.
const columns = 64

// rowsFor returns the number of rows of cells of a page.
func rowsFor(aspect float64) int { return max(8, int(columns/aspect+.5)) }

// reader reads the cells of a page from a frame.
type reader struct {
	rows   int
	xs, ys []float32 // the middle of each cell, pixels of a frame of readWidth
}

// readWidth is the width of the frames from which cells are read: a cell is at least three
// pixels wide.
const readWidth = 320

// newReader returns a reader of the cells at a place in a frame of a width.
func newReader(q Quad, aspect, width float64) (*reader, bool) {
	h, ok := q.homography()
	if !ok {
		return nil, false
	}
	r := &reader{rows: rowsFor(aspect)}
	r.xs, r.ys = make([]float32, columns*r.rows), make([]float32, columns*r.rows)
	for y := range r.rows {
		for x := range columns {
			p := h.of(point{(float64(x) + .5) / columns, (float64(y) + .5) / float64(r.rows)})
			i := y*columns + x
			r.xs[i], r.ys[i] = float32(p.x*readWidth/width-.5), float32(p.y*readWidth/width-.5)
		}
	}
	return r, true
}

// read stores the brightness of each cell, with the place moved by some pixels. p is a
// picture for cells.
func (r *reader) read(p plane, dx, dy float32, into []float32) {
	for i := range into {
		into[i] = p.at(r.xs[i]+dx, r.ys[i]+dy)
	}
}

// forCells returns a frame as cells are read from it: readWidth wide, and each pixel the
// mean of 3 × 3, about the size of a cell.
func forCells(p plane) plane {
	p = p.scaled(readWidth)
	q := newPlane(p.w, p.h)
	for y := range p.h {
		above, below := p.v[max(0, y-1)*p.w:][:p.w], p.v[min(p.h-1, y+1)*p.w:][:p.w]
		here, out := p.v[y*p.w:][:p.w], q.v[y*p.w:][:p.w]
		left := above[0] + here[0] + below[0]
		middle := left
		for x := range out {
			right := middle
			if x+1 < len(out) {
				right = above[x+1] + here[x+1] + below[x+1]
			}
			out[x] = (left + middle + right) / 9
			left, middle = middle, right
		}
	}
	return q
}

// pageCells returns the brightness of the cells of a page image.
func pageCells(p plane, aspect float64) []float32 {
	rows := rowsFor(aspect)
	q := newPlane(columns, rows)
	across, down := shrink(p.w, columns), shrink(p.h, rows)
	for y := range rows {
		for x := range columns {
			var sum float32
			for _, r := range down[y] {
				for _, c := range across[x] {
					sum += r.share * c.share * p.v[r.at*p.w+c.at]
				}
			}
			q.v[y*columns+x] = sum
		}
	}
	return q.v
}

// normaliser removes what light, projector and camera change: the local mean, and the
// local contrast.
type normaliser struct{ sum, squares sums }

const (
	localRadius = 5 // cells
	flat        = 6 // contrast of noise
)

// normalise stores the features of cells. They are zero in flat areas.
func (n *normaliser) normalise(cells []float32, rows int, into []float32) {
	p := plane{columns, rows, cells}
	n.sum.fill(p, same)
	n.squares.fill(p, squared)
	for y := range rows {
		for x := range columns {
			mean := n.sum.mean(x, y, localRadius)
			variance := n.squares.mean(x, y, localRadius) - mean*mean
			i := y*columns + x
			into[i] = (cells[i] - mean) / (float32(math.Sqrt(float64(max(0, variance)))) + flat)
		}
	}
}

// ink stores how much each cell and its neighbours have to show, 0 to 1. What a frame does
// not show yet, since the slide is built up step by step, must not count against a page.
func (n *normaliser) ink(features []float32, rows int, into []float32) {
	const little = .15 * .15
	n.squares.fill(plane{columns, rows, features}, squared)
	for y := range rows {
		for x := range columns {
			e := n.squares.mean(x, y, 2)
			into[y*columns+x] = e / (e + little)
		}
	}
}
