package pageimage

import (
	"testing"

	"pgregory.net/rapid"
)

// TestShrinkKeepsTheMean: a smaller image has the same mean colour, if its sides divide
// those of the original.
func TestShrinkKeepsTheMean(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		w, h, by := rapid.IntRange(1, 12).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height"), rapid.IntRange(1, 5).Draw(t, "by")
		large := blank(Canvas{w * by, h * by})
		for i := range large.Pix {
			large.Pix[i] = rapid.Byte().Draw(t, "point")
		}
		small := shrink(large, Canvas{w, h})
		a, b := mean(large, large.Bounds()), mean(small, small.Bounds())
		for i := range 3 {
			if d := int(a[i]) - int(b[i]); d > 1 || d < -1 {
				t.Fatalf("mean %v becomes %v", a, b)
			}
		}
	})
}

func TestMeanColour(t *testing.T) {
	t.Parallel()

	p := blank(Canvas{2, 1})
	copy(p.Pix, []uint8{0xff, 0, 0x10, 0xff, 0xff, 0xff, 0x20, 0xff})
	if got := meanColour(p); got != "#ff8018" {
		t.Errorf("the colour is %s, want #ff8018", got)
	}
}
