package transcode

import (
	"image"
	"math"
)

// pictureStats are figures of a frame, from 0 to 255.
type pictureStats struct {
	mean     float64 // brightness
	spread   float64 // standard deviation of brightness
	sharp    float64 // root mean square of the difference between neighbours: blurred edges have less
	coloured float64 // mean distance of colour from grey
}

// measurePicture measures a frame on a grid of its pixels; posters have a million.
func measurePicture(img image.Image) pictureStats {
	b := img.Bounds()
	step := max(1, b.Dx()/320)
	var n, sum, squares, edges, colour float64
	for y := b.Min.Y; y < b.Max.Y; y += step {
		last := -1.0
		for x := b.Min.X; x < b.Max.X; x += step {
			luma, chroma := lumaChroma(img, x, y)
			n++
			sum += luma
			squares += luma * luma
			colour += chroma
			if last >= 0 {
				edges += (luma - last) * (luma - last)
			}
			last = luma
		}
	}
	mean := sum / n
	return pictureStats{
		mean: mean, spread: math.Sqrt(max(0, squares/n-mean*mean)),
		sharp: math.Sqrt(edges / n), coloured: colour / n,
	}
}

func lumaChroma(img image.Image, x, y int) (luma, chroma float64) {
	if ycc, ok := img.(*image.YCbCr); ok {
		c := ycc.YCbCrAt(x, y)
		return float64(c.Y), math.Abs(float64(c.Cb)-128) + math.Abs(float64(c.Cr)-128)
	}
	r, g, b, _ := img.At(x, y).RGBA()
	fr, fg, fb := float64(r>>8), float64(g>>8), float64(b>>8)
	luma = 0.299*fr + 0.587*fg + 0.114*fb
	return luma, math.Abs(fb-luma)*0.564 + math.Abs(fr-luma)*0.713
}

// flat is the spread below which a frame is blank, whatever its colour: noise
// in the dark has 2 or 3, the emptiest slide with a title has over 10.
const flat = 6

// score rates a frame as a poster. A blank one scores below any that shows
// something; among those, the sharper and the more varied wins. The terms are bounded so that a page of fine print does not win
// by its edges alone.
func (p pictureStats) score() float64 {
	if p.spread < flat {
		return p.spread / flat
	}
	dark := 0.0
	if p.mean < 24 {
		dark = 1 - p.mean/24 // a fade: something is there, and hardly to be seen
	}
	return 1 + min(p.sharp, 40)/40 + min(p.spread, 64)/64 + min(p.coloured, 24)/48 - dark
}
