package align

import "image"

// edges collects the edges in frames with different slides. Those of the slides' area are
// in all of them.
type edges struct {
	box     image.Rectangle // of what changes
	inside  int             // pixels by which the box may be too large, as a mouse pointer was outside
	mask    []bool          // pixels of stills that do not count
	w, h    int
	count   int
	blurred bool      // edges are those of a camera's picture, with noise
	across  []float32 // sums of differences to the pixel on the left
	down    []float32 // and above
	last    []uint8   // a frame
}

func (e *edges) add(img *image.Gray, dx, dy int) {
	if e.across == nil {
		e.across, e.down = make([]float32, e.w*e.h), make([]float32, e.w*e.h)
		e.last = make([]uint8, e.w*e.h)
	}
	e.count++
	at := func(x, y int) int {
		return int(img.Pix[min(max(y+dy, 0), e.h-1)*img.Stride+min(max(x+dx, 0), e.w-1)])
	}
	for y := range e.h {
		for x := range e.w {
			i := y*e.w + x
			v := at(x, y)
			e.last[i] = uint8(v) //nolint:gosec // a pixel
			// Two pixels apart, since scaled pictures have no sharp edges.
			if x > 1 {
				e.across[i] += e.weigh(v - at(x-2, y))
			}
			if y > 1 {
				e.down[i] += e.weigh(v - at(x, y-2))
			}
		}
	}
}

// weigh returns how much of an edge a difference in brightness is. Strong ones count no
// more, as those of a picture in one slide would outweigh the edge of all.
func (e *edges) weigh(d int) float32 {
	d = max(d, -d)
	switch {
	case d < leastEdge:
		return 0
	case e.blurred:
		return float32(min(d, 4*leastEdge)) / (4 * leastEdge)
	default:
		return 1
	}
}

const (
	leastEdge = 6   // difference in brightness at the edge of a slide
	edgeShare = .7  // of its length and of the frames in which there is such a difference
	evenShare = .97 // of what is outside of a slide that has one colour
	evenRange = 8   // of that colour
	movesOut  = .2  // of what is outside that moves all the time
)

// rectangle returns the slides' area in a picture of a screen.
func (e *edges) rectangle() Quad {
	left, right := e.side(e.box.Min.X, e.w, true, false), e.side(e.box.Max.X, e.w, true, true)
	top, bottom := e.side(e.box.Min.Y, e.h, false, false), e.side(e.box.Max.Y, e.h, false, true)
	l, r, t, b := float64(left), float64(right), float64(top), float64(bottom)
	return Quad{{l, t}, {r, t}, {r, b}, {l, b}}
}

// side returns where the area ends on one side: at the nearest edge outside of the box that
// separates it from bars or from a speaker, or at the end of the frame.
func (e *edges) side(from, end int, vertical, forward bool) int {
	step, stop := -1, 0
	if forward {
		step, stop = 1, end
	}
	for at := min(max(from-e.inside*step, 0), end-1); at != stop; at += step {
		if at < 2 || at >= end-2 {
			if at >= 0 && at < end {
				continue
			}
			break
		}
		if !e.isEdge(at, vertical) || !e.separates(at, vertical, forward) {
			continue
		}
		for k := at + step; k > 1 && k < end && k != at+3*step; k += step { // its middle
			if e.strength(k, vertical) > e.strength(at, vertical) {
				at = k
			}
		}
		if forward {
			return max(at-1, 0)
		}
		return at
	}
	return stop
}

// span returns the range of a line that lies along the box.
func (e *edges) span(vertical bool) (from, to int) {
	if vertical {
		return e.box.Min.Y, e.box.Max.Y
	}
	return e.box.Min.X, e.box.Max.X
}

func (e *edges) difference(at, along int, vertical bool) float32 {
	if vertical {
		return e.across[along*e.w+at]
	}
	return e.down[at*e.w+along]
}

func (e *edges) strength(at int, vertical bool) (sum float32) {
	from, to := e.span(vertical)
	for k := from; k < to; k++ {
		sum += e.difference(at, k, vertical)
	}
	return sum
}

func (e *edges) isEdge(at int, vertical bool) bool {
	from, to := e.span(vertical)
	n, all := 0, 0
	for k := from; k < to; k++ {
		if e.isMasked(at, k, vertical) {
			continue
		}
		all++
		if e.difference(at, k, vertical) >= edgeShare*float32(e.count) {
			n++
		}
	}
	return 2*all > to-from && float64(n) >= edgeShare*float64(all)
}

// isMasked reports whether a pixel of a line moves all the time.
func (e *edges) isMasked(at, along int, vertical bool) bool {
	x, y := along, at
	if vertical {
		x, y = at, along
	}
	s := y/stillBlock*(e.w/stillBlock) + min(x/stillBlock, e.w/stillBlock-1)
	return s < len(e.mask) && e.mask[s]
}

// separates reports whether what is outside of a line is no slide: bars of one colour, or
// something that moves all the time.
func (e *edges) separates(at int, vertical, forward bool) bool {
	from, to := e.span(vertical)
	first, last := 0, at-2
	if forward {
		first, last = at+1, e.h
		if vertical {
			last = e.w
		}
	}
	var count [256]int
	total, moving := 0, 0
	for i := first; i < last; i++ {
		for k := from; k < to; k++ {
			x, y := k, i
			if vertical {
				x, y = i, k
			}
			if e.isMasked(i, k, vertical) {
				moving++
				continue
			}
			total++
			count[e.last[y*e.w+x]]++
		}
	}
	if total+moving == 0 {
		return false
	}
	if float64(moving) >= movesOut*float64(total+moving) {
		return true
	}
	most := 0
	for v := range count {
		n := 0
		for k := max(0, v-evenRange); k <= min(255, v+evenRange); k++ {
			n += count[k]
		}
		most = max(most, n)
	}
	return float64(most) >= evenShare*float64(total)
}
