package pageimage

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
)

// TestToYCbCr compares with the standard library, of images in one colour and of odd
// sizes.
func TestToYCbCr(t *testing.T) {
	t.Parallel()
	for _, c := range []color.RGBA{{0, 0, 0, 255}, {255, 255, 255, 255}, {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {12, 200, 99, 255}} {
		for _, size := range []image.Point{{4, 4}, {3, 5}, {1, 1}} {
			p := pixels{Canvas{size.X, size.Y}, bytes.Repeat([]byte{c.R, c.G, c.B}, size.X*size.Y)}
			y, cb, cr := color.RGBToYCbCr(c.R, c.G, c.B)
			got := toYCbCr(p).YCbCrAt(size.X-1, size.Y-1)
			if differ(got.Y, y) || differ(got.Cb, cb) || differ(got.Cr, cr) {
				t.Errorf("%v is converted to %v, want %d, %d, %d", c, got, y, cb, cr)
			}
		}
	}
}

// differ reports whether two values differ by more than their rounding.
func differ(a, b uint8) bool { return max(a, b)-min(a, b) > 1 }

func TestWriteYUVHasLevelsOfVideo(t *testing.T) {
	t.Parallel()
	p := pixels{Canvas{2, 1}, []byte{0, 0, 0, 255, 255, 255}}
	path := filepath.Join(t.TempDir(), "a.yuv")
	if err := writeYUV(path, toYCbCr(p)); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != string([]byte{16, 235, 128, 128}) {
		t.Errorf("black and white become % d (%v), want 16 235 128 128", got, err)
	}
}
