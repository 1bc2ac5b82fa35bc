package slides

import (
	"math"

	"proceedings/internal/slides/pdf"
)

type size = pdf.Size

// widths are those of a page's pictures: to read, and to choose from.
func widths() []int { return []int{1600, 320} }

const (
	maxHeight = 3200 // of a picture: twice its width; taller pages become narrower
	batchMax  = 16   // pages that are painted at once: as TIFF, 4 to 15 MB each
)

// canvas is the size of a picture in pixels.
type canvas struct{ width, height int }

// fit is the largest canvas of a page's shape that is at most width wide and
// maxHeight tall.
func fit(s size, width int) canvas {
	scale := min(float64(width)/s.Width, maxHeight/s.Height)
	return canvas{
		width:  min(max(1, int(math.Round(s.Width*scale))), width),
		height: min(max(1, int(math.Round(s.Height*scale))), maxHeight),
	}
}

// within is c made to be at most width wide.
func (c canvas) within(width int) canvas {
	if c.width <= width {
		return c
	}
	return canvas{width: width, height: max(1, int(math.Round(float64(c.height*width)/float64(c.width))))}
}

// batch is a run of pages of one size.
type batch struct {
	first, last int // from 1
	canvas      canvas
}

// batches cuts pages into runs that are painted at once: of one size, and
// short enough for the disk and for progress to be seen.
func batches(pages []size) []batch {
	var all []batch
	for i, page := range pages {
		c := fit(page, widths()[0])
		if n := len(all); n > 0 && all[n-1].canvas == c && i+1-all[n-1].first < batchMax {
			all[n-1].last = i + 1
			continue
		}
		all = append(all, batch{first: i + 1, last: i + 1, canvas: c})
	}
	return all
}
