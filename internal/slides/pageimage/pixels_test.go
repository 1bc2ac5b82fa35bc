package pageimage

import (
	"image"
	"testing"

	"pgregory.net/rapid"
)

// TestShrinkKeepsTheMean: a smaller image has the same mean colour, if its sides divide
// those of the original.
func TestShrinkKeepsTheMean(t *testing.T) {
	t.Parallel()

	rapid.Check(t, func(t *rapid.T) {
		w, h, by := rapid.IntRange(1, 12).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height"), rapid.IntRange(1, 5).Draw(t, "by")
		large := pixels{Canvas{w * by, h * by}, make([]byte, 3*w*by*h*by)}
		for i := range large.rgb {
			large.rgb[i] = rapid.Byte().Draw(t, "point")
		}
		small := large.shrink(Canvas{w, h})
		a, b := large.mean(image.Rect(0, 0, large.Width, large.Height)), small.mean(image.Rect(0, 0, w, h))
		for i := range 3 {
			if d := int(a[i]) - int(b[i]); d > 1 || d < -1 {
				t.Fatalf("mean %v becomes %v", a, b)
			}
		}
	})
}

func TestMeanColour(t *testing.T) {
	t.Parallel()

	p := pixels{Canvas{2, 1}, []byte{0xff, 0, 0x10, 0xff, 0xff, 0x20}}
	if got := p.meanColour(); got != "#ff8018" {
		t.Errorf("the colour is %s, want #ff8018", got)
	}
}
