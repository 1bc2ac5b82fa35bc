package align

import "math"

// sway returns how far a camera has moved between two pictures: t.moved(dx, dy) is most
// like s. Brightness changes linearly over a small movement, so that least squares of the
// differences give it (Lucas and Kanade, 1981). What differs too much shows something else
// and does not count.
func (s still) sway(t still, mask []bool) (dx, dy float32) {
	const (
		rounds = 4
		most   = 4   // pixels of a still
		other  = 40  // difference in brightness
		enough = .02 // pixels
	)
	for range rounds {
		m := t.moved(dx, dy)
		var xx, xy, yy, xe, ye float64
		for y := 1; y < s.h-1; y++ {
			for x := 1; x < s.w-1; x++ {
				i := y*s.w + x
				e := float64(s.v[i]) - float64(m.v[i])
				if mask[i] || e > other || e < -other {
					continue
				}
				gx := (float64(m.v[i+1]) - float64(m.v[i-1])) / 2
				gy := (float64(m.v[i+s.w]) - float64(m.v[i-s.w])) / 2
				xx, xy, yy = xx+gx*gx, xy+gx*gy, yy+gy*gy
				xe, ye = xe+gx*e, ye+gy*e
			}
		}
		d := xx*yy - xy*xy
		if d < 1e-3*max(xx*yy, 1) { // nothing, or lines in one direction
			return dx, dy
		}
		sx, sy := (yy*xe-xy*ye)/d, (xx*ye-xy*xe)/d
		dx, dy = dx+float32(sx), dy+float32(sy)
		if math.Abs(float64(dx)) > most || math.Abs(float64(dy)) > most {
			return 0, 0
		}
		if math.Abs(sx) < enough && math.Abs(sy) < enough {
			break
		}
	}
	return dx, dy
}
