package slides

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"proceedings/internal/meeting"
)

// Limits of a slide's text in bytes, far above what fits on a slide.
const (
	titleMax = 1 << 10
	bodyMax  = 256 << 10
)

// Join joins the slides of a deck with its pages and their OCR text by position,
// and warns of mismatches. A page without a slide becomes a slide. Text or pages
// may be missing altogether.
func Join(text meeting.DeckText, rendered Rendered, ocr OCRText) (joined []meeting.Slide, warnings []string) {
	slides, pages := len(text.Slides), len(rendered.Pages)
	if slides > 0 && pages > 0 && slides != pages {
		warnings = append(warnings, fmt.Sprintf("has %d slides but %d pages in its PDF file: images may be beside the wrong text", slides, pages))
	}
	joined = make([]meeting.Slide, max(slides, pages))
	for i := range joined {
		if i < slides {
			joined[i] = text.Slides[i]
		}
		s := &joined[i]
		s.Number = i + 1
		if i < pages {
			p := rendered.Pages[i]
			s.Images, s.Color, s.Words = p.Images, p.Color, p.Words
		}
	}
	for _, page := range ocr.Pages {
		if page.Number >= 1 && page.Number <= len(joined) {
			addOCR(&joined[page.Number-1], page)
		}
	}
	if damaged := damagedSlides(joined); damaged != "" {
		warnings = append(warnings, "is damaged in part, and these slides have no text: "+damaged)
	}
	cut, empty := false, true
	for i := range joined {
		cut = truncate(&joined[i]) || cut
		empty = empty && joined[i].Title == "" && joined[i].Body == ""
	}
	if cut {
		warnings = append(warnings, "has more text on a slide than is kept")
	}
	if empty {
		warnings = append(warnings, "has no text: its pages are only pictures")
	}
	return joined, warnings
}

// maxDamaged is the number of damaged slides that a warning names.
const maxDamaged = 20

// damagedSlides are the numbers of the damaged slides, with the reason of the first.
func damagedSlides(slides []meeting.Slide) string {
	var numbers []string
	reason := ""
	for _, s := range slides {
		if s.Damaged == "" {
			continue
		}
		if reason == "" {
			reason = s.Damaged
		}
		numbers = append(numbers, strconv.Itoa(s.Number))
	}
	if len(numbers) == 0 {
		return ""
	}
	if more := len(numbers) - maxDamaged; more > 0 {
		numbers = append(numbers[:maxDamaged:maxDamaged], fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%s (%s)", strings.Join(numbers, ", "), reason)
}

// addOCR adds the OCR text of a page to its slide, without what the slide says
// already: its title is in the image, too.
func addOCR(s *meeting.Slide, page meeting.Slide) {
	known := normalise(s.Title + s.Body + s.Master)
	blocks := slices.Clone(s.Blocks)
	if len(blocks) == 0 && s.Body != "" {
		blocks = append(blocks, meeting.Block{Kind: meeting.Text, Text: s.Body})
	}
	had := len(blocks)
	for _, b := range page.Blocks {
		if text := normalise(b.Text); text != "" && !strings.Contains(known, text) {
			blocks = append(blocks, b)
		}
	}
	if len(blocks) > had {
		s.Blocks, s.Body, s.OCR = blocks, meeting.Body(blocks), true
	}
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
		size += len(b.Alt) + len(b.LaTeX) + len(meeting.Body([]meeting.Block{b}))
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
