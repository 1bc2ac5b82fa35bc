package slides

import (
	"math"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pageimage"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/poppler"
)

// part is a page of a PDF file, or a slide that is printed on one, of which images are
// made.
type part struct {
	page  int      // from 1
	frame pdf.Rect // of the slide on the page; the zero frame is the whole page
	size  pdf.Size // of the slide, in points
	paper pdf.Size // of the whole page
}

// partsOf are the slides on pages of these sizes, in their order. The frames of printed
// slides are those of pages.
func partsOf(slideSizes, sizes []pdf.Size, frames pdf.Frames) []part {
	var parts []part
	for i, size := range slideSizes {
		on := frames.On[i+1]
		if len(on) == 0 {
			parts = append(parts, part{page: i + 1, size: size, paper: sizes[i]})
		}
		for _, f := range on {
			parts = append(parts, part{page: i + 1, frame: f, size: f.Size(), paper: sizes[i]})
		}
	}
	return parts
}

// area is the part of the page as slides name it.
func (p part) area() meeting.Area {
	if p.frame == (pdf.Rect{}) {
		return meeting.Area{Page: p.page}
	}
	return p.frame.Area(p.page, p.paper)
}

// batchMax is the number of pages that are rendered at once: a page takes 4 to
// 15 MB as TIFF.
const batchMax = 16

// batch is a range of pages of one size, and the same place on each.
type batch struct {
	first, last int // from 1
	canvas      pageimage.Canvas
	place       place
	parts       []int // for each page, the index of its part
}

// place is a place on pages, in pixels. The zero place is all of them.
type place struct{ left, top, whole, tall int }

// batches divides parts into ranges that are rendered at once: of one size, and
// short enough for the disk and for progress to be seen.
func batches(parts []part) []batch {
	var all []batch
	open := map[int]int{} // batch, by the number of the part on its page
	for i, p := range parts {
		nth := 0
		for i-nth > 0 && parts[i-nth-1].page == p.page {
			nth++
		}
		b := batch{first: p.page, last: p.page, canvas: pageimage.Fit(p.size, pageimage.Width)}
		b.place = p.placeOn(b.canvas)
		if n, found := open[nth]; found {
			if o := &all[n]; o.canvas == b.canvas && o.place == b.place && o.last == p.page-1 && p.page-o.first < batchMax {
				o.last, o.parts = p.page, append(o.parts, i)
				continue
			}
		}
		b.parts = []int{i}
		open[nth] = len(all)
		all = append(all, b)
	}
	return all
}

// placeOn is the place of a printed slide that is rendered on a canvas.
func (p part) placeOn(c pageimage.Canvas) place {
	if p.frame == (pdf.Rect{}) {
		return place{}
	}
	scale := float64(c.Width) / p.size.Width
	pixels := func(points float64) int { return int(math.Round(points * scale)) }
	return place{max(0, pixels(p.frame.Left)), max(0, pixels(p.frame.Top)), pixels(p.paper.Width), pixels(p.paper.Height)}
}

// rendering renders the pages, or with screens their left halves.
func (b batch) rendering(screens bool) poppler.Rendering {
	r := poppler.Rendering{
		First: b.first, Last: b.last, Width: b.canvas.Width, Height: b.canvas.Height,
		Left: b.place.left, Top: b.place.top, Whole: b.place.whole, Tall: b.place.tall,
	}
	if screens {
		r.Whole = 2 * r.Width
	}
	return r
}
