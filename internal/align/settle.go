package align

import (
	"cmp"
	"slices"
)

// settle finds how far the place of a view has moved, and returns the pages of its shape
// that are most alike there, best first. The features of the view are then those of the
// place. The search begins where a page was last seen clearly.
func (s *scorer) settle(v *view, p prepared) []int {
	v.dx, v.dy = v.homeX, v.homeY
	s.look(v, p.cells, v.dx, v.dy)
	top := s.top(v, full)
	if len(top) == 0 {
		return nil
	}
	if s.stay(v, p, top[:min(2, len(top))]) {
		s.look(v, p.cells, v.dx, v.dy)
		v.homeX, v.homeY = v.dx, v.dy
		return s.top(v, full)
	}
	best := s.follow(v, p, top)
	if best < agreed && !s.hasDetails(v, top[0]) {
		s.climb(v, p.cells, top[:min(2, len(top))], s.bestLike(v, top[:1]))
	}
	s.look(v, p.cells, v.dx, v.dy)
	top = s.top(v, full)
	if max(abs(v.dx-v.homeX), abs(v.dy-v.homeY)) > 1 && best >= agreed { // other pages are alike there
		best = max(best, s.follow(v, p, top))
		s.look(v, p.cells, v.dx, v.dy)
		top = s.top(v, full)
	}
	if best >= likely {
		v.homeX, v.homeY = v.dx, v.dy
	}
	return top
}

// hasDetails reports whether a page of a view has enough details to be found by them.
func (s *scorer) hasDetails(v *view, i int) bool {
	return len(s.details(s.shapes[v.shape].pages[i], v.filmed).small) >= someDetails/2
}

// stay moves the place by a pixel or two, if the details of a page agree there clearly.
func (s *scorer) stay(v *view, p prepared, top []int) bool {
	v.lookClose(p)
	var best float32
	var dx, dy int
	for _, i := range top {
		if x, y, agree := bestShift(s.details(s.shapes[v.shape].pages[i], v.filmed).large, v.page, 0, 0, 2); agree > best {
			dx, dy, best = x, y, agree
		}
	}
	if best < surely {
		return false
	}
	v.move(dx, dy)
	return true
}

// follow moves the place to where the details of a page agree with the frame, and returns
// how well they do. If they agree nowhere, it stays.
func (s *scorer) follow(v *view, p prepared, top []int) float32 {
	v.lookClose(p)
	half := v.page.scaled(v.page.w / 2)
	type found struct {
		detailed
		dx, dy int
		agree  float32
	}
	var list []found
	for _, i := range top {
		d := s.details(s.shapes[v.shape].pages[i], v.filmed)
		if x, y, agree := bestShift(d.small, half, 0, 0, farShift); agree >= roughly {
			list = append(list, found{d, 2 * x, 2 * y, agree})
		}
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(b.agree, a.agree) })
	var best found
	var bestNear float32
	for _, f := range list[:min(closer, len(list))] {
		x, y, agree := bestShift(f.large, v.page, f.dx, f.dy, 2)
		if near, _ := f.agreement(v.page, x, y); near > bestNear {
			best, bestNear = found{dx: x, dy: y, agree: agree}, near
		}
	}
	if best.agree >= agreed {
		v.move(best.dx, best.dy)
	}
	return best.agree
}

// closer is how many pages are looked for in full size.
const closer = 3

// move moves the place by some pixels of a page image.
func (v *view) move(dx, dy int) {
	mx, my := v.close.moved(dx, dy)
	v.dx, v.dy = min(max(v.dx+mx, -reach), reach), min(max(v.dy+my, -reach), reach)
}

// moved returns how far a picture is from the place of a reader if it is some pixels from
// where it should be, in pixels of a frame of readWidth.
func (r *reader) moved(dx, dy int) (x, y float32) {
	i := r.h/2*r.w + r.w/2
	j := i + dy*r.w + dx
	return r.xs[j] - r.xs[i], r.ys[j] - r.ys[i]
}

// The agreement of the details of a page with a place.
const (
	roughly = .35 // in half size
	agreed  = .45
	likely  = .6  // enough to look there first in the next frame
	surely  = .75 // enough to look nowhere else
)

// climb moves the place to where the pages are most alike.
func (s *scorer) climb(v *view, p plane, pages []int, best float32) {
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
}

// top returns the pages of the view's shape that are most alike, best first: n that differ
// from each other, and those that repeat them.
func (s *scorer) top(v *view, n int) []int {
	sh := &s.shapes[v.shape]
	if v.likeness(v.f) == 0 { // nothing to see
		return nil
	}
	var list []int
	like := make([]float32, len(sh.pages))
	for i, d := range sh.deck {
		if d != stillDeck {
			list = append(list, i)
			like[i] = v.likeness(sh.plain[i])
		}
	}
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(like[b], like[a]), cmp.Compare(a, b)) })
	last := -1
	for i, page := range list {
		if last >= 0 && dot(sh.plain[page], sh.plain[last]) > repeated {
			continue
		}
		if last = page; n == 0 {
			return list[:i]
		}
		n--
	}
	return list
}

// repeated is the correlation of the features of pages that look the same.
const repeated = .9995

func (s *scorer) bestLike(v *view, pages []int) (best float32) {
	for _, i := range pages {
		best = max(best, v.likeness(s.shapes[v.shape].plain[i]))
	}
	return best
}
