package align

import "math"

// columns is the number of cells across a page that are compared. Fewer lose the lines of
// text, more need a more exact place.
const columns = 64

// rowsFor returns the number of rows of cells of a page.
func rowsFor(aspect float64) int { return max(8, int(columns/aspect+.5)) }

// reader reads a page from a frame, as a picture of a size.
type reader struct {
	w, h   int
	xs, ys []float32 // the middle of each pixel, pixels of a frame of readWidth
}

// readWidth is the width of the frames from which cells are read: a cell is at least three
// pixels wide.
const readWidth = 320

// newReader returns a reader of pictures of a size from a place in frames. frame is the
// width of the frames of the place's corners.
func newReader(q Quad, w, h int, frame float64) (*reader, bool) {
	m, ok := q.homography()
	if !ok {
		return nil, false
	}
	r := &reader{w: w, h: h, xs: make([]float32, w*h), ys: make([]float32, w*h)}
	for y := range h {
		for x := range w {
			p := m.of(point{(float64(x) + .5) / float64(w), (float64(y) + .5) / float64(h)})
			i := y*w + x
			r.xs[i], r.ys[i] = float32(p.x*readWidth/frame-.5), float32(p.y*readWidth/frame-.5)
		}
	}
	return r, true
}

// read stores the brightness of each pixel, with the place moved by some pixels of a frame
// of readWidth. p is a frame that wide, or twice as wide.
func (r *reader) read(p plane, dx, dy float32, into []float32) {
	if p.w > readWidth {
		k := float32(p.w) / readWidth
		dx, dy = (dx+.5)*k-.5, (dy+.5)*k-.5
		for i := range into {
			into[i] = p.at(k*r.xs[i]+dx, k*r.ys[i]+dy)
		}
		return
	}
	for i := range into {
		into[i] = p.at(r.xs[i]+dx, r.ys[i]+dy)
	}
}

// forCells returns a frame as cells are read from it: readWidth wide, and each pixel the
// mean of 3 × 3, about the size of a cell.
func forCells(p plane) plane {
	p = p.scaled(readWidth)
	q := newPlane(p.w, p.h)
	p.smooth(q)
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
