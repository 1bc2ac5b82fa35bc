package pptx

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/readingorder"
	"proceedings/internal/words"
)

// candidate is the text of a shape that may be the title of a slide without a title
// placeholder, as generators of decks write them.
type candidate struct {
	from, to int // indexes of its blocks
	role     role
	area     readingorder.Rect
	looks    looks
}

const (
	maxTitle      = 120 // characters
	maxTitleLines = 2
	topShare      = 0.35 // of the height of a slide: where titles begin
	coverShare    = 0.5  // the same of a cover, whose title is much larger
	larger        = 1.1  // times all other text
	muchLarger    = 1.3
	loneSize      = 2800 // of a text alone on its slide, in hundredths of a point
	headingSize   = 2000 // of a text above other content; also of a text that is no mere label
)

// guessTitle takes the title of a slide from its blocks: one short line near the top,
// larger than all other text, or bold above other text of its size.
func (s *shapes) guessTitle() {
	best := -1
	for i, c := range s.candidates {
		if s.mayBeTitle(c) && (best < 0 || c.looks.size > s.candidates[best].looks.size) {
			best = i
		}
	}
	if best < 0 || !s.standsOut(best) {
		return
	}
	b := &s.blocks[s.candidates[best].from]
	s.title = words.OneLine(b.Text)
	*b = meeting.Block{}
}

// mayBeTitle reports whether a text by itself can be a title.
func (s *shapes) mayBeTitle(c candidate) bool {
	if c.to-c.from != 1 || c.role.kind != "" || !c.area.Known || s.reader.height <= 0 || c.area.Top >= coverShare*s.reader.height {
		return false
	}
	b := s.blocks[c.from]
	return b.Kind == meeting.Text && utf8.RuneCountInString(b.Text) <= maxTitle &&
		strings.Count(b.Text, "\n") < maxTitleLines && !isLabel(b.Text)
}

// isLabel reports whether a text is a page number, a date, an address or the like.
func isLabel(text string) bool {
	letters, digits := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	fields := strings.Fields(strings.ToLower(text))
	if letters == 0 || len(fields) == 1 && (strings.Contains(text, "://") || strings.HasPrefix(fields[0], "www.") || strings.Contains(text, "@")) {
		return true
	}
	const short = 4 // words: "1 May 2024", "Page 3 of 7"
	switch fields[0] {
	case "page", "slide", "seite", "folie", "diapositive", "diapositiva", "página", "стр.", "第":
		return digits > 0 && len(fields) <= short
	}
	return len(fields) <= short && isDay(fields)
}

// isDay reports whether words are a date: one is a year, and another a day.
func isDay(fields []string) bool {
	year, day := false, false
	for _, f := range fields {
		f = strings.TrimRight(f, ".,thsndr")
		number := f != "" && strings.Trim(f, "0123456789") == ""
		year = year || number && len(f) == len("2024")
		day = day || number && len(f) <= len("31")
	}
	return year && day
}

// standsOut reports whether a candidate is set apart from all other text.
func (s *shapes) standsOut(best int) bool {
	c := s.candidates[best]
	size := float64(c.looks.size)
	share := topShare
	other := 0 // other texts
	for i, o := range s.candidates {
		if i == best || o.from == o.to {
			continue
		}
		other++
		above := o.area.Known && o.area.Bottom <= c.area.Top
		switch {
		case above && o.looks.size >= headingSize && !isLabel(s.blocks[o.from].Text):
			return false
		case size >= larger*float64(o.looks.size):
		case c.looks.size >= o.looks.size && c.looks.bold && !c.looks.light && !o.looks.bold && o.area.Known && o.area.Top >= c.area.Top:
		default:
			return false
		}
	}
	cover := other > 0
	for i, o := range s.candidates {
		cover = cover && (i == best || size >= muchLarger*float64(o.looks.size))
	}
	if cover && c.looks.size >= loneSize {
		share = coverShare
	}
	if c.area.Top >= share*s.reader.height {
		return false
	}
	switch {
	case other > 0:
		return true
	case len(s.blocks) > 1:
		return c.looks.size >= headingSize && s.isAbove(c)
	}
	return c.looks.size >= loneSize
}

// isAbove reports whether a candidate is above all other content.
func (s *shapes) isAbove(c candidate) bool {
	for _, p := range s.pieces {
		if (p.From > c.from || p.To <= c.from) && p.Area.Known && p.Area.Top < c.area.Top {
			return false
		}
	}
	return true
}
