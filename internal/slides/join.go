package slides

import (
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// Bounds of a slide's text: far beyond what fits on one.
const (
	titleMax = 1 << 10
	bodyMax  = 256 << 10
)

// Join puts the pages of a deck, and what was read off their pictures, to its
// slides by their position, and says what does not add up. A page without a
// slide still becomes one; a deck of which only one of the two is there is whole
// as far as it goes.
func Join(text meeting.DeckText, painted Painted, read Reading) (joined []meeting.Slide, warnings []string) {
	said, pages := len(text.Slides), len(painted.Pages)
	if said > 0 && pages > 0 && said != pages {
		warnings = append(warnings, fmt.Sprintf("has %d slides but %d pages when it is printed: pictures may stand by the wrong text", said, pages))
	}
	joined = make([]meeting.Slide, max(said, pages))
	for i := range joined {
		if i < said {
			joined[i] = text.Slides[i]
		}
		s := &joined[i]
		s.Number = i + 1
		if i < pages {
			p := painted.Pages[i]
			s.Images, s.Color, s.Words = p.Images, p.Color, p.Words
		}
	}
	for _, r := range read.Pages {
		if r.Number >= 1 && r.Number <= len(joined) {
			add(&joined[r.Number-1], r)
		}
	}
	cut, empty := false, true
	for i := range joined {
		cut = bound(&joined[i]) || cut
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

// add puts to a slide what was read off its picture, but for what it says
// already: its title is in the picture, too.
func add(s *meeting.Slide, read meeting.Slide) {
	known := squeeze(s.Title + s.Body + s.Master)
	blocks := slices.Clone(s.Blocks)
	if len(blocks) == 0 && s.Body != "" {
		blocks = append(blocks, meeting.Block{Kind: meeting.Text, Text: s.Body})
	}
	had := len(blocks)
	for _, b := range read.Blocks {
		if text := squeeze(b.Text); text != "" && !strings.Contains(known, text) {
			blocks = append(blocks, b)
		}
	}
	if len(blocks) > had {
		s.Blocks, s.Body, s.OCR = blocks, meeting.Body(blocks), true
	}
}

// squeeze is what two spellings of a text have in common.
func squeeze(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// bound shortens what a slide says to what is kept of it, and reports whether
// it did.
func bound(s *meeting.Slide) bool {
	cut := clip(&s.Title, titleMax)
	cut = clip(&s.Body, bodyMax) || cut
	cut = clip(&s.Notes, bodyMax) || cut
	cut = clip(&s.Master, bodyMax) || cut
	size := 0
	for i, b := range s.Blocks {
		size += len(b.Alt) + len(meeting.Body([]meeting.Block{b}))
		if b.Chart != nil {
			for _, series := range b.Chart.Series {
				size += len(strings.Join(series.Values, " "))
			}
		}
		if size > bodyMax {
			s.Blocks = s.Blocks[:i:i]
			return true
		}
	}
	return cut
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

const (
	fewLetters   = 60  // a title and some words: a page may still be all picture
	mostlyCovers = 0.5 // of the page, from which on a picture may be what it says
)

// WantsReading reports whether a page is to be read off its picture: it has
// hardly any text and is mostly pictures, or has no text that could be told,
// for its letters are drawn, or of a font that does not say which they are.
func WantsReading(p meeting.Page) bool {
	return p.Letters == 0 || p.Letters < fewLetters && p.Covered >= mostlyCovers
}
