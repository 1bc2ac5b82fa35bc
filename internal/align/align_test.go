package align

import (
	"fmt"
	"math"
	"testing"
)

// alignFilm aligns a film in one stretch.
func alignFilm(t *testing.T, f film, decks ...Deck) (Layout, []Interval, string) {
	t.Helper()
	f = f.keep()
	l, err := Locate(t.Context(), f, decks)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Track(t.Context(), f, decks, l)
	if err != nil {
		t.Fatal(err)
	}
	if !l.Found() {
		return l, s.Intervals, l.Reason()
	}
	list, reason := Join([]Stretch{s}).Slides(nil)
	return l, list, reason
}

// room is how a camera in a room sees the projected slides.
func room() Quad { return Quad{{88, 40}, {540, 52}, {545, 290}, {92, 268}} }

func TestAlignNamesSlides(t *testing.T) {
	t.Parallel()
	d := deckOf(1, 12)
	shown := []struct {
		slide   int // 0 for a person
		seconds float64
	}{{0, 8}, {1, 7}, {2, 7}, {3, 4.3}, {0, 8}, {8, 7}, {9, .4}, {10, .5}, {11, 7}, {2, 7}, {0, 6}}
	var shots []shot
	var want []Interval
	at := 0.0
	for _, s := range shown {
		one := shot{seconds: s.seconds}
		if s.slide > 0 {
			one.page = d.Pages[s.slide-1].Image
			want = append(want, Interval{Start: at, End: at + s.seconds, Slide: s.slide})
		}
		shots = append(shots, one)
		at += s.seconds
	}
	for name, f := range map[string]film{
		"screen":            {noise: 1},
		"part of a screen":  {quad: Quad{{4, 60}, {456, 60}, {456, 314}, {4, 314}}, noise: 1},
		"camera that sways": {quad: room(), sway: 3, noise: 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f.shots = shots
			_, got, reason := alignFilm(t, f, d)
			if reason != "" || len(got) != len(want) {
				t.Fatalf("%d intervals, reason %q: %v", len(got), reason, got)
			}
			for i, w := range want {
				g := got[i]
				if g.Slide != w.Slide || math.Abs(g.Start-w.Start) > .11 || math.Abs(g.End-w.End) > .11 {
					t.Errorf("interval %d is %v, want %v", i, g, w)
				}
				if w.End-w.Start > 2 && g.Confidence < .9 {
					t.Errorf("slide %d has the confidence %.2f", g.Slide, g.Confidence)
				}
			}
		})
	}
}

func TestLocateFindsTheQuad(t *testing.T) {
	t.Parallel()
	d := deckOf(2, 6)
	var shots []shot
	for _, p := range d.Pages {
		shots = append(shots, shot{seconds: 10, page: p.Image})
	}
	l, err := Locate(t.Context(), film{shots: shots, quad: room(), noise: 4}.keep(), []Deck{d})
	if err != nil || !l.Found() {
		t.Fatalf("not found: %v", err)
	}
	if got := l.Places[0].Quad.distance(room()); got > 3 {
		t.Errorf("the quad is %.1f pixels off: %v", got, l.Places[0].Quad)
	}
}

// TestLocateFindsUnknownSlides checks that the place of slides is found that look like no page:
// their text may be that of the deck.
func TestLocateFindsUnknownSlides(t *testing.T) {
	t.Parallel()
	shown, other := deckOf(3, 6), deckOf(4, 14)
	place := Quad{{0, 0}, {640, 0}, {640, 360}, {0, 360}}
	var shots []shot
	for _, p := range shown.Pages {
		shots = append(shots, shot{seconds: 7, page: p.Image})
	}
	l, err := Locate(t.Context(), film{shots: shots, noise: 1}.keep(), []Deck{other})
	if err != nil || len(l.Places) != 1 {
		t.Fatalf("not found: %+v %v", l, err)
	}
	if got := l.Places[0].Quad.distance(place); got > 32 { // an empty margin does not show
		t.Errorf("the quad is %.1f pixels off: %v", got, l.Places[0].Quad)
	}
}

func TestAnotherDeckIsNotClaimed(t *testing.T) {
	t.Parallel()
	shown, other := deckOf(3, 6), deckOf(4, 14)
	var shots []shot
	for _, p := range shown.Pages {
		shots = append(shots, shot{seconds: 7, page: p.Image})
	}
	for name, f := range map[string]film{"screen": {shots: shots}, "room": {shots: shots, quad: room(), sway: 2, noise: 4}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f = f.keep()
			if _, got, reason := alignFilm(t, f, other); len(got) > 0 || reason == "" {
				t.Errorf("claimed %v, reason %q", got, reason)
			}
			_, got, reason := alignFilm(t, f, other, shown)
			if reason != "" || len(got) != len(shown.Pages) {
				t.Fatalf("with both decks: %d intervals, reason %q", len(got), reason)
			}
			for _, in := range got {
				if in.Deck != 1 {
					t.Errorf("claims a slide of the other deck: %v", in)
				}
			}
		})
	}
}

// TestPoorInput checks that decks and recordings with little to compare give no wrong
// answer.
func TestPoorInput(t *testing.T) {
	t.Parallel()
	white := func(n int) (d Deck) {
		img := drawPage(1, 320, 180)
		for i := range img.Pix {
			img.Pix[i] = 255
		}
		for i := range n {
			d.Pages = append(d.Pages, Page{i + 1, img})
		}
		return d
	}
	talk := film{shots: []shot{{seconds: 30}}, noise: 2}
	deck := deckOf(5, 3)
	slides := film{shots: []shot{{seconds: 30, page: deck.Pages[0].Image}}}
	for name, c := range map[string]struct {
		film film
		deck Deck
		some bool
	}{
		"white pages":                {slides, white(5), false},
		"no pages":                   {slides, Deck{}, false},
		"a page without an image":    {slides, Deck{Pages: []Page{{Number: 1}}}, false},
		"a talk without slides":      {talk, deck, false},
		"a deck of one page":         {slides, Deck{Pages: deck.Pages[:1]}, true},
		"one page of several":        {slides, deck, true},
		"a short recording":          {film{shots: []shot{{seconds: 2, page: deck.Pages[1].Image}}}, deck, true},
		"a recording without frames": {film{}, deck, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if len(c.film.shots) == 0 {
				if _, list, reason := alignFilm(t, emptyFilm(), c.deck); len(list) > 0 || reason == "" {
					t.Errorf("claimed %v", list)
				}
				return
			}
			_, got, reason := alignFilm(t, c.film, c.deck)
			if (len(got) > 0) != c.some || (reason == "") != c.some {
				t.Errorf("intervals %v, reason %q", got, reason)
			}
		})
	}
}

func emptyFilm() film { return film{shots: []shot{{seconds: 0}}} }

// TestFramesThatAreRead checks that the cost follows from the changes, not from the length.
func TestFramesThatAreRead(t *testing.T) {
	t.Parallel()
	d := deckOf(6, 4)
	frames := func(seconds float64) int {
		n := 0
		f := film{read: &n}
		for _, p := range d.Pages {
			f.shots = append(f.shots, shot{seconds: seconds + .7, page: p.Image})
		}
		alignFilm(t, f, d)
		return n
	}
	short, long := frames(10), frames(40)
	if keys := 2 * 4 * 30 / 5; long-short > keys+5*10 {
		t.Errorf("%d frames of 43 s, %d of 163 s: want at most %d more, the key frames", short, long, keys)
	}
}

func ExampleJoin() {
	joined := Join([]Stretch{
		{From: 0, To: 1860, Intervals: []Interval{{Start: 10, End: 1845, Slide: 1, Confidence: 1}}},
		{From: 1800, To: 3600, Intervals: []Interval{{Start: 1800, End: 2000, Slide: 1, Confidence: 1}, {Start: 2000, End: 3600, Slide: 2, Confidence: 1}}},
	})
	for _, in := range joined.Intervals {
		fmt.Println(in.Start, in.End, in.Slide)
	}
	// Output:
	// 10 2000 1
	// 2000 3600 2
}
