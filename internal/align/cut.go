package align

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// Cut returns what a picture shows in a quad, as a rectangle of a width and an aspect ratio.
// The quad is in pixels of a frame that is [FrameWidth] wide; the picture may be larger. It
// returns false if the quad is no place that a page can be seen in.
func Cut(img image.Image, q Quad, aspect float64, width int) (*image.RGBA, bool) {
	b := img.Bounds()
	scale := float64(b.Dx()) / FrameWidth
	for i := range q {
		q[i][0], q[i][1] = q[i][0]*scale, q[i][1]*scale
	}
	h, ok := q.homography()
	height := int(math.Round(float64(width) / aspect))
	if !ok || width <= 0 || height <= 0 || height > 4*width {
		return nil, false
	}
	src, isRGBA := img.(*image.RGBA)
	if !isRGBA {
		src = image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
		draw.Draw(src, src.Bounds(), img, b.Min, draw.Src)
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			p := h.of(point{(float64(x) + .5) / float64(width), (float64(y) + .5) / float64(height)})
			out.SetRGBA(x, y, between(src, p.x-.5, p.y-.5))
		}
	}
	return out, true
}

// CutGray is [Cut] for a gray picture.
func CutGray(img *image.Gray, q Quad, aspect float64, width int) (*image.Gray, bool) {
	cut, ok := Cut(img, q, aspect, width)
	if !ok {
		return nil, false
	}
	out := image.NewGray(cut.Rect)
	for i := range out.Pix {
		out.Pix[i] = cut.Pix[4*i]
	}
	return out, true
}

// between returns the colour between four pixels of a picture. Outside of it, it is that of
// the edge.
func between(img *image.RGBA, x, y float64) color.RGBA {
	b := img.Bounds()
	x, y = min(max(x, 0), float64(b.Dx()-1)), min(max(y, 0), float64(b.Dy()-1))
	x0, y0 := int(x), int(y)
	fx, fy := x-float64(x0), y-float64(y0)
	var sum [3]float64
	for _, n := range [...]struct {
		x, y   int
		weight float64
	}{{x0, y0, (1 - fx) * (1 - fy)}, {x0 + 1, y0, fx * (1 - fy)}, {x0, y0 + 1, (1 - fx) * fy}, {x0 + 1, y0 + 1, fx * fy}} {
		if n.weight == 0 {
			continue
		}
		i := img.PixOffset(b.Min.X+n.x, b.Min.Y+n.y)
		for k := range sum {
			sum[k] += n.weight * float64(img.Pix[i+k])
		}
	}
	return color.RGBA{uint8(sum[0] + .5), uint8(sum[1] + .5), uint8(sum[2] + .5), 255}
}
