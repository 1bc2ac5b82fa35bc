package align

import (
	"image"
	"slices"
)

// plane is a gray picture of floating-point values, row by row.
type plane struct {
	w, h int
	v    []float32
}

func newPlane(w, h int) plane { return plane{w, h, make([]float32, w*h)} }

// planeOf scales a picture to a width. Each pixel is the mean of the area that it covers,
// so that nothing aliases. A picture that is narrower is enlarged.
func planeOf(img *image.Gray, width int) plane {
	b := img.Bounds()
	sw, sh := b.Dx(), b.Dy()
	if sw == 0 || sh == 0 || width <= 0 {
		return plane{}
	}
	h := max(1, (width*sh+sw/2)/sw)
	p := newPlane(width, h)
	switch { // most often, and much faster
	case sw == 2*width && sh == 2*h:
		halve(img, p)
		return p
	case sw == width && sh == h:
		for y := range h {
			for x, v := range img.Pix[y*img.Stride:][:sw] {
				p.v[y*sw+x] = float32(v)
			}
		}
		return p
	}
	resample(p, sw, sh, func(y int, share float32, line []float32) {
		for x, v := range img.Pix[y*img.Stride:][:sw] {
			line[x] += share * float32(v)
		}
	})
	return p
}

func halve(img *image.Gray, p plane) {
	for y := range p.h {
		a, b := img.Pix[2*y*img.Stride:][:2*p.w], img.Pix[(2*y+1)*img.Stride:][:2*p.w]
		out := p.v[y*p.w:][:p.w]
		for x := range out {
			out[x] = float32(int(a[2*x])+int(a[2*x+1])+int(b[2*x])+int(b[2*x+1])) / 4
		}
	}
}

// share is the part of a source pixel in a target pixel.
type share struct {
	at    int
	share float32
}

// shrink returns for each of n target pixels the shares of m source pixels.
func shrink(m, n int) [][]share {
	list := make([][]share, n)
	scale := float64(m) / float64(n)
	for i := range n {
		from, to := float64(i)*scale, float64(i+1)*scale
		for at := int(from); at < m && float64(at) < to; at++ {
			part := min(to, float64(at+1)) - max(from, float64(at))
			if part > 1e-9 {
				list[i] = append(list[i], share{at, float32(part / scale)})
			}
		}
	}
	return list
}

// resample fills p with means of a picture of a size. add adds a share of a row to a line.
func resample(p plane, w, h int, add func(y int, share float32, line []float32)) {
	rows, cols := shrink(h, p.h), shrink(w, p.w)
	line := make([]float32, w)
	for y := range p.h {
		clear(line)
		for _, r := range rows[y] {
			add(r.at, r.share, line)
		}
		for x := range p.w {
			var sum float32
			for _, c := range cols[x] {
				sum += c.share * line[c.at]
			}
			p.v[y*p.w+x] = sum
		}
	}
}

// scaled returns p at another width, as [planeOf] does.
func (p plane) scaled(width int) plane {
	if p.w == 0 || width == p.w {
		return p
	}
	h := max(1, (width*p.h+p.w/2)/p.w)
	q := newPlane(width, h)
	resample(q, p.w, p.h, func(y int, share float32, line []float32) {
		for x, v := range p.v[y*p.w:][:p.w] {
			line[x] += share * v
		}
	})
	return q
}

// smooth stores the means of 3 × 3 pixels.
func (p plane) smooth(into plane) {
	for y := range p.h {
		above, below := p.v[max(0, y-1)*p.w:][:p.w], p.v[min(p.h-1, y+1)*p.w:][:p.w]
		here, out := p.v[y*p.w:][:p.w], into.v[y*p.w:][:p.w]
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
}

// at returns the value between four pixels. Outside of the picture it is that of the edge.
func (p plane) at(x, y float32) float32 {
	x, y = min(max(x, 0), float32(p.w)-1.001), min(max(y, 0), float32(p.h)-1.001)
	ix, iy := int(x), int(y)
	fx, fy := x-float32(ix), y-float32(iy)
	i := iy*p.w + ix
	j := i + p.w
	top := p.v[i] + fx*(p.v[i+1]-p.v[i])
	bottom := p.v[j] + fx*(p.v[j+1]-p.v[j])
	return top + fy*(bottom-top)
}

// sums is an integral image: sums of rectangles in constant time.
type sums struct {
	w, h int
	v    []float64 // (w+1) × (h+1)
}

func (s *sums) fill(p plane, value func(float32) float32) {
	s.w, s.h = p.w, p.h
	if n := (p.w + 1) * (p.h + 1); cap(s.v) < n {
		s.v = make([]float64, n)
	} else {
		s.v = s.v[:n]
		clear(s.v[:p.w+1])
	}
	for y := range p.h {
		var row float64
		above, here := s.v[y*(p.w+1):], s.v[(y+1)*(p.w+1):]
		here[0] = 0
		for x := range p.w {
			row += float64(value(p.v[y*p.w+x]))
			here[x+1] = above[x+1] + row
		}
	}
}

// mean returns the mean of the square of radius r around a pixel, as far as it is inside.
func (s *sums) mean(x, y, r int) float32 {
	x0, y0, x1, y1 := max(0, x-r), max(0, y-r), min(s.w, x+r+1), min(s.h, y+r+1)
	w := s.w + 1
	sum := s.v[y1*w+x1] - s.v[y0*w+x1] - s.v[y1*w+x0] + s.v[y0*w+x0]
	return float32(sum / float64((x1-x0)*(y1-y0)))
}

func same(v float32) float32    { return v }
func squared(v float32) float32 { return v * v }

func abs(v float32) float32 { return max(v, -v) }

func (p plane) clone() plane { return plane{p.w, p.h, slices.Clone(p.v)} }
