package slides

import (
	"fmt"
	"math"
	"strings"

	"proceedings/internal/meeting"
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

// Bounds of a slide's text: far beyond what fits on one.
const (
	titleMax = 1 << 10
	bodyMax  = 256 << 10
)

// join puts pictures to slides by their position and says what does not add
// up. A picture without a slide still becomes one.
func join(slides []meeting.Slide, pictures [][]meeting.Image) (joined []meeting.Slide, warnings []string) {
	if len(slides) != len(pictures) {
		warnings = append(warnings, fmt.Sprintf("has %d slides but %d pages when it is printed: pictures may stand by the wrong text", len(slides), len(pictures)))
	}
	joined = make([]meeting.Slide, max(len(slides), len(pictures)))
	cut, said := false, false
	for i := range joined {
		if i < len(slides) {
			joined[i] = slides[i]
		}
		s := &joined[i]
		s.Number = i + 1
		if i < len(pictures) {
			s.Images = pictures[i]
		}
		cut = clip(&s.Title, titleMax) || cut
		cut = clip(&s.Body, bodyMax) || cut
		cut = clip(&s.Notes, bodyMax) || cut
		said = said || s.Title != "" || s.Body != ""
	}
	if cut {
		warnings = append(warnings, "has more text on a slide than is kept")
	}
	if !said {
		warnings = append(warnings, "has no text: its pages are only pictures")
	}
	return joined, warnings
}

// clip shortens text to at most n bytes of whole characters, and reports
// whether it did. What is no UTF-8 goes first: it could not be stored.
func clip(text *string, n int) bool {
	*text = strings.ToValidUTF8(*text, "\ufffd")
	if len(*text) <= n {
		return false
	}
	*text = strings.ToValidUTF8((*text)[:n], "")
	return true
}
