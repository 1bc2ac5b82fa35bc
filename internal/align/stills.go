package align

import (
	"cmp"
	"slices"
)

// Still is a picture at the place of the slides that no page image clearly matches: a slide in
// other fonts, a slide of another deck, or no slide at all. Its text may tell which.
type Still struct {
	At    float64 `json:"at"`    // time of a frame that shows it, seconds
	Place int     `json:"place"` // index in the layout
	Alike []Alike `json:"alike,omitempty"`
}

// Alike is a slide that is somewhat like a still.
type Alike struct {
	Deck       int     `json:"deck"`
	Slide      int     `json:"slide"`
	Like       float64 `json:"like"`       // similarity, at most 1
	Confidence float64 `json:"confidence"` // probability that it is this slide, judged by pictures alone
}

const (
	stillDeck   = -1  // of pages that are stills of the recording
	understood  = .85 // similarity from which a page needs no further evidence
	steadyStill = .6  // agreement of two frames that show the same
	fewDetails  = 6   // too few to say something
	fewNew      = 2   // new details of a picture that is another one
	mostStills  = 250 // of a stretch

	// stillHandicap is taken from the similarity of a still: it is a picture of the same camera,
	// so that what it shows is very like it.
	stillHandicap = .12
)

// candidate is what a frame shows that may become a still.
type candidate struct {
	picture
	frame prepared
	seen  int // index of the key frame
}

// picture is what a frame shows at the place of a view.
type picture struct {
	view          int
	sharp, smooth plane
}

// notice adds a still if two key frames in a row show the same, and no page is clearly like it or
// its doubles are as well.
// list has the observations up to the second one.
func (t *tracker) notice(list []observation, q prepared) {
	k := len(list) - 1
	now := &list[k]
	page, best := t.mostLike(now.scores)
	view, ok := t.scorer.bestView()
	isStill := page != none && t.pages[page].deck == stillDeck
	if best >= understood && !isStill && !t.hasDouble(now.scores, page) || !ok {
		t.waiting = nil
		return
	}
	restore := t.scorer.atRest(&t.scorer.views[view], q)
	defer restore()
	p := t.scorer.picture(view)
	before := t.waiting
	t.waiting = &candidate{p, q, k}
	if before == nil || before.seen != k-1 || before.view != p.view || len(t.stills) >= mostStills {
		return
	}
	filmed := t.scorer.views[view].filmed
	if best >= understood && isStill && !t.differs(page, now.scores) && t.newWords(view, page, before.picture, p) < fewNew {
		return
	}
	agree := alikeBoth(before.close(filmed), p.close(filmed))
	if agree < steadyStill {
		return
	}
	t.stills = append(t.stills, Still{At: now.time, Place: t.scorer.views[view].place, Alike: t.alikeTo(now.scores)})
	page = t.scorer.add(view, p, len(t.stills))
	t.pages = t.scorer.pages
	restore()
	list[k-1].scores = t.withStill(list[k-1].scores, scored{page, agree}, before.frame)
	t.scores = t.weighed(t.scorer.frame(q))
	now.scores = t.scores
	t.waiting = nil
}

// withStill returns the scores of the frame that a new still was compared with. On a screen, an
// earlier still may be more like it; a camera's picture is not exact enough to say so.
func (t *tracker) withStill(list []scored, added scored, frame prepared) []scored {
	if !t.scorer.static {
		list = append(slices.Clone(list), added)
		slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.s, a.s) })
		return list
	}
	isStill := func(s scored) bool { return t.pages[s.page].deck == stillDeck }
	list = slices.DeleteFunc(slices.Clone(list), isStill)
	first := true
	for _, s := range t.scorer.frame(frame) {
		if !isStill(s) {
			continue
		}
		if first && s.page == added.page {
			s = added // without the handicap
		}
		list, first = append(list, s), false
	}
	return t.weighed(list)
}

// mostLike returns the page that is most like a frame, without the handicap of stills.
func (t *tracker) mostLike(list []scored) (page int, best float32) {
	page = none
	for _, s := range list {
		if t.pages[s.page].deck == stillDeck {
			s.s += stillHandicap
		}
		if page == none || s.s > best {
			page, best = s.page, s.s
		}
	}
	return page, best
}

// weighed lowers the scores of stills whose best slide differs from the frame's best slide.
func (t *tracker) weighed(list []scored) []scored {
	const loss = .25
	for i, s := range list {
		if t.pages[s.page].deck == stillDeck && t.differs(s.page, list) {
			list[i].s -= loss
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.s, a.s) })
	return list
}

// differs reports whether the slide that best matches a frame is not the one that best matched
// a still. It tells pages apart that differ in one line, although the still resembles both.
func (t *tracker) differs(still int, scores []scored) bool {
	const clear = .08 // difference in similarity
	was := t.stills[t.pages[still].number-1].Alike
	now := t.alikeTo(scores)
	if len(was) == 0 || len(now) == 0 {
		return false
	}
	i := slices.IndexFunc(now, func(a Alike) bool { return a.Deck == was[0].Deck && a.Slide == was[0].Slide })
	return i > 0 && now[0].Like-now[i].Like > clear
}

// newWords counts the details that two frames in a row have and a still lacks: a line of a
// program among twenty hardly changes how alike two pictures are. On a screen, another digit
// counts, too. What moves does not count. A camera's picture is not exact enough for that.
func (t *tracker) newWords(view, still int, before, now picture) (n int) {
	v := &t.scorer.views[view]
	a, b, page := before.close(v.filmed), now.close(v.filmed), t.pages[still].close(v.filmed)
	if v.filmed {
		return 0
	}
	const same = .8
	for _, d := range detailsOf(b, detailWidth, detailHeight) {
		if c, _ := d.in(a, 0, 0); c < same {
			continue
		}
		other := t.scorer.static && partDifference(a, b, d.x, d.y) <= unchangedWord && partDifference(b, page, d.x, d.y) > unchangedWord
		if c, _ := d.in(page, 0, 0); c < otherWord || other {
			n++
		}
	}
	return n
}

func (p picture) close(filmed bool) plane {
	if filmed {
		return p.smooth
	}
	return p.sharp
}

// alikeTo returns the slides among scores.
func (t *tracker) alikeTo(scores []scored) (list []Alike) {
	for _, s := range scores {
		if p := t.pages[s.page]; p.deck != stillDeck {
			list = append(list, Alike{Deck: p.deck, Slide: p.number, Like: float64(s.s), Confidence: t.confidence(scores, s.page)})
		}
	}
	return list
}

// bestView returns the view whose pages are most like the frame that was compared last.
func (s *scorer) bestView() (best int, ok bool) {
	for i, v := range s.views {
		if v.best > 0 && (!ok || v.best > s.views[best].best) {
			best, ok = i, true
		}
	}
	return best, ok
}

// picture returns what the last frame shows at the place of a view.
func (s *scorer) picture(i int) picture {
	v := &s.views[i]
	p := picture{view: i, sharp: v.page.clone()}
	if v.filmed {
		p.sharp = v.sharp.clone()
	}
	p.smooth = newPlane(p.sharp.w, p.sharp.h)
	p.sharp.smooth(p.smooth)
	return p
}

// add makes a page of a picture, and returns its index.
func (s *scorer) add(view int, p picture, number int) int {
	v := &s.views[view]
	sh := &s.shapes[v.shape]
	s.pages = append(s.pages, page{deck: stillDeck, number: number, plane: p.sharp, smooth: p.smooth, aspect: sh.aspect})
	i := len(s.pages) - 1
	f := make([]float32, columns*sh.rows)
	s.norm.normalise(pageCells(p.sharp, sh.aspect), sh.rows, f)
	unit(f)
	sh.pages, sh.deck, sh.plain, sh.own = append(sh.pages, i), append(sh.deck, stillDeck), append(sh.plain, f), append(sh.own, nil)
	return i
}

// alikeBoth returns the lower of the agreements of two pictures with each other. One direction
// is not enough: a slide that is half built up agrees with the complete one. It is 0 for
// pictures with hardly any details.
func alikeBoth(a, b plane) float32 {
	p, q := detailedPage(a, nil), detailedPage(b, nil)
	if len(p.all) < fewDetails || len(q.all) < fewDetails {
		return 0
	}
	near, whole := p.agreement(b, 0, 0)
	back, part := q.agreement(a, 0, 0)
	const most = .7 // of the details of each are seen in the other
	if whole < most || part < most {
		return 0
	}
	return min(near, back)
}
