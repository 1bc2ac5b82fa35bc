package pageimage

import (
	"math"

	"proceedings/internal/slides/pdf"
)

// The widths of a page's images in pixels: one to read, and one to choose from.
const (
	Width          = 1600
	ThumbnailWidth = 320

	maxHeight = 2 * Width // taller pages become narrower
)

// Canvas is the size of an image in pixels.
type Canvas struct{ Width, Height int }

// Fit is the largest canvas with a page's aspect ratio that is at most width wide
// and 3200 pixels tall.
func Fit(page pdf.Size, width int) Canvas {
	scale := min(float64(width)/page.Width, maxHeight/page.Height)
	return Canvas{
		Width:  min(max(1, int(math.Round(page.Width*scale))), width),
		Height: min(max(1, int(math.Round(page.Height*scale))), maxHeight),
	}
}

// within is c scaled down to be at most width wide.
func (c Canvas) within(width int) Canvas {
	if c.Width <= width {
		return c
	}
	return Canvas{Width: width, Height: max(1, int(math.Round(float64(c.Height*width)/float64(c.Width))))}
}
