package slides

import "proceedings/internal/meeting"

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

// addPages adds the images of the pages that show a slide.
func addPages(s *meeting.Slide, pages []meeting.Page) {
	areas := areasOf(*s)
	for i, a := range areas {
		if a.Page < 1 || a.Page > len(pages) {
			continue
		}
		p := pages[a.Page-1]
		if i < len(areas)-1 {
			s.Steps = append(s.Steps, p.Images)
			continue
		}
		s.Images, s.Color, s.Words = p.Images, p.Color, p.Words
	}
}
