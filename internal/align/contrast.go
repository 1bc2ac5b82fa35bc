package align

import (
	"cmp"
	"slices"
)

const (
	nearlyAlike = .1 // difference in similarity up to which pages are told apart where they differ
	contrastGap = .5 // of similarity between such pages, if the frame shows one of them alone
)

// contrast tells apart the pages that are nearly as similar as the best one: only the parts
// in which two pages differ count. A line of a program among twenty is lost in the whole.
func (s *scorer) contrast(list []scored, v *view) {
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.s, a.s) })
	n := 1
	for n < len(list) && list[0].s-list[n].s < nearlyAlike {
		n++
	}
	best := 0
	for i := 1; i < n; i++ {
		if s.prefers(list[i].page, list[best].page, v) > 0 {
			best = i
		}
	}
	top := list[0].s
	for i := range n {
		if i != best {
			list[i].s = min(list[i].s, top-contrastGap*max(0, s.prefers(list[best].page, list[i].page, v)))
		}
	}
	list[best].s = top
}

// prefers returns how much better a view agrees with page a than with page b, where they
// differ: from -1 to 1, and 0 if they are equal.
func (s *scorer) prefers(a, b int, v *view) float32 {
	p, q := s.pages[a].plane, s.pages[b].plane
	if p.w != q.w || p.h != q.h {
		return 0
	}
	da, db, picture := s.details(a, v.filmed).all, s.details(b, v.filmed).all, v.page
	var sum float32
	n := 0
	for i, j := 0, 0; i < len(da) || j < len(db); {
		var one, other *detail
		switch {
		case j == len(db) || i < len(da) && da[i].before(db[j]):
			one = &da[i]
			i++
		case i == len(da) || db[j].before(da[i]):
			other = &db[j]
			j++
		default:
			one, other = &da[i], &db[j]
			i, j = i+1, j+1
		}
		if one != nil && other != nil && dot(one.v, other.v) > equal {
			continue
		}
		sum += one.likely(picture, other) - other.likely(picture, one)
		n++
	}
	return sum / float32(max(1, n))
}

// before reports whether a detail comes before another one of the grid.
func (d *detail) before(e detail) bool { return d.y < e.y || d.y == e.y && d.x < e.x }

// likely returns how well a picture agrees with a detail, 0 to 1. If there is none, the
// picture should show nothing where the other page has one.
func (d *detail) likely(picture plane, other *detail) float32 {
	if d == nil {
		if _, seen := other.in(picture, 0, 0); seen {
			return 0
		}
		return 1
	}
	c, _ := d.in(picture, 0, 0)
	return max(0, c)
}
