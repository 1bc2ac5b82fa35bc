package align_test

import (
	"image"
	"image/color"
	"testing"

	"proceedings/internal/align"
)

// TestCutCorrectsThePerspective cuts out a quad whose corners have colours of their own.
func TestCutCorrectsThePerspective(t *testing.T) {
	t.Parallel()
	const size = 2 // times the size of a frame
	img := image.NewRGBA(image.Rect(0, 0, size*align.FrameWidth, size*360))
	q := align.Quad{{100, 60}, {520, 40}, {500, 300}, {120, 280}}
	corners := [4]color.RGBA{{200, 0, 0, 255}, {0, 200, 0, 255}, {0, 0, 200, 255}, {200, 200, 0, 255}}
	for i, c := range q {
		for y := -40; y <= 40; y++ {
			for x := -40; x <= 40; x++ {
				img.SetRGBA(int(c[0]*size)+x, int(c[1]*size)+y, corners[i])
			}
		}
	}
	out, ok := align.Cut(img, q, 16./9, 320)
	if !ok || out.Bounds() != image.Rect(0, 0, 320, 180) {
		t.Fatalf("cut out %v, %v; want 320 × 180", out.Bounds(), ok)
	}
	for i, p := range []image.Point{{2, 2}, {317, 2}, {317, 177}, {2, 177}} {
		if got := out.RGBAAt(p.X, p.Y); got != corners[i] {
			t.Errorf("corner %d has the colour %v, want %v", i, got, corners[i])
		}
	}
	if got := out.RGBAAt(160, 90); got != (color.RGBA{0, 0, 0, 255}) {
		t.Errorf("the middle has the colour %v, want black", got)
	}
}

func TestCutKeepsARectangle(t *testing.T) {
	t.Parallel()
	img := image.NewGray(image.Rect(0, 0, align.FrameWidth, 360))
	for i := range img.Pix {
		img.Pix[i] = uint8(i*7%251 + i/align.FrameWidth%5)
	}
	q := align.Quad{{40, 20}, {360, 20}, {360, 200}, {40, 200}}
	out, ok := align.Cut(img, q, 16./9, 320)
	if !ok {
		t.Fatal("a rectangle was refused")
	}
	for y := range 180 {
		for x := range 320 {
			want := img.GrayAt(40+x, 20+y).Y
			if got := out.RGBAAt(x, y).R; got != want {
				t.Fatalf("pixel %d,%d is %d, want %d", x, y, got, want)
			}
		}
	}
}

func TestCutRefusesWhatIsNoQuad(t *testing.T) {
	t.Parallel()
	img := image.NewGray(image.Rect(0, 0, 64, 36))
	if _, ok := align.Cut(img, align.Quad{}, 1.5, 320); ok {
		t.Error("four corners at one place were cut out")
	}
	if _, ok := align.Cut(img, align.Quad{{0, 0}, {640, 0}, {640, 360}, {0, 360}}, 0, 320); ok {
		t.Error("a shape without a width was cut out")
	}
}
