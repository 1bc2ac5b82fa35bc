package slides

import (
	"slices"

	"proceedings/internal/meeting"
)

// areasOf are the areas of a slide: the page of its number, if there are none.
func areasOf(s meeting.Slide) []meeting.Area {
	if len(s.Areas) == 0 {
		return []meeting.Area{{Page: s.Number}}
	}
	return s.Areas
}

// pageCount is the number of pages that a deck's slides, and notes on them, are on.
func pageCount(text meeting.DeckText) int {
	n := text.Pages
	for i, s := range text.Slides {
		s.Number = i + 1
		for _, a := range areasOf(s) {
			n = max(n, a.Page)
		}
	}
	return n
}

// slideOfPage is the index of the slide whose text and images are those of a page, by
// page number. The earlier steps of a slide are missing.
func slideOfPage(slides []meeting.Slide) map[int]int {
	of := make(map[int]int, len(slides))
	for i, s := range slides {
		s.Number = i + 1
		areas := areasOf(s)
		of[areas[len(areas)-1].Page] = i
	}
	return of
}

// pageOf is the index of the images of an area, or -1. Pages have areas if several
// slides are printed on one; else all that a page shows is one slide.
func pageOf(a meeting.Area, pages []meeting.Page) int {
	switch {
	case a.Page < 1 || a.Page > pagesOf(pages):
		return -1
	case pages[0].Area != (meeting.Area{}):
		return slices.IndexFunc(pages, func(p meeting.Page) bool { return p.Area == a })
	case a.Height > 0 && a.Height < 1:
		return -1 // the image of the whole page may show notes
	}
	return a.Page - 1
}

// pagesOf is the number of pages of the PDF file that these images are of.
func pagesOf(pages []meeting.Page) int {
	if n := len(pages); n > 0 && pages[n-1].Area.Page > 0 {
		return pages[n-1].Area.Page
	}
	return len(pages)
}

// addPages adds the images of the pages that show a slide.
func addPages(s *meeting.Slide, pages []meeting.Page) {
	areas := areasOf(*s)
	for i, a := range areas {
		n := pageOf(a, pages)
		if n < 0 {
			continue
		}
		p := pages[n]
		if i < len(areas)-1 {
			s.Steps = append(s.Steps, p.Images)
			continue
		}
		s.Images, s.Color, s.Words = p.Images, p.Color, p.Words
	}
}
