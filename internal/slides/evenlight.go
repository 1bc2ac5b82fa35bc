package slides

import (
	"image"
	"math"
)

const (
	lightRadius = 40 // pixels around one that are its ground: more than the height of a line
	lightNoise  = 6  // contrast of noise
)

// evenLight returns a picture of text with dark letters on a white ground, whatever colours
// they have: the difference of each pixel from what is around it, in units of the contrast
// there. Rooms are lit unevenly, and titles stand on bars.
func evenLight(img *image.Gray) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	sum, squares := integral(img, false), integral(img, true)
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := max(0, y-lightRadius), min(h, y+lightRadius+1)
		for x := range w {
			x0, x1 := max(0, x-lightRadius), min(w, x+lightRadius+1)
			n := float64((x1 - x0) * (y1 - y0))
			mean := area(sum, w, x0, y0, x1, y1) / n
			spread := math.Sqrt(max(0, area(squares, w, x0, y0, x1, y1)/n-mean*mean))
			d := math.Abs(float64(img.Pix[y*img.Stride+x])-mean) / (spread + lightNoise)
			out.Pix[y*out.Stride+x] = uint8(255 - min(255, max(0, 110*(d-.4))))
		}
	}
	return out
}

// integral returns the sums of all pixels above and to the left, or of their squares.
func integral(img *image.Gray, squared bool) []float64 {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	s := make([]float64, (w+1)*(h+1))
	for y := range h {
		row := 0.
		for x := range w {
			v := float64(img.Pix[y*img.Stride+x])
			if squared {
				v *= v
			}
			row += v
			s[(y+1)*(w+1)+x+1] = s[y*(w+1)+x+1] + row
		}
	}
	return s
}

func area(s []float64, w, x0, y0, x1, y1 int) float64 {
	w++
	return s[y1*w+x1] - s[y0*w+x1] - s[y1*w+x0] + s[y0*w+x0]
}
