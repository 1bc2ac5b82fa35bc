package slides

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// Limits of a slide's text in bytes, far above what fits on a slide.
const (
	titleMax = 1 << 10
	bodyMax  = 256 << 10
)

// Join joins the slides of a deck with the pages that show them and the OCR text of
// these, and warns of mismatches. A page without a slide becomes a slide. Text or
// pages may be missing altogether.
func Join(text meeting.DeckText, rendered Rendered, ocr OCRText) (joined []meeting.Slide, warnings []string) {
	expected, pages := pageCount(text), pagesOf(rendered.Pages)
	if expected > 0 && pages > 0 && expected != pages {
		what := fmt.Sprintf("%d slides", expected)
		if expected != len(text.Slides) {
			what = fmt.Sprintf("slides on %d pages", expected)
		}
		warnings = append(warnings, fmt.Sprintf("has %s but %d pages in its PDF file: images may be beside the wrong text", what, pages))
	}
	joined = make([]meeting.Slide, len(text.Slides), len(text.Slides)+max(0, pages-expected))
	copy(joined, text.Slides)
	for i, p := range rendered.Pages {
		number := cmp.Or(p.Area.Page, i+1)
		switch s := (meeting.Slide{}); {
		case number <= expected:
		case p.Area != (meeting.Area{}):
			s.Areas = []meeting.Area{p.Area}
			joined = append(joined, s)
		default:
			if len(joined)+1 != number {
				s.Areas = []meeting.Area{{Page: number}}
			}
			joined = append(joined, s)
		}
	}
	last := 0
	for i := range joined {
		s := &joined[i]
		number := s.Number
		s.Number = i + 1 // omitted slides have no page
		addPages(s, rendered.Pages)
		s.Number = max(number, last+1)
		last = s.Number
	}
	bySlide := slideOfPage(joined)
	for _, page := range ocr.Pages {
		if i, ok := bySlide[page.Number]; ok {
			addOCR(&joined[i], page)
		}
	}
	warnings = append(warnings, TextWarnings(joined)...)
	cut, empty := false, true
	for i := range joined {
		cut = truncate(&joined[i]) || cut
		empty = empty && joined[i].Title == "" && joined[i].Body == ""
	}
	if cut {
		warnings = append(warnings, "has more text on a slide than is kept")
	}
	switch {
	case !empty:
	case slices.ContainsFunc(rendered.Pages, func(p meeting.Page) bool { return p.Covered > 0 }):
		warnings = append(warnings, "has no text: its pages are only pictures")
	default:
		warnings = append(warnings, "has neither text nor pictures: its slides are empty, or show only drawings")
	}
	return joined, warnings
}

// normalise removes white space and upper case, for comparing texts.
func normalise(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// truncate truncates the texts of a slide to their limits, and reports whether any
// was longer.
func truncate(s *meeting.Slide) bool {
	cut := truncateText(&s.Title, titleMax)
	cut = truncateText(&s.Body, bodyMax) || cut
	cut = truncateText(&s.Notes, bodyMax) || cut
	cut = truncateText(&s.Master, bodyMax) || cut
	size := 0
	for i, b := range s.Blocks {
		size += len(b.Alt) + len(b.LaTeX) + len(strings.Join(b.MathML, "")) + len(meeting.Body([]meeting.Block{b}))
		if b.Chart != nil {
			for _, series := range b.Chart.Series {
				size += len(strings.Join(series.Values, " ")) + len(strings.Join(series.Formatted, " "))
			}
		}
		if size > bodyMax {
			s.Blocks = s.Blocks[:i:i]
			return true
		}
	}
	return cut
}

// truncateText truncates text to at most n bytes of whole characters, and reports
// whether it was longer. It replaces invalid UTF-8 first, which cannot be stored.
func truncateText(text *string, n int) bool {
	*text = strings.ToValidUTF8(*text, "\ufffd")
	if len(*text) <= n {
		return false
	}
	*text = strings.ToValidUTF8((*text)[:n], "")
	return true
}
