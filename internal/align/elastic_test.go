package align

import (
	"image"
	"testing"
)

// otherFont returns a page as a wider font draws it: lines are longer by a factor, and
// each is further down than the one before.
func otherFont(img *image.Gray, wider, taller float64) *image.Gray {
	out := image.NewGray(img.Rect)
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			sx, sy := float64(x), float64(y)
			if fy := sy / h; fy > .2 && fy < .93 { // the body; the title and the footer stay
				sy = h * (.2 + (fy-.2)/taller)
				sx = .06*w + (sx-.06*w)/wider
			}
			out.Pix[y*out.Stride+x] = uint8(bilinear(img, sx, sy))
		}
	}
	return out
}

// TestElasticLikeness checks that a page in another font is more like the page than any
// other one, where rows and columns that stay do not show that.
func TestElasticLikeness(t *testing.T) {
	t.Parallel()
	d := deckOf(11, 10)
	s := newScorer(preparePages([]Deck{d}), Layout{})
	sh := &s.shapes[0]
	var e elastic
	for i, p := range d.Pages {
		moved := newScorer(preparePages([]Deck{{Pages: []Page{{1, otherFont(p.Image, 1.12, 1.1)}}}}), Layout{})
		f := moved.shapes[0].plain[0]
		own := e.likeness(f, sh.plain[i], sh.rows)
		if rigid := dot(f, sh.plain[i]); own < rigid-1e-4 {
			t.Errorf("page %d: elastic %.2f, rigid %.2f", i+1, own, rigid)
		}
		for k := range d.Pages {
			if like := e.likeness(f, sh.plain[k], sh.rows); k != i && like >= own {
				t.Errorf("page %d in another font is %.2f like itself, and %.2f like page %d", i+1, own, like, k+1)
			}
		}
		if same := e.likeness(sh.plain[i], sh.plain[i], sh.rows); same < .999 || same > 1.001 {
			t.Errorf("page %d is %.3f like itself", i+1, same)
		}
	}
}

func TestAlignWithAnotherFont(t *testing.T) {
	t.Parallel()
	d := deckOf(12, 8)
	var shots []shot
	for _, p := range d.Pages {
		shots = append(shots, shot{seconds: 6, page: otherFont(p.Image, 1.12, 1.1)})
	}
	_, got, reason := alignFilm(t, film{shots: shots}, d)
	right := 0.0
	for _, in := range got {
		right += max(0, min(in.End, 6*float64(in.Slide))-max(in.Start, 6*float64(in.Slide-1)))
	}
	if all := 6 * float64(len(d.Pages)); right < .95*all {
		t.Errorf("%.1f of %.1f s are right, reason %q: %v", right, all, reason, got)
	}
}

// TestFewWords checks that a screen with one large word is found without keypoints, and
// another word is not taken for it.
func TestFewWords(t *testing.T) {
	t.Parallel()
	word := func(x, y, w, h int) *image.Gray {
		img := image.NewGray(image.Rect(0, 0, 640, 360))
		for i := range img.Pix {
			img.Pix[i] = 240
		}
		for j := range h {
			for i := range w {
				img.Pix[(y+j)*img.Stride+x+i] = 40
			}
		}
		return img
	}
	d := Deck{Pages: []Page{{1, word(100, 60, 300, 80)}, {2, word(60, 200, 200, 90)}, {3, word(300, 40, 90, 250)}}}
	other := Deck{Pages: []Page{{1, word(400, 220, 200, 100)}, {2, word(20, 20, 100, 70)}}}
	var shots []shot
	for _, p := range d.Pages {
		shots = append(shots, shot{seconds: 8, page: p.Image})
	}
	if _, got, reason := alignFilm(t, film{shots: shots}, d); len(got) != 3 || reason != "" {
		t.Errorf("found %v, reason %q", got, reason)
	}
	if _, got, _ := alignFilm(t, film{shots: shots}, other); len(got) > 0 {
		t.Errorf("another deck is claimed: %v", got)
	}
}
