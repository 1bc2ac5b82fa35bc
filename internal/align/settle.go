package align

import (
	"cmp"
	"slices"
)

// settle finds how far the place of a view has moved, and returns the pages of its shape
// that are most alike there, best first. The features of the view are then those of the
// place.
func (s *scorer) settle(v *view, p plane) []int {
	s.look(v, p, v.dx, v.dy)
	top := s.top(v, full)
	if len(top) == 0 {
		return nil
	}
	best := s.bestLike(v, top[:1])
	if best > lost && best > v.like-steady {
		return top
	}
	before := *v
	if best < lost { // perhaps it has moved far: look around with all pages
		for _, d := range [...][2]float32{{-2, 0}, {2, 0}, {0, -2}, {0, 2}, {-2, -2}, {2, 2}, {-2, 2}, {2, -2}, {-v.dx, -v.dy}} {
			dx, dy := v.dx+d[0], v.dy+d[1]
			if dx > reach || dx < -reach || dy > reach || dy < -reach {
				continue
			}
			s.look(v, p, dx, dy)
			if there := s.top(v, full); len(there) > 0 {
				if like := s.bestLike(v, there[:1]); like > best+.02 {
					best, top = like, there
					v.dx, v.dy = dx, dy
				}
			}
		}
	}
	if best > settle {
		best = s.climb(v, p, top[:min(2, len(top))], best)
	}
	s.look(v, p, v.dx, v.dy)
	if v.like = best; best < lost { // no slide, perhaps: it says nothing about the next frame
		v.dx, v.dy, v.like = before.dx, before.dy, before.like
	}
	return s.top(v, full)
}

const (
	steady = .02 // loss of likeness from which the place is looked for again
	lost   = .5  // likeness below which it may be far away
)

// climb moves the place to where the pages are most alike.
func (s *scorer) climb(v *view, p plane, pages []int, best float32) float32 {
	const enough = .004
	for _, step := range [...]float32{.8, .4} {
		for moved := true; moved; {
			moved = false
			for _, d := range [...][2]float32{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
				dx, dy := v.dx+d[0], v.dy+d[1]
				if dx > reach || dx < -reach || dy > reach || dy < -reach {
					continue
				}
				s.look(v, p, dx, dy)
				if like := s.bestLike(v, pages); like > best+enough {
					best, moved = like, true
					v.dx, v.dy = dx, dy
				}
			}
		}
	}
	return best
}

// top returns the n pages of the view's shape that are most alike, best first.
func (s *scorer) top(v *view, n int) []int {
	sh := &s.shapes[v.shape]
	if v.likeness(v.f) == 0 { // nothing to see
		return nil
	}
	list := make([]int, len(sh.pages))
	like := make([]float32, len(sh.pages))
	for i := range sh.pages {
		list[i], like[i] = i, v.likeness(sh.plain[i])
	}
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(like[b], like[a]), cmp.Compare(a, b)) })
	return list[:min(n, len(list))]
}

func (s *scorer) bestLike(v *view, pages []int) (best float32) {
	for _, i := range pages {
		best = max(best, v.likeness(s.shapes[v.shape].plain[i]))
	}
	return best
}
