package align

import (
	"cmp"
	"math"
	"slices"
)

// scorer compares frames with all pages.
type scorer struct {
	pages  []page
	close  map[closeKey]detailed // of pages that were compared in detail
	shapes []shape
	views  []view
	norm   normaliser
	static bool // the picture stays exactly the same from key frame to key frame: no camera took it
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
	reader *reader // of cells
	close  *reader // of a page image
	wide   bool    // its pages are wide enough for frames of readWidth
	filmed bool    // by a camera: pages are not sharp in the frame
	shape  int
	place  int     // index in the layout
	best   float32 // similarity of the page that is most like the last frame
	dx, dy float32 // where the place is in the frame, relative to the layout: cameras sway
	homeX  float32 // where it was when a page was last seen clearly
	homeY  float32
	cells  []float32
	f      []float32 // features of the frame
	weight []float32 // ink of the frame
	sharp  plane     // what a filmed frame shows at the place, before it is smoothed
	page   plane     // what the frame shows at the place, as a page image; smoothed if it is filmed
	rest   plane     // the same without sway, and sharp
}

// newView returns a view of pages of a shape; ok is false if they cannot be there.
func (s *scorer) newView(p Place, shape int, frame float64) (v view, ok bool) {
	sh := s.shapes[shape]
	v.shape = shape
	if v.reader, ok = newReader(p.Quad, columns, sh.rows, frame); !ok {
		return v, false
	}
	v.page = newPlane(PageWidth, max(1, int(PageWidth/sh.aspect+.5)))
	v.sharp, v.rest = newPlane(v.page.w, v.page.h), newPlane(v.page.w, v.page.h)
	v.close, _ = newReader(p.Quad, v.page.w, v.page.h, frame)
	v.wide = (p.Quad[1][0]-p.Quad[0][0])*FrameWidth/frame > 1.5*PageWidth
	v.filmed = !p.Quad.isUpright()
	n := columns * sh.rows
	v.cells, v.f, v.weight = make([]float32, n), make([]float32, n), make([]float32, n)
	return v, true
}

func newScorer(pages []page, l Layout) *scorer {
	s := &scorer{pages: pages, close: map[closeKey]detailed{}}
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
	for i, p := range l.Places {
		k := slices.IndexFunc(s.shapes, func(sh shape) bool { return sameShape(sh.aspect, p.Aspect) })
		if k < 0 {
			continue
		}
		if v, ok := s.newView(p, k, float64(l.Width)); ok {
			v.place = i
			s.views = append(s.views, v)
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
	s.norm.normalise(v.cells, v.reader.h, v.f)
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
	full  = 6 // pages of a view that are compared in full
	reach = 7 // farthest that a camera sways, pixels of a frame of readWidth
)

// prepared is a frame in the sizes in which it is compared.
type prepared struct {
	fine  plane // FrameWidth pixels wide
	plain plane // readWidth pixels wide
	cells plane // see forCells
}

func prepare(fine plane) prepared {
	plain := fine.scaled(readWidth)
	return prepared{fine, plain, forCells(plain)}
}

// frame returns the pages that are most like a frame, best first.
func (s *scorer) frame(p prepared) []scored {
	best := map[int]scored{}
	for i := range s.views {
		for _, one := range s.view(&s.views[i], p) {
			if v, seen := best[one.page]; !seen || one.s > v.s {
				best[one.page] = one
			}
		}
	}
	list := make([]scored, 0, len(best))
	for _, v := range best {
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b scored) int { return cmp.Or(cmp.Compare(b.s, a.s), cmp.Compare(a.page, b.page)) })
	return list
}

func (s *scorer) view(v *view, p prepared) []scored {
	sh := &s.shapes[v.shape]
	v.best = 0
	top := s.settle(v, p)
	if len(top) == 0 {
		return nil
	}
	s.norm.ink(v.f, sh.rows, v.weight)
	v.lookClose(p)
	own := map[int][]float32{}
	list := make([]scored, 0, full)
	for _, i := range top {
		d := sh.deck[i]
		if sh.shared[d] != nil && own[d] == nil {
			own[d] = without(v.f, sh.shared[d], nil)
		}
		far := similarity(v.f, v.weight, sh.plain[i], own[d], sh.own[i], sh.rows)
		near, whole := s.details(sh.pages[i], v.filmed).agreement(v.page, 0, 0)
		list = append(list, scored{sh.pages[i], together(far, near, whole)})
	}
	s.contrast(list, v)
	list = append(list, s.stills(v, p)...)
	for _, one := range list {
		v.best = max(v.best, one.s)
	}
	return list
}

// lookClose reads what a frame shows at the place of a view.
func (v *view) lookClose(p prepared) {
	frame := p.fine
	if v.wide {
		frame = p.plain
	}
	if !v.filmed {
		v.close.read(frame, v.dx, v.dy, v.page.v)
		return
	}
	v.close.read(frame, v.dx, v.dy, v.sharp.v)
	v.sharp.smooth(v.page)
}

// closeKey is a page, smoothed or not: cameras are not sharp.
type closeKey struct {
	page   int
	filmed bool
}

// details returns the details of a page. Most pages of many decks are never asked for.
func (s *scorer) details(page int, filmed bool) detailed {
	key := closeKey{page, filmed}
	d, ok := s.close[key]
	if !ok {
		p := s.pages[page]
		var others []plane
		for i, o := range s.pages {
			if o.deck != stillDeck && o.deck == p.deck && (i < page-neighbours || i > page+neighbours) && o.plane.h == p.plane.h {
				others = append(others, o.close(filmed))
			}
		}
		d = detailedPage(p.close(filmed), others)
		s.close[key] = d
	}
	return d
}

// neighbours is how many pages before and after one may be the same slide.
const neighbours = 2
