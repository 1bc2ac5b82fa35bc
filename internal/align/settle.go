package align

import (
	"cmp"
	"slices"
)

// settle finds how far the place of a view has moved, and returns the pages of its shape
// that are most alike there, best first. The features of the view are then those of the
// place.
func (s *scorer) settle(v *view, p prepared) []int {
	s.look(v, p.cells, v.dx, v.dy)
	top := s.top(v, full)
	if len(top) == 0 {
		return nil
	}
	before := *v
	if s.stay(v, p, top[:min(2, len(top))]) {
		s.look(v, p.cells, v.dx, v.dy)
		return s.top(v, full)
	}
	if !s.follow(v, p, top) {
		_ = s.climb(v, p.cells, top[:min(2, len(top))], s.bestLike(v, top[:1]))
	}
	s.look(v, p.cells, v.dx, v.dy)
	top = s.top(v, full)
	if s.follow(v, p, top) { // other pages are alike there
		s.look(v, p.cells, v.dx, v.dy)
		return s.top(v, full)
	}
	if s.bestLike(v, top[:min(1, len(top))]) < lost { // no slide, perhaps: it says nothing about the next frame
		v.dx, v.dy = before.dx, before.dy
	}
	return top
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

// follow moves the place to where the details of a page agree with the frame. It reports
// false if they agree nowhere.
func (s *scorer) follow(v *view, p prepared, top []int) bool {
	v.lookClose(p)
	half := v.page.scaled(v.page.w / 2)
	var best float32
	var dx, dy int
	for _, i := range top {
		if x, y, agree := s.details(s.shapes[v.shape].pages[i], v.filmed).shift(v.page, half); agree > best {
			dx, dy, best = x, y, agree
		}
	}
	if best < agreed {
		return false
	}
	v.move(dx, dy)
	return true
}

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

const (
	lost   = .5  // likeness below which the place says nothing about the next frame
	agreed = .45 // agreement of the details of a page with their place
	surely = .75 // the same, with no doubt
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

// top returns the pages of the view's shape that are most alike, best first: n that differ
// from each other, and those that repeat them.
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
