package slides

import (
	"proceedings/internal/slides/pageimage"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/poppler"
)

// batchMax is the number of pages that are rendered at once: a page takes 4 to
// 15 MB as TIFF.
const batchMax = 16

// batch is a range of pages of one size.
type batch struct {
	first, last int // from 1
	canvas      pageimage.Canvas
}

// batches divides pages into ranges that are rendered at once: of one size, and
// short enough for the disk and for progress to be seen.
func batches(pages []pdf.Size) []batch {
	var all []batch
	for i, page := range pages {
		c := pageimage.Fit(page, pageimage.Width)
		if n := len(all); n > 0 && all[n-1].canvas == c && i+1-all[n-1].first < batchMax {
			all[n-1].last = i + 1
			continue
		}
		all = append(all, batch{first: i + 1, last: i + 1, canvas: c})
	}
	return all
}

// rendering renders the pages, or with screens their left halves.
func (b batch) rendering(screens bool) poppler.Rendering {
	r := poppler.Rendering{First: b.first, Last: b.last, Width: b.canvas.Width, Height: b.canvas.Height}
	if screens {
		r.Whole = 2 * r.Width
	}
	return r
}
