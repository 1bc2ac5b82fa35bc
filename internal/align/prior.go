package align

// wholeFrame returns the place of pages that fill the frame, or fit into it between bars,
// if frames are clearly like pages there. A screen with a few large words has too few
// keypoints to be found by these.
func wholeFrame(list []sample, pages []page, frame size) (Place, bool) {
	var best Place
	tried := map[float64]bool{}
	for _, p := range pages {
		if tried[p.aspect] {
			continue
		}
		tried[p.aspect] = true
		one := Place{Quad: fitted(p.aspect, frame), Aspect: p.aspect}
		s := newScorer(pages, Layout{Places: []Place{one}, Width: int(frame.w), Height: int(frame.h)})
		for _, f := range list {
			scores := s.frame(prepare(f.plane))
			if len(scores) > 0 && scores[0].s > clearly && s.hasInk(scores[0].page) {
				one.Frames++
				one.Matches += minMatches
			}
		}
		if one.Frames > best.Frames {
			best = one
		}
	}
	return best, best.Frames > 1 || best.Frames == 1 && len(list) < 4
}

const (
	clearly  = .65 // similarity that pages of another deck do not have
	someInk  = .06 // share of the cells of a page with something on them
	inkLevel = .3  // of such a cell
)

// fitted returns the largest place in a frame for pages with an aspect ratio.
func fitted(aspect float64, frame size) Quad {
	w, h := frame.w, frame.w/aspect
	if h > frame.h {
		w, h = frame.h*aspect, frame.h
	}
	x, y := (frame.w-w)/2, (frame.h-h)/2
	return Quad{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
}

// hasInk reports whether a page shows enough to be told from others.
func (s *scorer) hasInk(page int) bool {
	for _, sh := range s.shapes {
		for i, p := range sh.pages {
			if p != page {
				continue
			}
			cells := pageCells(s.pages[page].plane, sh.aspect)
			f := make([]float32, len(cells))
			s.norm.normalise(cells, sh.rows, f)
			n := 0
			for _, v := range f {
				if v > inkLevel || v < -inkLevel {
					n++
				}
			}
			return float64(n) > someInk*float64(len(sh.plain[i]))
		}
	}
	return false
}
