package recorder

import (
	"math"
	"math/rand/v2"
)

// spot is a place in a picture.
type spot struct{ x, y float64 }

// newCorners returns the corners of a wide screen in the scene, clockwise from the upper
// left, as a camera sees it that looks from a side, from above or from below.
func newCorners(r *rand.Rand) (c [4]spot) {
	between := func(low, high float64) float64 { return low + (high-low)*r.Float64() }
	yaw, pitch, roll := between(-0.6, 0.6), between(-0.2, 0.2), between(-0.03, 0.03)
	distance := between(2.5, 6)
	for i, at := range [4]spot{{-1, -9.0 / 16}, {1, -9.0 / 16}, {1, 9.0 / 16}, {-1, 9.0 / 16}} {
		x, z := at.x*math.Cos(yaw), at.x*math.Sin(yaw)
		y, z := at.y*math.Cos(pitch)-z*math.Sin(pitch), z*math.Cos(pitch)+at.y*math.Sin(pitch)
		x, y = x*math.Cos(roll)-y*math.Sin(roll), x*math.Sin(roll)+y*math.Cos(roll)
		c[i] = spot{x / (distance + z), y / (distance + z)}
	}
	from, to := c[0], c[0]
	for _, s := range c {
		from = spot{min(from.x, s.x), min(from.y, s.y)}
		to = spot{max(to.x, s.x), max(to.y, s.y)}
	}
	// The view is 640 pixels wide in the middle of the scene.
	scale := min(between(0.5, 0.78)*sceneWidth/(to.x-from.x), 0.72*sceneHeight/(to.y-from.y))
	left := between(0.1, 0.9)*(0.92*sceneWidth-scale*(to.x-from.x)) + 0.04*sceneWidth
	top := between(0.1, 0.6)*(0.88*sceneHeight-scale*(to.y-from.y)) + 0.05*sceneHeight
	for i, s := range c {
		c[i] = spot{left + scale*(s.x-from.x), top + scale*(s.y-from.y)}
	}
	return c
}

// lens maps places in a quadrilateral to a square of side 1: the inverse of a perspective.
type lens struct{ m [9]float64 }

// newLens is the lens for corners that are clockwise from the upper left.
func newLens(c [4]spot) *lens {
	// The map from the square to the quadrilateral by Heckbert, then its adjoint.
	sx, sy := c[0].x-c[1].x+c[2].x-c[3].x, c[0].y-c[1].y+c[2].y-c[3].y
	dx1, dx2, dy1, dy2 := c[1].x-c[2].x, c[3].x-c[2].x, c[1].y-c[2].y, c[3].y-c[2].y
	det := dx1*dy2 - dx2*dy1
	g, h := (sx*dy2-dx2*sy)/det, (dx1*sy-sx*dy1)/det
	a, b := c[1].x-c[0].x+g*c[1].x, c[3].x-c[0].x+h*c[3].x
	d, e := c[1].y-c[0].y+g*c[1].y, c[3].y-c[0].y+h*c[3].y
	x, y := c[0].x, c[0].y
	return &lens{[9]float64{
		e - y*h, x*h - b, b*y - x*e,
		y*g - d, a - x*g, x*d - a*y,
		d*h - e*g, b*g - a*h, a*e - b*d,
	}}
}

// see returns the place in the square for one in the picture, and whether it is within.
func (l *lens) see(x, y float64) (s spot, ok bool) {
	m := l.m
	w := m[6]*x + m[7]*y + m[8]
	s = spot{(m[0]*x + m[1]*y + m[2]) / w, (m[3]*x + m[4]*y + m[5]) / w}
	return s, s.x >= 0 && s.x < 1 && s.y >= 0 && s.y < 1
}

// bilinear is the value between pixels of a plane. Places outside have that of the edge.
func bilinear(plane []uint8, w, h int, x, y float64) float64 {
	x, y = min(max(x, 0), float64(w-1)), min(max(y, 0), float64(h-1))
	x0, y0 := min(int(x), w-2), min(int(y), h-2)
	fx, fy := x-float64(x0), y-float64(y0)
	i := y0*w + x0
	top := float64(plane[i])*(1-fx) + float64(plane[i+1])*fx
	return top*(1-fy) + (float64(plane[i+w])*(1-fx)+float64(plane[i+w+1])*fx)*fy
}

// soften blurs a plane: each pixel gets that share of 256 from its neighbours.
func soften(plane []uint8, w, h, share int) {
	line := make([]uint8, max(w, h))
	pass := func(start, step, n int) {
		for i := range n {
			line[i] = plane[start+i*step]
		}
		for i := 1; i < n-1; i++ {
			plane[start+i*step] = uint8((int(line[i])*(256-share) + (int(line[i-1])+int(line[i+1]))*share/2) >> 8)
		}
	}
	for y := range h {
		pass(y*w, 1, w)
	}
	for x := range w {
		pass(x, w, h)
	}
}

// smooth goes from 0 to 1 between two times.
func smooth(t, from, to float64) float64 {
	x := min(max((t-from)/(to-from), 0), 1)
	return (1 - math.Cos(math.Pi*x)) / 2
}
