package align

import (
	"math"
	"slices"
)

func hypot(a, b point) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }

// line is an edge of a quadrilateral: from a to b.
type line struct{ a, b point }

// quadrilateral returns the slides' area in the picture of a camera: the strongest lines
// around what changes.
func (e *edges) quadrilateral() (Quad, bool) {
	b := e.box
	x0, y0, x1, y1 := float64(b.Min.X), float64(b.Min.Y), float64(b.Max.X), float64(b.Max.Y)
	top := e.strongest(point{x0, y0}, point{x1, y0}, false, -1)
	right := e.strongest(point{x1, y0}, point{x1, y1}, true, 1)
	bottom := e.strongest(point{x0, y1}, point{x1, y1}, false, 1)
	left := e.strongest(point{x0, y0}, point{x0, y1}, true, -1)
	var q Quad
	for i, pair := range [...][2]line{{left, top}, {top, right}, {right, bottom}, {bottom, left}} {
		p, ok := pair[0].meets(pair[1])
		if !ok {
			return q, false
		}
		q[i] = [2]float64{p.x, p.y}
	}
	return q, q.isPlausible(q.aspect(), size{float64(e.w), float64(e.h)})
}

// strongest returns the strongest line near the line from a to b, whose ends it moves
// outwards and a little inwards.
func (e *edges) strongest(a, b point, vertical bool, outwards float64) line {
	const (
		out   = .2 // of the frame's width
		in    = .14
		step  = 3 // pixels
		parts = 48
	)
	best, found := float32(-1), line{a, b}
	move := func(p point, by float64) point {
		if vertical {
			return point{p.x + by*outwards, p.y}
		}
		return point{p.x, p.y + by*outwards}
	}
	var values [parts]float32
	for i := -in * float64(e.w); i <= out*float64(e.w); i += step {
		for j := -in * float64(e.w); j <= out*float64(e.w); j += step {
			p, q := move(a, i), move(b, j)
			for k := range parts {
				f := (float64(k) + .5) / parts
				values[k] = e.near(point{p.x + f*(q.x-p.x), p.y + f*(q.y-p.y)}, vertical)
			}
			// Where a person stands before the edge, there is none: the lower quarter does
			// not count, and single strong ones do not make a line.
			slices.Sort(values[:])
			var sum float32
			for _, v := range values[parts/4 : parts*3/4] {
				sum += v
			}
			if sum > best {
				best, found = sum, line{p, q}
			}
		}
	}
	return found
}

// near returns the difference in brightness at a point, and that of its neighbours across
// the line.
func (e *edges) near(p point, vertical bool) float32 {
	x, y := int(p.x+.5), int(p.y+.5)
	if x < 2 || y < 2 || x >= e.w-2 || y >= e.h-2 {
		return 0
	}
	i := y*e.w + x
	if vertical {
		return e.across[i] + e.across[i+1]
	}
	return e.down[i] + e.down[i+e.w]
}

// meets returns the point in which two lines meet.
func (l line) meets(m line) (point, bool) {
	dx, dy := l.b.x-l.a.x, l.b.y-l.a.y
	ex, ey := m.b.x-m.a.x, m.b.y-m.a.y
	d := dx*ey - dy*ex
	if math.Abs(d) < 1e-9 {
		return point{}, false
	}
	t := ((m.a.x-l.a.x)*ey - (m.a.y-l.a.y)*ex) / d
	return point{l.a.x + t*dx, l.a.y + t*dy}, true
}
