package align

import "math"

// point is a position in a picture, pixels.
type point struct{ x, y float64 }

// homography maps the plane of a page to the picture of a camera: a 3 × 3 matrix by rows,
// of which the last element is 1 (Hartley and Zisserman, Multiple View Geometry, 2.3).
type homography [9]float64

// of maps a point.
func (h homography) of(p point) point {
	w := h[6]*p.x + h[7]*p.y + h[8]
	return point{(h[0]*p.x + h[1]*p.y + h[2]) / w, (h[3]*p.x + h[4]*p.y + h[5]) / w}
}

// pair is a point of a page and the same point in a frame.
type pair struct{ page, frame point }

// fitHomography returns the homography that maps the pages' points to the frames' with the
// least squares of an algebraic error. It needs four pairs; ok is false if they do not
// determine it. Points are normalised first, for numerical stability (Hartley, 1997).
func fitHomography(pairs []pair) (h homography, ok bool) {
	if len(pairs) < 4 {
		return h, false
	}
	a, b := normalisation(pairs, func(p pair) point { return p.page }), normalisation(pairs, func(p pair) point { return p.frame })
	var m [8][9]float64 // normal equations
	for _, p := range pairs {
		s, t := a.apply(p.page), b.apply(p.frame)
		rows := [2][9]float64{
			{s.x, s.y, 1, 0, 0, 0, -t.x * s.x, -t.x * s.y, t.x},
			{0, 0, 0, s.x, s.y, 1, -t.y * s.x, -t.y * s.y, t.y},
		}
		for _, r := range rows {
			for i := range 8 {
				if r[i] == 0 {
					continue
				}
				for j := range 9 {
					m[i][j] += r[i] * r[j]
				}
			}
		}
	}
	v, ok := solve(&m)
	if !ok {
		return h, false
	}
	n := homography{v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], 1}
	h = b.inverse().times(n).times(a.matrix())
	if math.Abs(h[8]) < 1e-12 {
		return h, false
	}
	for i := range h {
		h[i] /= h[8]
	}
	return h, true
}

// scaling maps points to the neighbourhood of the origin.
type scaling struct{ cx, cy, s float64 }

func normalisation(pairs []pair, of func(pair) point) scaling {
	var c scaling
	for _, p := range pairs {
		c.cx += of(p).x
		c.cy += of(p).y
	}
	n := float64(len(pairs))
	c.cx, c.cy = c.cx/n, c.cy/n
	var sum float64
	for _, p := range pairs {
		sum += math.Hypot(of(p).x-c.cx, of(p).y-c.cy)
	}
	c.s = math.Sqrt2 / max(sum/n, 1e-9)
	return c
}

func (c scaling) apply(p point) point { return point{(p.x - c.cx) * c.s, (p.y - c.cy) * c.s} }

func (c scaling) matrix() homography {
	return homography{c.s, 0, -c.s * c.cx, 0, c.s, -c.s * c.cy, 0, 0, 1}
}

func (c scaling) inverse() homography {
	return homography{1 / c.s, 0, c.cx, 0, 1 / c.s, c.cy, 0, 0, 1}
}

func (h homography) times(g homography) (p homography) {
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				p[3*i+j] += h[3*i+k] * g[3*k+j]
			}
		}
	}
	return p
}

// solve solves eight linear equations by elimination with pivots.
func solve(m *[8][9]float64) (v [8]float64, ok bool) {
	for c := range 8 {
		best := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[best][c]) {
				best = r
			}
		}
		if math.Abs(m[best][c]) < 1e-10 {
			return v, false
		}
		m[c], m[best] = m[best], m[c]
		for r := range 8 {
			if f := m[r][c] / m[c][c]; r != c && f != 0 {
				for k := c; k < 9; k++ {
					m[r][k] -= f * m[c][k]
				}
			}
		}
	}
	for i := range v {
		v[i] = m[i][8] / m[i][i]
	}
	return v, true
}
