package pageimage

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"
	"slices"
)

// Mask reads a rendered page of that size, fills boxes with the colour around them,
// and writes the page in grey to the file out, in PGM, which tesseract reads. A box
// is x, y, width and height as shares of the page.
func Mask(tiff string, size Canvas, boxes [][4]float64, out string) error {
	return writeGrey(tiff, size, out, func(p *image.Gray) {
		for _, b := range boxes {
			fill(p, touched(b, size))
		}
	})
}

// UpsideDown turns a rendered page of that size by 180° and writes it in grey to the
// file out, in PGM.
func UpsideDown(tiff string, size Canvas, out string) error {
	return writeGrey(tiff, size, out, func(p *image.Gray) { slices.Reverse(p.Pix) })
}

// writeGrey reads a rendered page of that size, changes it, and writes it as PGM.
func writeGrey(tiff string, size Canvas, out string, change func(*image.Gray)) error {
	page, err := readTIFF(tiff, size)
	if err != nil {
		return err
	}
	grey := page.grey()
	change(grey)
	return writeFile(out, func(w io.Writer) error {
		if _, err := fmt.Fprintf(w, "P5\n%d %d\n255\n", size.Width, size.Height); err != nil {
			return err //nolint:wrapcheck // writeFile wraps it
		}
		_, err := w.Write(grey.Pix)
		return err //nolint:wrapcheck // writeFile wraps it
	})
}

// touched are the pixels that a box touches, and one more on each side: letters are
// smoothed.
func touched(box [4]float64, size Canvas) image.Rectangle {
	low := func(share float64, length int) int { return int(math.Floor(share*float64(length))) - 1 }
	high := func(share float64, length int) int { return int(math.Ceil(share*float64(length))) + 1 }
	return image.Rect(
		low(box[0], size.Width), low(box[1], size.Height), high(box[0]+box[2], size.Width), high(box[1]+box[3], size.Height),
	)
}

// fill fills a rectangle with the mean colour of its edge.
func fill(p *image.Gray, r image.Rectangle) {
	r = r.Intersect(p.Bounds())
	if r.Empty() {
		return
	}
	sum, n := 0, 0
	add := func(x, y int) { sum, n = sum+int(p.GrayAt(x, y).Y), n+1 }
	for x := r.Min.X; x < r.Max.X; x++ {
		add(x, r.Min.Y)
		add(x, r.Max.Y-1)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		add(r.Min.X, y)
		add(r.Max.X-1, y)
	}
	draw.Draw(p, r, image.NewUniform(color.Gray{Y: uint8(sum / n)}), image.Point{}, draw.Src) //nolint:gosec // the mean of bytes is a byte
}
