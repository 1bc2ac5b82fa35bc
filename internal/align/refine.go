package align

import (
	"cmp"
	"slices"
)

// refine moves the corners of a place to where the pages that were recognised there are
// most alike: matches of keypoints are exact to a pixel or two, cells of a page need less.
func refine(p Place, sights []sight, list []sample, pages []page) Quad {
	const most = 10 // sights
	chosen := bestOfFrames(p.Quad, p.Aspect, sights)
	slices.SortStableFunc(chosen, func(a, b sight) int { return cmp.Compare(b.inliers, a.inliers) })
	r := refiner{aspect: p.Aspect, rows: rowsFor(p.Aspect), width: float64(list[0].plane.w)}
	for _, s := range chosen[:min(most, len(chosen))] {
		f := make([]float32, columns*r.rows)
		r.norm.normalise(pageCells(pages[s.page].plane, p.Aspect), r.rows, f)
		unit(f)
		r.frames = append(r.frames, refined{plane: forCells(list[s.frame].plane), page: f})
	}
	r.v = view{cells: make([]float32, columns*r.rows), f: make([]float32, columns*r.rows)}
	return r.descend(p.Quad)
}

type refiner struct {
	aspect, width float64
	rows          int
	frames        []refined
	norm          normaliser
	v             view
}

// refined is a frame with the page that it shows.
type refined struct {
	plane  plane
	page   []float32
	dx, dy float32 // where the place is in this frame
}

// descend moves one corner at a time, by smaller and smaller steps.
func (r *refiner) descend(q Quad) Quad {
	for _, step := range [...]float64{2, 1, .5} {
		r.follow(q)
		best := r.likeness(q)
		for range 3 {
			before := best
			for i := range q {
				for k := range 2 {
					for _, d := range [...]float64{step, -step} {
						moved := q
						moved[i][k] += d
						if like := r.likeness(moved); like > best+1e-4 {
							q, best = moved, like
							break
						}
					}
				}
			}
			if best-before < 1e-3 {
				break
			}
		}
	}
	return q
}

// likeness returns how alike the pages are with the place at q, in the mean.
func (r *refiner) likeness(q Quad) (sum float32) {
	read, ok := newReader(q, columns, r.rows, r.width)
	if !ok {
		return -1
	}
	for _, f := range r.frames {
		sum += r.at(read, f, f.dx, f.dy)
	}
	return sum / float32(max(1, len(r.frames)))
}

func (r *refiner) at(read *reader, f refined, dx, dy float32) float32 {
	read.read(f.plane, dx, dy, r.v.cells)
	r.norm.normalise(r.v.cells, r.rows, r.v.f)
	return r.v.likeness(f.page)
}

// follow finds how far each frame has moved: the camera sways.
func (r *refiner) follow(q Quad) {
	read, ok := newReader(q, columns, r.rows, r.width)
	if !ok {
		return
	}
	for i := range r.frames {
		f := &r.frames[i]
		best := r.at(read, *f, f.dx, f.dy)
		for _, step := range [...]float32{1, .5} {
			for moved := true; moved; {
				moved = false
				for _, d := range [...][2]float32{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
					dx, dy := f.dx+d[0], f.dy+d[1]
					if dx > reach || dx < -reach || dy > reach || dy < -reach {
						continue
					}
					if like := r.at(read, *f, dx, dy); like > best+.002 {
						best, moved = like, true
						f.dx, f.dy = dx, dy
					}
				}
			}
		}
	}
}
