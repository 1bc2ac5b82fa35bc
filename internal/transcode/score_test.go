package transcode

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	xdraw "golang.org/x/image/draw"
)

// drawn is a picture of 640×360, filled and then drawn upon.
func drawn(fill color.Color, on func(img *image.RGBA)) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 640, 360))
	draw.Draw(img, img.Bounds(), image.NewUniform(fill), image.Point{}, draw.Src)
	if on != nil {
		on(img)
	}
	return img
}

func bar(img *image.RGBA, c color.Color, x0, y0, x1, y1 int) {
	draw.Draw(img, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
}

// slide has a title and lines of text: words as bars.
func slide(img *image.RGBA) {
	bar(img, color.RGBA{30, 60, 160, 255}, 0, 0, 640, 60)
	for line := range 7 {
		for word := range 9 {
			bar(img, color.Black, 40+word*60, 90+line*34, 40+word*60+40-5*((line+word)%4), 100+line*34)
		}
	}
}

// noise is what a dark sensor sees: values from 0 to 8 without an order.
func noise(img *image.RGBA) {
	state := uint32(1)
	for i := range img.Pix {
		state = state*1664525 + 1013904223
		img.Pix[i] = uint8(state >> 29)
	}
}

// TestBetterPictures has pairs of frames, the better of which is to stand for
// the recording.
func TestBetterPictures(t *testing.T) {
	t.Parallel()

	black, white := drawn(color.Black, nil), drawn(color.White, nil)
	dark := drawn(color.Black, noise)
	page := drawn(color.White, slide)
	blurred := stretch(resize(page, 160), 640, 360)
	faded := drawn(color.Black, func(img *image.RGBA) {
		slide(img)
		for i, v := range img.Pix {
			img.Pix[i] = v / 8
		}
	})
	plain := drawn(color.White, func(img *image.RGBA) { bar(img, color.Black, 200, 150, 440, 180) })

	tests := []struct {
		name          string
		better, worse image.Image
	}{
		{"a slide goes before black", page, black},
		{"a slide goes before blank white", page, white},
		{"a slide goes before noise in the dark", page, dark},
		{"a title alone goes before black", plain, black},
		{"a title alone goes before blank white", plain, white},
		{"a full slide goes before a title alone", page, plain},
		{"a sharp picture goes before a blurred one", page, blurred},
		{"a blurred picture goes before black", blurred, black},
		{"a picture goes before its fade", page, faded},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			better, worse := measurePicture(tt.better).score(), measurePicture(tt.worse).score()
			if better <= worse {
				t.Errorf("scores are %.3f (%+v) and %.3f (%+v), want the first higher", better, measurePicture(tt.better), worse, measurePicture(tt.worse))
			}
		})
	}
}

func stretch(img image.Image, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.BiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}

// JPEGs are read as luma and chroma, and drawn ones as RGB: both must look the
// same.
func TestScoreIsTheSameForEveryColourModel(t *testing.T) {
	t.Parallel()
	for _, fill := range []color.RGBA{{200, 30, 30, 255}, {0, 0, 0, 255}, {90, 120, 255, 255}} {
		rgb := drawn(fill, nil)
		y, cb, cr := color.RGBToYCbCr(fill.R, fill.G, fill.B)
		ycc := image.NewYCbCr(rgb.Bounds(), image.YCbCrSubsampleRatio420)
		for i := range ycc.Y {
			ycc.Y[i] = y
		}
		for i := range ycc.Cb {
			ycc.Cb[i], ycc.Cr[i] = cb, cr
		}
		a, b := measurePicture(rgb), measurePicture(ycc)
		if abs(a.mean-b.mean) > 1.5 || abs(a.coloured-b.coloured) > 3 || a.spread > 0.01 || b.spread > 0.01 {
			t.Errorf("%v looks %+v in RGB and %+v in YCbCr", fill, a, b)
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }
