package pageimage

import (
	"fmt"
	"image"
)

// pixels are the pixels of an image, three bytes each (red, green, blue), in rows
// without gaps.
type pixels struct {
	Canvas

	rgb []byte
}

// row is the y-th row.
func (p pixels) row(y int) []byte { return p.rgb[3*y*p.Width : 3*(y+1)*p.Width] }

// pixelsOf copies the pixels of an image.
func pixelsOf(from image.Image) pixels {
	r := from.Bounds()
	to := pixels{Canvas{r.Dx(), r.Dy()}, make([]byte, 0, 3*r.Dx()*r.Dy())}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			red, green, blue, _ := from.At(x, y).RGBA()
			to.rgb = append(to.rgb, byte(red>>8), byte(green>>8), byte(blue>>8)) //nolint:gosec // 16 bits
		}
	}
	return to
}

// shrink scales an image down: each pixel is the mean of those that it replaces.
// A filter that samples fewer pixels breaks thin letters; a weighted one costs five
// times as much.
func (p pixels) shrink(to Canvas) pixels {
	small := pixels{to, make([]byte, 0, 3*to.Width*to.Height)}
	for y := range to.Height {
		top, bottom := part(y, to.Height, p.Height)
		for x := range to.Width {
			left, right := part(x, to.Width, p.Width)
			c := p.mean(image.Rect(left, top, right, bottom))
			small.rgb = append(small.rgb, c[:]...)
		}
	}
	return small
}

// part is the i-th of n parts of a length. It is not empty if n <= length.
func part(i, n, length int) (from, to int) { return i * length / n, (i + 1) * length / n }

// mean is the mean colour of a rectangle.
func (p pixels) mean(r image.Rectangle) [3]uint8 {
	var red, green, blue, n uint64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		line := p.row(y)[3*r.Min.X : 3*r.Max.X]
		for len(line) >= 3 {
			red, green, blue, n = red+uint64(line[0]), green+uint64(line[1]), blue+uint64(line[2]), n+1
			line = line[3:]
		}
	}
	n = max(1, n)
	return [3]uint8{uint8((red + n/2) / n), uint8((green + n/2) / n), uint8((blue + n/2) / n)} //nolint:gosec // the mean of bytes is a byte
}

// meanColour is the mean colour of an image in the notation of CSS. A page shows
// it until the image is loaded.
func (p pixels) meanColour() string {
	c := p.mean(image.Rect(0, 0, p.Width, p.Height))
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}

// grey is the image in grey.
func (p pixels) grey() *image.Gray {
	to := image.NewGray(image.Rect(0, 0, p.Width, p.Height))
	for i := range to.Pix {
		to.Pix[i] = luma(int32(p.rgb[3*i]), int32(p.rgb[3*i+1]), int32(p.rgb[3*i+2]))
	}
	return to
}

// luma is the brightness of a pixel (ITU-R BT.601).
func luma(r, g, b int32) uint8 { return uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16) } //nolint:gosec // the weights add up to one
