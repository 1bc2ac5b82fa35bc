package pageimage

import (
	"fmt"
	"image"
)

// shrink scales an image down: each pixel is the mean of those that it replaces.
// A filter that samples fewer pixels breaks thin letters; a weighted one costs five
// times as much.
func shrink(from *image.RGBA, to Canvas) *image.RGBA {
	small := blank(to)
	bounds := from.Bounds()
	for y := range to.Height {
		top, bottom := part(y, to.Height, bounds.Dy())
		for x := range to.Width {
			left, right := part(x, to.Width, bounds.Dx())
			c := mean(from, image.Rect(left, top, right, bottom))
			copy(small.Pix[small.PixOffset(x, y):], c[:])
		}
	}
	return small
}

// part is the i-th of n parts of a length. It is not empty if n <= length.
func part(i, n, length int) (from, to int) { return i * length / n, (i + 1) * length / n }

// mean is the mean colour of a rectangle, opaque.
func mean(of *image.RGBA, r image.Rectangle) [4]uint8 {
	var red, green, blue, n uint64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		line := of.Pix[of.PixOffset(r.Min.X, y) : of.PixOffset(r.Max.X-1, y)+4 : of.PixOffset(r.Max.X-1, y)+4]
		for i := 0; i < len(line); i += 4 {
			red, green, blue, n = red+uint64(line[i]), green+uint64(line[i+1]), blue+uint64(line[i+2]), n+1
		}
	}
	n = max(1, n)
	return [4]uint8{uint8((red + n/2) / n), uint8((green + n/2) / n), uint8((blue + n/2) / n), 0xff} //nolint:gosec // the mean of bytes is a byte
}

// meanColour is the mean colour of an image in the notation of CSS. A page shows
// it until the image is loaded.
func meanColour(of *image.RGBA) string {
	c := mean(of, of.Bounds())
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}

func blank(c Canvas) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, c.Width, c.Height)) }
