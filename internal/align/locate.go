package align

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

const (
	maxSamples  = 48 // frames that are searched
	candidates  = 12 // pages that are compared with a frame
	bestMatches = 8  // pages and scales of a frame that are tried
)

// scales returns the sizes of a frame, so that a slide that is 50 to 106 % of its width has
// the size of a page image at one of them.
func scales() []float64 { return []float64{1, .8, .64, .5} }

// Locate finds where in a picture the slides of some decks are. If no page is recognised, since
// the recording shows them in other fonts or colours, it returns where any slides are.
func Locate(ctx context.Context, p Picture, decks []Deck) (Layout, error) {
	keep := samples{max: maxSamples}
	err := p.Keys(ctx, func(f Frame) error {
		keep.add(f)
		return ctx.Err()
	})
	if err != nil {
		return Layout{}, err
	}
	pages := preparePages(decks)
	l, err := locate(ctx, keep.list, pages)
	if err != nil || l.Found() || len(pages) == 0 {
		return l, err
	}
	found, err := Reconstruct(ctx, p)
	if err != nil || found.Reason != "" {
		return l, err
	}
	if aspect, fits := aspectOf(pages, found.Aspect); fits {
		l.Places = []Place{{Quad: found.Quad, Aspect: aspect}}
	}
	return l, nil
}

// aspectOf returns the aspect ratio of pages that is closest to that of slides in a picture.
func aspectOf(pages []page, seen float64) (best float64, fits bool) {
	const most = .1 // difference: the edges of a slide are not exact
	for _, p := range pages {
		if math.Abs(p.aspect/seen-1) < math.Abs(best/seen-1) {
			best = p.aspect
		}
	}
	return best, math.Abs(best/seen-1) <= most
}

func locate(ctx context.Context, list []sample, pages []page) (Layout, error) {
	l := Layout{Samples: len(list)}
	if len(list) == 0 || len(pages) == 0 {
		return l, nil
	}
	l.Width, l.Height = list[0].plane.w, list[0].plane.h
	s := newSearch(pages, size{float64(l.Width), float64(l.Height)})
	var sights []sight
	for i, f := range list {
		if err := ctx.Err(); err != nil {
			return Layout{}, err //nolint:wrapcheck // cancelled
		}
		found := s.frame(f.plane)
		for k := range found {
			found[k].frame = i
		}
		if len(found) > 0 {
			l.Seen++
		}
		sights = append(sights, found...)
	}
	l.Places = pool(sights, s.size)
	if len(l.Places) == 0 {
		if p, ok := wholeFrame(list, pages, s.size); ok {
			l.Places = []Place{p}
			return l, nil
		}
	}
	for i := range l.Places {
		l.Places[i].Quad = refine(l.Places[i], sights, list, pages)
	}
	return l, nil
}

// search finds pages in frames.
type search struct {
	pages []page
	index *index // nil if there are few pages
	find  *detector
	size  size
	rnd   *rand.Rand
}

func newSearch(pages []page, frame size) *search {
	const keypoints, cell = 500, 16
	s := &search{pages: pages, find: newDetector(keypoints, cell), size: frame, rnd: rand.New(rand.NewPCG(3, 4))} //nolint:gosec // the same result each time
	if len(pages) > candidates {
		lists := make([][]keypoint, len(pages))
		for i, p := range pages {
			lists[i] = p.keypoints
		}
		s.index = newIndex(lists)
	}
	return s
}

// frame returns the pages that are recognised in a frame, the best of each shape first.
func (s *search) frame(p plane) []sight {
	type attempt struct {
		page  int
		pairs []pair
	}
	var tries []attempt
	for _, scale := range scales() {
		scaled := p.scaled(int(float64(p.w)*scale + .5))
		points := s.find.keypoints(scaled)
		if len(points) < minMatches {
			continue
		}
		for _, i := range s.candidates(points) {
			pairs := match(s.pages[i].keypoints, s.pages[i].size(), points, float64(scaled.w)/float64(p.w))
			if len(pairs) >= minMatches {
				tries = append(tries, attempt{i, pairs})
			}
		}
	}
	slices.SortStableFunc(tries, func(a, b attempt) int { return cmp.Compare(len(b.pairs), len(a.pairs)) })
	var found []sight
	for _, t := range tries[:min(bestMatches, len(tries))] {
		if one, ok := recognise(t.pairs, s.pages[t.page].aspect, s.size, s.rnd); ok {
			one.page = t.page
			found = append(found, one)
		}
	}
	slices.SortStableFunc(found, func(a, b sight) int { return cmp.Compare(b.inliers, a.inliers) })
	return found
}

// candidates returns the pages to compare with keypoints of a frame.
func (s *search) candidates(points []keypoint) []int {
	if s.index != nil {
		return s.index.like(points, candidates)
	}
	all := make([]int, len(s.pages))
	for i := range all {
		all[i] = i
	}
	return all
}
