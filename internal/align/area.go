package align

import (
	"context"
	"image"
	"slices"
)

// area finds where in the frame slides are: what changes between them, out to the edges
// around it. It is the whole frame if there are none.
func (w *watcher) area(ctx context.Context, p Picture, g *gatherer) (Quad, float64, error) {
	box := g.changing()
	e := &edges{box: box, inside: 6, blurred: w.sways, mask: w.mask, w: w.width, h: w.height}
	if len(g.at) <= fewTransitions {
		e.inside = 36
	}
	var anchor still
	err := w.pictures(ctx, p, g, func(f Frame) {
		var dx, dy float32
		if s := w.still(f); w.sways && anchor.v == nil {
			anchor = s
		} else if w.sways {
			dx, dy = anchor.sway(s, w.mask)
		}
		e.add(f.Image, int(dx*stillBlock+.5), int(dy*stillBlock+.5))
	})
	if err != nil || e.count == 0 {
		return Quad{}, 0, err
	}
	q := e.rectangle()
	if w.sways {
		if tilted, ok := e.quadrilateral(); ok {
			q = tilted
		}
	}
	if a := q.aspect(); a < leastAspect || a > mostAspect {
		w, h := float64(w.width), float64(w.height)
		q = Quad{{0, 0}, {w, 0}, {w, h}, {0, h}}
	}
	return q, q.aspect(), nil
}

const (
	mostPictures    = 12 // that are searched for edges
	manyTransitions = 10

	// Slides have a shape within these limits: width to height.
	leastAspect, mostAspect = 1, 2.5
)

// pictures reads the frames that show some slides best.
func (w *watcher) pictures(ctx context.Context, p Picture, g *gatherer, each func(Frame)) error {
	var times []float64
	step := (len(g.at) + mostPictures - 1) / mostPictures
	for i := 0; i < len(g.at); i += max(1, step) {
		times = append(times, g.at[i].best())
	}
	slices.Sort(times)
	var chosen []int
	at := 0
	for _, t := range times {
		for at+1 < len(w.segments) && w.segments[at+1].Start <= t {
			at++
		}
		if n := len(chosen); n == 0 || chosen[n-1] != at {
			chosen = append(chosen, at)
		}
	}
	return p.Frames(ctx, chosen, func(f Frame) error {
		if len(times) > 0 && f.Time >= times[0]-1e-3 {
			each(f)
			for len(times) > 0 && times[0] <= f.Time+1e-3 {
				times = times[1:]
			}
		}
		return ctx.Err()
	})
}

// changing returns the box around what changes between slides, pixels of a frame.
func (g *gatherer) changing() image.Rectangle {
	w := g.keys[0].w
	counts := make([]int, len(g.mask))
	pairs := 0
	for i := 1; i < len(g.at); i++ {
		a := g.at[i-1].last
		b := g.register(a, g.at[i].last)
		pairs++
		for k, m := range g.mask {
			if !m && changed(a.v[k], b.v[k], g.noise) {
				counts[k]++
			}
		}
	}
	least := 1
	switch {
	case g.sways: // no mouse pointer
	case pairs >= manyTransitions:
		least = 3 // a mouse pointer is seen in two
	case pairs >= fewTransitions:
		least = 2
	}
	columns, rows := make([]int, w), make([]int, len(g.mask)/w)
	for k, n := range counts {
		if n >= least {
			columns[k%w]++
			rows[k/w]++
		}
	}
	x0, x1 := extent(columns)
	y0, y1 := extent(rows)
	return image.Rect(x0*stillBlock, y0*stillBlock, x1*stillBlock, y1*stillBlock)
}

// extent returns the first index with more than a few pixels, and the one after the last.
func extent(counts []int) (from, to int) {
	const few = 6 // a mouse pointer or two
	for from < len(counts) && counts[from] <= few {
		from++
	}
	for to = len(counts); to > from && counts[to-1] <= few; to-- {
	}
	return from, to
}

// aspect returns the shape of the page that is seen as q: that of common slides if it is
// near.
func (q Quad) aspect() float64 {
	side := func(i, j int) float64 {
		a, b := q.corner(i), q.corner(j)
		return hypot(a, b)
	}
	a := (side(0, 1) + side(3, 2)) / max(1, side(0, 3)+side(1, 2))
	const near = .05
	for _, common := range [...]float64{16. / 9, 16. / 10, 4. / 3} {
		if a > common*(1-near) && a < common*(1+near) {
			return common
		}
	}
	return a
}
