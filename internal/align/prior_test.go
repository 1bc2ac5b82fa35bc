package align

import (
	"image"
	"testing"
)

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
	f := film{shots: shots}.keep()
	if _, got, reason := alignFilm(t, f, d); len(got) != 3 || reason != "" {
		t.Errorf("found %v, reason %q", got, reason)
	}
	if _, got, _ := alignFilm(t, f, other); len(got) > 0 {
		t.Errorf("another deck is claimed: %v", got)
	}
}
