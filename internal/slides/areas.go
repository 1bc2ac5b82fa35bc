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

const (
	fewLetters = 60  // a title and some words: the page may still be mostly an image
	muchImage  = 0.5 // share of the page that images cover, above which they may hold its text
)

// NeedsOCR reports whether a page needs OCR: it has hardly any text and is mostly
// images, or it has no readable text, because letters are drawn or their font does
// not map them to characters.
func NeedsOCR(p meeting.Page) bool {
	return p.Letters == 0 || p.Letters < fewLetters && p.Covered >= muchImage
}

// PagesForOCR are the numbers of the pages that need OCR. Of a slide that is shown step
// by step only the last step is read.
func PagesForOCR(text meeting.DeckText, pages []meeting.Page) []int {
	shown, expected := slideOfPage(text.Slides), pageCount(text)
	var numbers []int
	for i, p := range pages {
		if _, ok := shown[i+1]; (ok || i >= expected) && NeedsOCR(p) {
			numbers = append(numbers, i+1)
		}
	}
	return numbers
}
