package align

import (
	"cmp"
	"math"
	"slices"
)

// scorer compares frames with all pages.
type scorer struct {
	pages  []page
	shapes []shape
	views  []view
	norm   normaliser
}

// shape holds the pages with one aspect ratio.
type shape struct {
	aspect float64
	rows   int
	pages  []int       // indices
	deck   []int       // of each page
	plain  [][]float32 // features of each page, of length 1
	own    [][]float32 // the same without what the pages of the deck share, of length 1; nil if nothing is left
	shared map[int][]float32
}

// view is a place in which pages are looked for.
type view struct {
	reader *reader
	shape  int
	dx, dy float32 // where the place was in the last frame, relative to the layout: cameras sway
	like   float32 // likeness of the best page when the place was last looked for
	cells  []float32
	f      []float32 // features of the frame
	weight []float32 // ink of the frame
}

func newScorer(pages []page, l Layout) *scorer {
	s := &scorer{pages: pages}
	for i, p := range pages {
		k := slices.IndexFunc(s.shapes, func(sh shape) bool { return sameShape(sh.aspect, p.aspect) })
		if k < 0 {
			k = len(s.shapes)
			s.shapes = append(s.shapes, shape{aspect: p.aspect, rows: rowsFor(p.aspect), shared: map[int][]float32{}})
		}
		sh := &s.shapes[k]
		sh.pages, sh.deck = append(sh.pages, i), append(sh.deck, p.deck)
		f := make([]float32, columns*sh.rows)
		s.norm.normalise(pageCells(p.plane, sh.aspect), sh.rows, f)
		sh.plain = append(sh.plain, f)
	}
	for k := range s.shapes {
		s.shapes[k].separate()
	}
	for _, p := range l.Places {
		k := slices.IndexFunc(s.shapes, func(sh shape) bool { return sameShape(sh.aspect, p.Aspect) })
		if k < 0 {
			continue
		}
		if r, ok := newReader(p.Quad, s.shapes[k].aspect, float64(l.Width)); ok {
			n := columns * s.shapes[k].rows
			s.views = append(s.views, view{reader: r, shape: k, cells: make([]float32, n), f: make([]float32, n), weight: make([]float32, n)})
		}
	}
	return s
}

// fewPages is the number of pages below which what they share is not known.
const fewPages = 4

// separate computes what the pages of each deck share, and what each has of its own.
func (s *shape) separate() {
	count := map[int]int{}
	for i, d := range s.deck {
		if s.shared[d] == nil {
			s.shared[d] = make([]float32, columns*s.rows)
		}
		for k, v := range s.plain[i] {
			s.shared[d][k] += v
		}
		count[d]++
	}
	s.own = make([][]float32, len(s.pages))
	for d, n := range count {
		if n < fewPages {
			delete(s.shared, d)
			continue
		}
		unit(s.shared[d])
	}
	for i, d := range s.deck {
		if s.shared[d] != nil {
			s.own[i] = without(s.plain[i], s.shared[d], nil)
			unit(s.own[i])
		}
		unit(s.plain[i])
	}
}

// without returns a without its part in the direction of b, which has the length 1.
func without(a, b, into []float32) []float32 {
	if into == nil {
		into = make([]float32, len(a))
	}
	k := dot(a, b)
	for i, v := range a {
		into[i] = v - k*b[i]
	}
	return into
}

// unit scales a vector to the length 1. A vector of zeros stays.
func unit(a []float32) {
	n := dot(a, a)
	if n < 1e-9 {
		return
	}
	k := float32(1 / math.Sqrt(float64(n)))
	for i := range a {
		a[i] *= k
	}
}

func dot(a, b []float32) (sum float32) {
	b = b[:len(a)]
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

// look reads the cells of a view, with the place moved by some pixels.
func (s *scorer) look(v *view, p plane, dx, dy float32) {
	v.reader.read(p, dx, dy, v.cells)
	s.norm.normalise(v.cells, v.reader.rows, v.f)
}

// likeness returns the correlation of a view with a page.
func (v *view) likeness(page []float32) float32 {
	n := dot(v.f, v.f)
	if n < 1e-6 {
		return 0
	}
	return dot(v.f, page) / float32(math.Sqrt(float64(n)))
}

// scored is a page with its similarity to a frame.
type scored struct {
	page int // index
	s    float32
}

const (
	full   = 6  // pages of a view that are compared in full
	reach  = 7  // farthest that a camera sways, pixels of a frame of readWidth
	settle = .2 // least likeness at which the place is followed
)

// frame returns the pages that are most like a frame, best first. p is a picture for cells.
func (s *scorer) frame(p plane) []scored {
	best := map[int]float32{}
	for i := range s.views {
		for _, one := range s.view(&s.views[i], p) {
			if v, seen := best[one.page]; !seen || one.s > v {
				best[one.page] = one.s
			}
		}
	}
	list := make([]scored, 0, len(best))
	for page, v := range best {
		list = append(list, scored{page, v})
	}
	slices.SortFunc(list, func(a, b scored) int { return cmp.Or(cmp.Compare(b.s, a.s), cmp.Compare(a.page, b.page)) })
	return list
}

func (s *scorer) view(v *view, p plane) []scored {
	sh := &s.shapes[v.shape]
	top := s.settle(v, p)
	if len(top) == 0 {
		return nil
	}
	s.norm.ink(v.f, sh.rows, v.weight)
	own := map[int][]float32{}
	list := make([]scored, 0, full)
	for _, i := range top {
		d := sh.deck[i]
		if sh.shared[d] != nil && own[d] == nil {
			own[d] = without(v.f, sh.shared[d], nil)
		}
		list = append(list, scored{sh.pages[i], similarity(v.f, v.weight, sh.plain[i], own[d], sh.own[i], sh.rows)})
	}
	return list
}
