package slides

import (
	"fmt"
	"image"
)

// shrink is the picture at a size that is no larger: each of its points is the
// mean of those that it stands for. A filter that samples fewer would tear thin
// letters apart; one that weighs more costs five times as much.
func shrink(from *image.RGBA, to canvas) *image.RGBA {
	small := blankPixels(to.width, to.height)
	bounds := from.Bounds()
	for y := range to.height {
		top, bottom := stretch(y, to.height, bounds.Dy())
		for x := range to.width {
			left, right := stretch(x, to.width, bounds.Dx())
			c := mean(from, image.Rect(left, top, right, bottom))
			copy(small.Pix[small.PixOffset(x, y):], c[:])
		}
	}
	return small
}

// stretch is where the i-th of n parts of a length begins and ends. It is
// never empty while n is at most the length.
func stretch(i, n, length int) (from, to int) { return i * length / n, (i + 1) * length / n }

// mean is the mean of the points in a part of the picture, opaque.
func mean(of *image.RGBA, part image.Rectangle) [4]uint8 {
	var r, g, b, n uint64
	for y := part.Min.Y; y < part.Max.Y; y++ {
		line := of.Pix[of.PixOffset(part.Min.X, y) : of.PixOffset(part.Max.X-1, y)+4 : of.PixOffset(part.Max.X-1, y)+4]
		for i := 0; i < len(line); i += 4 {
			r, g, b, n = r+uint64(line[i]), g+uint64(line[i+1]), b+uint64(line[i+2]), n+1
		}
	}
	n = max(1, n)
	return [4]uint8{uint8((r + n/2) / n), uint8((g + n/2) / n), uint8((b + n/2) / n), 0xff} //nolint:gosec // a mean of bytes is one
}

// colour is the mean of the whole picture as CSS writes it: what a page shows
// until the picture is there.
func colour(of *image.RGBA) string {
	c := mean(of, of.Bounds())
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}
