package recorder

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
)

// contents draws what is shown on a screen.
type contents struct {
	options Options
	size    image.Point
	pages   map[int]*picture
	others  []*picture
	black   *picture
	moving  *picture // the last picture of what moves
}

func newContents(o Options, size image.Point) *contents {
	c := &contents{options: o, size: size, pages: map[int]*picture{}, black: newPicture(size.X, size.Y), moving: newPicture(size.X, size.Y)}
	c.black.keep = true
	for _, img := range o.Others {
		other := fitted(img, size)
		other.keep = true
		c.others = append(c.others, other)
	}
	return c
}

// shown returns the picture that is shown so many seconds after the begin of an event and
// of the recording. It is nil if no screen is seen.
type shown func(after, at float64) *picture

// of returns what an event shows.
func (c *contents) of(e planned, r *rand.Rand) (shown, error) {
	switch e.kind {
	case kindCamera:
		return func(_, _ float64) *picture { return nil }, nil
	case kindBlack:
		return func(_, _ float64) *picture { return c.black }, nil
	case kindDemo:
		t := newTerminal(r, c.size)
		return func(after, _ float64) *picture { return t.at(after) }, nil
	case kindFilm:
		f := newMovie(r)
		return func(after, _ float64) *picture {
			f.draw(c.moving, image.Rectangle{Max: c.size}, after)
			return c.moving
		}, nil
	case kindOther:
		each, first := 3+9*r.Float64(), r.IntN(len(c.others))
		return func(after, _ float64) *picture { return c.others[(first+int(after/each))%len(c.others)] }, nil
	}
	page, err := c.page(e.page)
	if err != nil {
		return nil, err
	}
	switch e.kind {
	case kindBuild:
		height, until := 0.35+0.3*r.Float64(), e.seconds*(0.15+0.35*r.Float64())
		if 3*page.ink(image.Rect(0, 0, page.w, int(float64(page.h)*height))) < page.ink(image.Rectangle{Max: c.size}) {
			break // too little is left to recognise the page
		}
		part := page.without(height)
		return func(after, _ float64) *picture {
			if after < until {
				return part
			}
			return page
		}, nil
	case kindVideo:
		f, from, until := newMovie(r), e.seconds*0.2*r.Float64(), e.seconds*(0.6+0.4*r.Float64())
		area := freeArea(page, 0.35+0.25*r.Float64(), r)
		if 2*page.ink(area) > page.ink(image.Rectangle{Max: c.size}) {
			break // a slide has a place for a film
		}
		return func(after, _ float64) *picture {
			if after < from || after > until {
				return page
			}
			copy(c.moving.all, page.all)
			f.draw(c.moving, area, after)
			return c.moving
		}, nil
	}
	return func(_, _ float64) *picture { return page }, nil
}

// freeArea returns an area of a share of each side of a page. Of several places it is the
// one that hides the least.
func freeArea(page *picture, share float64, r *rand.Rand) (best image.Rectangle) {
	w, h := int(float64(page.w)*share)&^1, int(float64(page.h)*share)&^1
	least := -1
	for range 20 {
		area := image.Rect(0, 0, w, h).Add(image.Pt(r.IntN(page.w-w)&^1, r.IntN(page.h-h)&^1))
		if ink := page.ink(area); least < 0 || ink < least {
			best, least = area, ink
		}
	}
	return best
}

// ink counts the edges within an area.
func (p *picture) ink(area image.Rectangle) (count int) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := p.y[y*p.w:][area.Min.X:area.Max.X]
		for x := 1; x < len(row); x++ {
			if d := int(row[x]) - int(row[x-1]); d > 24 || d < -24 {
				count++
			}
		}
	}
	return count
}

func (c *contents) page(number int) (*picture, error) {
	if c.pages[number] == nil {
		img, err := c.options.Page(number)
		if err != nil {
			return nil, fmt.Errorf("read page %d: %w", number, err)
		}
		c.pages[number] = fitted(img, c.size)
		c.pages[number].keep = true
	}
	return c.pages[number], nil
}

// without is p with the part below that height hidden by the background: its commonest
// luma. The lowest part stays, since footers do.
func (p *picture) without(height float64) *picture {
	var counts [256]int
	for _, v := range p.y {
		counts[v]++
	}
	counts[16] = 0 // bars beside the page
	back := tone{y: uint8(slices.Index(counts[:], slices.Max(counts[:])))}
	at := slices.Index(p.y, back.y)
	back.u, back.v = p.u[at/p.w/2*(p.w/2)+at%p.w/2], p.v[at/p.w/2*(p.w/2)+at%p.w/2]
	q := newPicture(p.w, p.h)
	q.keep = true
	copy(q.all, p.all)
	left := slices.IndexFunc(p.y[p.h/2*p.w:], func(v uint8) bool { return v != 16 })
	if left < 0 || left > p.w/3 {
		left = 0
	}
	for y := int(float64(p.h) * height); y < p.h*92/100; y++ {
		for x := left; x < p.w-left; x++ {
			q.set(x, y, back)
		}
	}
	return q
}
