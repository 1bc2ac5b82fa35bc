package align

import (
	"cmp"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// descriptor is a BRIEF descriptor: 256 comparisons of brightness around a point (Calonder
// et al., 2010). It is upright: cameras in meeting rooms do not roll, and a rotation
// invariant one confuses letters.
type descriptor [4]uint64

// distance returns the number of comparisons that differ.
func (d descriptor) distance(e descriptor) int {
	return bits.OnesCount64(d[0]^e[0]) + bits.OnesCount64(d[1]^e[1]) + bits.OnesCount64(d[2]^e[2]) + bits.OnesCount64(d[3]^e[3])
}

// keypoint is a corner of a picture that can be found again.
type keypoint struct {
	x, y float32 // pixels of the picture
	d    descriptor
}

const (
	descriptorRadius = 13 // of the comparisons, pixels
	keypointBorder   = 16 // so that a descriptor lies inside the picture
	perCell          = 2  // keypoints, so that a table does not use up all of them
)

// comparisons returns the pairs of points that a descriptor compares. They follow from a
// fixed seed, since descriptors of pages and frames must agree.
func comparisons() (pairs [256][4]int8) {
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same pairs each time
	draw := func() int8 {
		v := math.Round(rnd.NormFloat64() * 5.5)
		return int8(min(max(v, -descriptorRadius), descriptorRadius))
	}
	for i := range pairs {
		pairs[i] = [4]int8{draw(), draw(), draw(), draw()}
	}
	return pairs
}

// detector finds keypoints. It keeps its buffers between pictures.
type detector struct {
	pairs              [256][4]int8
	smooth, strength   plane
	sum                sums
	integrals          [3]sums
	gradients          [3]plane
	perPicture, inCell int
}

// newDetector returns a detector of at most n keypoints in a picture, spread over cells of
// a size in pixels.
func newDetector(n, cell int) *detector {
	return &detector{pairs: comparisons(), perPicture: n, inCell: cell}
}

// keypoints returns the keypoints of a picture, strongest first.
func (d *detector) keypoints(p plane) []keypoint {
	if p.w <= 2*keypointBorder || p.h <= 2*keypointBorder {
		return nil
	}
	d.sum.fill(p, same)
	d.corners(p)
	type corner struct {
		x, y     int
		strength float32
	}
	var found []corner
	for y := keypointBorder; y < p.h-keypointBorder; y++ {
		row := d.strength.v[y*p.w:]
		for x := keypointBorder; x < p.w-keypointBorder; x++ {
			if v := row[x]; v > minCorner && d.isPeak(x, y, v) {
				found = append(found, corner{x, y, v})
			}
		}
	}
	slices.SortFunc(found, func(a, b corner) int {
		return cmp.Or(cmp.Compare(b.strength, a.strength), cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x))
	})
	across := p.w/d.inCell + 1
	used := make([]uint8, across*(p.h/d.inCell+1))
	list := make([]keypoint, 0, min(len(found), d.perPicture))
	for _, c := range found {
		cell := &used[c.y/d.inCell*across+c.x/d.inCell]
		if *cell == perCell {
			continue
		}
		*cell++
		list = append(list, keypoint{x: float32(c.x), y: float32(c.y), d: d.describe(c.x, c.y)})
		if len(list) == d.perPicture {
			break
		}
	}
	return list
}

// minCorner is the smallest strength of a corner. Below it is the noise of flat areas.
const minCorner = 12

// corners computes the smaller eigenvalue of the structure tensor in 5 × 5 pixels, on the
// picture smoothed over 3 × 3 pixels (Shi and Tomasi, 1994).
func (d *detector) corners(p plane) {
	d.smooth = d.smooth.resized(p.w, p.h)
	d.strength = d.strength.resized(p.w, p.h)
	for i := range d.gradients {
		d.gradients[i] = d.gradients[i].resized(p.w, p.h)
	}
	for y := range p.h {
		for x := range p.w {
			d.smooth.v[y*p.w+x] = d.sum.mean(x, y, 1)
		}
	}
	s := d.smooth.v
	for y := 1; y < p.h-1; y++ {
		for x := 1; x < p.w-1; x++ {
			i := y*p.w + x
			gx, gy := (s[i+1]-s[i-1])/2, (s[i+p.w]-s[i-p.w])/2
			d.gradients[0].v[i], d.gradients[1].v[i], d.gradients[2].v[i] = gx*gx, gx*gy, gy*gy
		}
	}
	for i := range d.gradients {
		d.integrals[i].fill(d.gradients[i], same)
	}
	for y := 2; y < p.h-2; y++ {
		for x := 2; x < p.w-2; x++ {
			a, b, c := d.integrals[0].mean(x, y, 2), d.integrals[1].mean(x, y, 2), d.integrals[2].mean(x, y, 2)
			half, diff := (a+c)/2, (a-c)/2
			d.strength.v[y*p.w+x] = half - float32(math.Sqrt(float64(diff*diff+b*b)))
		}
	}
}

// isPeak reports whether no neighbour is stronger.
func (d *detector) isPeak(x, y int, v float32) bool {
	w := d.strength.w
	i := y*w + x
	s := d.strength.v
	return v >= s[i-1] && v > s[i+1] && v >= s[i-w] && v > s[i+w] && v >= s[i-w-1] && v >= s[i-w+1] && v > s[i+w-1] && v > s[i+w+1]
}

// describe compares means of 5 × 5 pixels: single pixels are noise.
func (d *detector) describe(x, y int) (bits descriptor) {
	for i, p := range d.pairs {
		a := d.sum.mean(x+int(p[0]), y+int(p[1]), 2)
		b := d.sum.mean(x+int(p[2]), y+int(p[3]), 2)
		if a < b {
			bits[i/64] |= 1 << (i % 64)
		}
	}
	return bits
}

// resized returns a plane of a size that may reuse the values of p. Their content is
// undefined, except that a new one is zero.
func (p plane) resized(w, h int) plane {
	if p.w == w && p.h == h {
		return p
	}
	return newPlane(w, h)
}
