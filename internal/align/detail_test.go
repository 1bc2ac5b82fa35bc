package align

import (
	"math/rand/v2"
	"testing"
)

// written returns a page image with a number of lines of words that follow from a seed. The
// lines from changed on follow from another one.
func written(seed uint64, lines, changed int) plane {
	p := newPlane(PageWidth, PageWidth*9/16)
	for i := range p.v {
		p.v[i] = 235
	}
	for line := range lines {
		s := seed
		if line >= changed {
			s += 1000
		}
		rnd := rand.New(rand.NewPCG(s, uint64(line))) //nolint:gosec // few lines
		y := 20 + 16*line
		for x := 20; x < 260; x += 3 {
			if rnd.IntN(5) == 0 {
				continue // a space
			}
			top, height := rnd.IntN(4), 3+rnd.IntN(6)
			for j := y + top; j < y+top+height; j++ {
				p.v[j*p.w+x], p.v[j*p.w+x+1] = 30, 60
			}
		}
	}
	return p
}

// TestAgreement checks that details tell words from other words at the same places, and
// that what is not shown yet does not count.
func TestAgreement(t *testing.T) {
	t.Parallel()
	page := detailedPage(written(1, 8, 99), nil)
	for name, c := range map[string]struct {
		picture plane
		from    float32
		to      float32
	}{
		"the same page":           {written(1, 8, 99), .9, 1},
		"the first lines of it":   {written(1, 3, 99), .85, 1},
		"another page":            {written(2, 8, 99), 0, .55},
		"half of the lines":       {written(1, 8, 4), .6, .85},
		"a picture that is empty": {written(1, 0, 99), .3, .5},
	} {
		if near, _ := page.agreement(c.picture, 0, 0); near < c.from || near > c.to {
			t.Errorf("%s: agreement %.2f, want %.2f to %.2f", name, near, c.from, c.to)
		}
	}
	if _, whole := page.agreement(written(1, 3, 99), 0, 0); whole > wholly {
		t.Errorf("three of eight lines are %.2f of the page", whole)
	}
}

// TestShift checks that a page is found where it has moved to.
func TestShift(t *testing.T) {
	t.Parallel()
	p := written(3, 8, 99)
	d := detailedPage(p, nil)
	for _, by := range [][2]int{{0, 0}, {3, -2}, {-7, 5}, {11, 9}} {
		moved := newPlane(p.w, p.h)
		for y := range p.h {
			for x := range p.w {
				moved.v[y*p.w+x] = p.v[min(max(y-by[1], 0), p.h-1)*p.w+min(max(x-by[0], 0), p.w-1)]
			}
		}
		hx, hy, _ := bestShift(d.small, moved.scaled(p.w/2), 0, 0, farShift)
		dx, dy, agree := bestShift(d.large, moved, 2*hx, 2*hy, 2)
		if dx != by[0] || dy != by[1] || agree < .9 {
			t.Errorf("a page that moved by %v is found at %d,%d with %.2f", by, dx, dy, agree)
		}
	}
}

// TestStraightLinesSayLittle checks that a part of a line that crosses the page weighs less
// than words: other pages have such lines at the same place.
func TestStraightLinesSayLittle(t *testing.T) {
	t.Parallel()
	p := written(4, 6, 99)
	for x := range p.w {
		for y := 140; y < p.h; y++ {
			p.v[y*p.w+x] = 90
		}
	}
	d := detailedPage(p, nil)
	var words, line, nw, nl float32
	for i, one := range d.all {
		if one.y > 120 {
			line, nl = line+d.weight[i], nl+1
		} else {
			words, nw = words+d.weight[i], nw+1
		}
	}
	if nw == 0 || nl == 0 || line/nl > .3*words/nw {
		t.Errorf("words weigh %.2f and a line %.2f on average", words/nw, line/nl)
	}
}

// TestTemplateSaysLittle checks that what all pages of a deck share weighs little.
func TestTemplateSaysLittle(t *testing.T) {
	t.Parallel()
	var others []plane
	for i := range uint64(6) {
		p := written(10+i, 8, 0)
		copy(p.v[:40*p.w], written(10, 1, 99).v[:40*p.w]) // the first line is that of all
		others = append(others, p)
	}
	d := detailedPage(others[0], others[1:])
	for i, one := range d.all {
		if shared := one.y+one.h <= 36; shared && d.weight[i] > .1 || one.y > 48 && d.weight[i] < .15 {
			t.Errorf("the detail at %d,%d weighs %.2f", one.x, one.y, d.weight[i])
		}
	}
}

// TestContrast checks that pages that differ in one line are told apart by that line.
func TestContrast(t *testing.T) {
	t.Parallel()
	var pages []page
	for i, last := range []int{99, 7} { // the second page has another last line
		p := written(5, 8, last)
		pages = append(pages, page{number: i + 1, plane: p, smooth: p, aspect: 16. / 9})
	}
	s := &scorer{pages: pages, close: map[closeKey]detailed{}}
	for i := range pages {
		v := view{page: pages[i].plane}
		list := []scored{{1 - i, .9}, {i, .89}}
		s.contrast(list, &v)
		if own, other := scoreOf(list, i), scoreOf(list, 1-i); own < .9 || own-other < .1 {
			t.Errorf("page %d has %.2f, the other one %.2f", i+1, own, other)
		}
	}
}

// TestRecognised checks that a deck of which no page is recognised clearly is dropped, and
// other decks stay.
func TestRecognised(t *testing.T) {
	t.Parallel()
	s := Stretch{To: 40, Intervals: []Interval{
		{Start: 0, End: 10, Deck: 0, Slide: 1, Confidence: .9, Like: .7},
		{Start: 10, End: 20, Deck: 1, Slide: 1, Confidence: .9, Like: .9},
		{Start: 20, End: 30, Deck: 1, Slide: 2, Confidence: .9, Like: .7},
		{Start: 30, End: 30.5, Deck: 0, Slide: 2, Confidence: .9, Like: .95}, // too short to count
	}}
	got, reason := Join([]Stretch{s}).Slides(nil)
	if reason != "" || len(got) != 2 || got[0].Deck != 1 || got[1].Slide != 2 {
		t.Errorf("joined %+v, reason %q", got, reason)
	}
	if got, reason = Join([]Stretch{{To: 40, Intervals: s.Intervals[:1]}}).Slides(nil); len(got) > 0 || reason == "" {
		t.Errorf("joined %+v without a reason", got)
	}
}

func TestIsUpright(t *testing.T) {
	t.Parallel()
	level := Quad{{40, 30}, {600, 31}, {599, 330}, {41, 331}}
	if !level.isUpright() {
		t.Error("a shared screen is taken for a camera")
	}
	if tilted := (Quad{{40, 30}, {600, 50}, {590, 300}, {41, 331}}); tilted.isUpright() {
		t.Error("a camera is taken for a shared screen")
	}
}
