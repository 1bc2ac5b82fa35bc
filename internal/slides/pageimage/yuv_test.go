package pageimage

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"
)

// TestToYUV compares with the formula of ITU-R BT.601, of images in one colour and of
// odd sizes.
func TestToYUV(t *testing.T) {
	t.Parallel()
	for _, c := range []color.RGBA{{0, 0, 0, 255}, {255, 255, 255, 255}, {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {12, 200, 99, 255}} {
		r, g, b := float64(c.R)/255, float64(c.G)/255, float64(c.B)/255
		y := 0.299*r + 0.587*g + 0.114*b
		level := func(from, v float64) byte { return byte(math.Round(from + v)) }
		luma, u, v := level(16, 219*y), level(128, 224*(b-y)/1.772), level(128, 224*(r-y)/1.402)
		for _, size := range []image.Point{{4, 4}, {3, 5}, {1, 1}} {
			half := (size.X + 1) / 2 * ((size.Y + 1) / 2)
			want := append(bytes.Repeat([]byte{luma}, size.X*size.Y), append(bytes.Repeat([]byte{u}, half), bytes.Repeat([]byte{v}, half)...)...)
			got := toYUV(pixels{Canvas{size.X, size.Y}, bytes.Repeat([]byte{c.R, c.G, c.B}, size.X*size.Y)})
			if !bytes.Equal(got, want) {
				t.Errorf("%v of %v becomes % d, want % d", c, size, got, want)
			}
		}
	}
}

func TestToYUVTakesTheMeanOfFourPixels(t *testing.T) {
	t.Parallel()
	red, white := []byte{255, 0, 0}, []byte{255, 255, 255}
	got := toYUV(pixels{Canvas{2, 2}, bytes.Join([][]byte{red, white, white, red}, nil)})
	if want := []byte{81, 235, 235, 81, 109, 184}; !bytes.Equal(got, want) {
		t.Errorf("two red and two white pixels become % d, want % d", got, want)
	}
}
