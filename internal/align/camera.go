package align

import (
	"math"
	"slices"
)

// sways decides from some segments whether the camera moves a little: movements explain the
// differences between frames, and there are some most of the time.
func sways(list []motion) bool {
	const (
		every = 5   // frames
		least = .08 // pixels of a still
		gain  = .1  // of the difference in brightness
	)
	var shifts, gains []float64
	for _, m := range list {
		for i := every; i < len(m.stills); i += every {
			a, b := m.stills[0], m.stills[i]
			dx, dy := a.sway(b, make([]bool, len(a.v)))
			before, after := a.difference(b), a.difference(b.moved(dx, dy))
			shifts = append(shifts, math.Hypot(float64(dx), float64(dy)))
			gains = append(gains, 1-after/max(before, 1e-9))
		}
	}
	if len(shifts) == 0 {
		return false
	}
	slices.Sort(shifts)
	slices.Sort(gains)
	return shifts[len(shifts)/2] > least && gains[len(gains)/2] > gain
}

// steady moves all stills to where the first one is.
func (m motion) steady() {
	none := make([]bool, len(m.stills[0].v))
	for i, s := range m.stills {
		m.stills[i] = s.blurred()
		if i > 0 {
			m.stills[i] = m.stills[i].moved(m.stills[0].sway(m.stills[i], none))
		}
	}
}

// difference returns the mean difference in brightness.
func (s still) difference(t still) float64 {
	var sum int
	for i, a := range s.v {
		sum += int(apartBy(a, t.v[i]))
	}
	return float64(sum) / float64(max(1, len(s.v)))
}

// blurred returns the means of 3 × 3 pixels: what a movement by a part of a pixel changes
// at edges mostly vanishes.
func (s still) blurred() still {
	t := still{s.w, s.h, make([]uint8, len(s.v))}
	sums := make([]int, s.w)
	for y := range s.h {
		above, here, below := s.v[max(0, y-1)*s.w:], s.v[y*s.w:], s.v[min(s.h-1, y+1)*s.w:]
		for x := range sums {
			sums[x] = int(above[x]) + int(here[x]) + int(below[x])
		}
		for x := range sums {
			t.v[y*s.w+x] = uint8((sums[max(0, x-1)] + sums[x] + sums[min(s.w-1, x+1)] + 4) / 9) //nolint:gosec // a mean of bytes
		}
	}
	return t
}
