package align

import (
	"cmp"
	"slices"
)

// stills returns the similarities of a view to the stills that are most like it. The place of
// the view stays where the pages of the decks are.
func (s *scorer) stills(v *view, p prepared) []scored {
	const most = 3
	sh := &s.shapes[v.shape]
	var near []int
	for i, d := range sh.deck {
		if d == stillDeck {
			near = append(near, i)
		}
	}
	if len(near) == 0 {
		return nil
	}
	defer s.atRest(v, p)()
	slices.SortStableFunc(near, func(a, b int) int { return cmp.Compare(v.likeness(sh.plain[b]), v.likeness(sh.plain[a])) })
	shows := detailsOf(v.page, detailWidth, detailHeight)
	half := v.page.scaled(v.page.w / 2)
	var list []scored
	for _, i := range near[:min(most, len(near))] {
		list = append(list, scored{sh.pages[i], s.likeStill(v, sh, i, half, shows) - stillHandicap})
	}
	s.contrast(list, v)
	return list
}

// mostSeen is the share of the details of a still that a frame has to show.
const mostSeen = .75

// likeStill returns the similarity of a view to a still, at most 1. half is the view in half size,
// and shows its details. A camera has moved since the still was taken.
func (s *scorer) likeStill(v *view, sh *shape, i int, half plane, shows []detail) float32 {
	still := sh.pages[i]
	d := s.details(still, v.filmed)
	dx, dy := s.moved(d, v, half)
	near, whole := d.agreement(v.page, dx, dy)
	near *= min(1, whole/mostSeen) // a camera in a corner stays when the slide goes
	picture := s.pages[still].close(v.filmed)
	near = min(near, shownBy(shows, picture, -dx, -dy, v.filmed))
	wrong := max(otherShare(shows, picture, -dx, -dy), otherShare(d.all, v.page, dx, dy))
	if s.static {
		return near - wrongLoss*max(0, wrong-wrongMost)
	}
	return together(similarity(v.f, v.weight, sh.plain[i], nil, nil, sh.rows), near, whole)
}

// atRest reads the view at its exact place, without sway, until the returned function is called:
// pages in other fonts agree best at wrong places. It changes nothing if a camera took the
// picture.
func (s *scorer) atRest(v *view, p prepared) func() {
	if !s.static {
		return func() {}
	}
	page, filmed := v.page, v.filmed
	frame := p.fine
	if v.wide {
		frame = p.plain
	}
	v.close.read(frame, 0, 0, v.rest.v)
	v.page, v.filmed = v.rest, false
	return func() { v.page, v.filmed = page, filmed }
}

// moved returns how far a still is from its place in a view, pixels of a page image. half is
// the view in half size.
func (s *scorer) moved(d detailed, v *view, half plane) (dx, dy int) {
	if !v.filmed {
		return 0, 0
	}
	x, y, _ := bestShift(d.small, half, 0, 0, farShift)
	dx, dy, _ = bestShift(d.large, v.page, 2*x, 2*y, 2)
	return dx, dy
}

const (
	otherWord = .4  // correlation of a detail that is another one
	wrongMost = .15 // share of the details that may be others: pointers and people hide them
	wrongLoss = .7  // loss of similarity if all are
)

// otherShare returns the share of details, moved by some pixels, where a picture shows something
// else. Pages of text have much the same texture, but different words.
func otherShare(list []detail, p plane, dx, dy int) float32 {
	n := 0
	for i := range list {
		if c, _ := list[i].in(p, dx, dy); c < otherWord {
			n++
		}
	}
	return float32(n) / float32(max(1, len(list)))
}

// shownBy returns how well the details of a frame agree with a still in which they are moved by
// some pixels: their mean correlation, at most 1. People stand before a part of what is filmed.
func shownBy(details []detail, still plane, dx, dy int, filmed bool) float32 {
	const peopleHide = .4
	hide := hidden
	if filmed {
		hide = peopleHide
	}
	list := make([]float32, len(details))
	for i := range details {
		c, _ := details[i].in(still, dx, dy)
		list[i] = max(0, c)
	}
	slices.Sort(list)
	list = list[int(hide*float64(len(list))):]
	sum, n := float32(doubt*doubtful), float32(doubt)
	for _, c := range list {
		sum += c
		n++
	}
	return sum / n
}
