package align

import "math"

// Quad is where the corners of a page are in the frame, in pixels of a frame that is
// [FrameWidth] wide: top left, top right, bottom right, bottom left, each x and y.
type Quad [4][2]float64

func (q Quad) corner(i int) point { return point{q[i][0], q[i][1]} }

// size is the size of a picture, pixels.
type size struct{ w, h float64 }

// corners returns the corners of a page. Positions on pages are fractions of its width and
// height, so that those of pages with one shape compare.
func corners() [4]point { return [4]point{{0, 0}, {1, 0}, {1, 1}, {0, 1}} }

// quadOf returns where h puts the corners of a page.
func quadOf(h homography) (q Quad) {
	for i, c := range corners() {
		p := h.of(c)
		q[i] = [2]float64{p.x, p.y}
	}
	return q
}

// homography returns the mapping of a page to the quad.
func (q Quad) homography() (homography, bool) {
	var pairs []pair
	for i, c := range corners() {
		pairs = append(pairs, pair{c, q.corner(i)})
	}
	return fitHomography(pairs)
}

// isPlausible reports whether a page with an aspect ratio (width to height) can be seen as
// q in a frame of a size: a projection by a camera in a room, or a part of a screen.
func (q Quad) isPlausible(aspect float64, frame size) bool {
	w, h := frame.w, frame.h
	var turns [4]float64
	var sides [4]float64
	for i := range 4 {
		a, b, c := q.corner(i), q.corner((i+1)%4), q.corner((i+2)%4)
		turns[i] = (b.x-a.x)*(c.y-b.y) - (b.y-a.y)*(c.x-b.x)
		sides[i] = math.Hypot(b.x-a.x, b.y-a.y)
		if a.x < -.3*w || a.x > 1.3*w || a.y < -.3*h || a.y > 1.3*h {
			return false
		}
	}
	for _, t := range turns {
		if t <= 0 || math.IsNaN(t) { // not convex, or mirrored
			return false
		}
	}
	const skew = 1.8 // of opposite sides: steeper views are not readable
	if sides[0] > skew*sides[2] || sides[2] > skew*sides[0] || sides[1] > skew*sides[3] || sides[3] > skew*sides[1] {
		return false
	}
	width, height := (sides[0]+sides[2])/2, (sides[1]+sides[3])/2
	if width < .2*w || width > 1.5*w {
		return false
	}
	ratio := width / height / aspect
	return ratio > .68 && ratio < 1.45
}

// isUpright reports whether q is a rectangle with level sides, as on a shared screen.
func (q Quad) isUpright() bool {
	const slack = 3 // pixels
	var d float64
	for _, side := range [...]float64{q[0][1] - q[1][1], q[3][1] - q[2][1], q[0][0] - q[3][0], q[1][0] - q[2][0]} {
		d = max(d, math.Abs(side))
	}
	return d < slack
}

// distance returns the largest distance between corners of two quads, pixels.
func (q Quad) distance(r Quad) (d float64) {
	for i := range 4 {
		a, b := q.corner(i), r.corner(i)
		d = max(d, math.Hypot(a.x-b.x, a.y-b.y))
	}
	return d
}

// shifted returns q moved by some pixels.
func (q Quad) shifted(dx, dy float64) Quad {
	for i := range q {
		q[i][0] += dx
		q[i][1] += dy
	}
	return q
}
