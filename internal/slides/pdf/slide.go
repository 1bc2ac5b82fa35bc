package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/meeting"
)

const (
	titleStandsOut = 1.15 // a title is at least this much larger than the page's usual line
	titleVaries    = 0.9  // lines of one title are of nearly one height
	titleWithin    = 0.5  // of the page, from its top, where a title begins
	titleLines     = 4
	titleRunes     = 200
)

// Slide is a page as a slide: the title is what is set largest in the upper
// half, and stands out; the body is all else. A PDF file has no better word
// for it.
func (p Page) Slide(number int) meeting.Slide {
	first, end := p.title()
	blocks := p.blocks(slices.Concat(p.Lines[:first], p.Lines[end:]))
	return meeting.Slide{Number: number, Title: join(p.Lines[first:end]), Body: meeting.Body(blocks), Blocks: blocks}
}

// title is the range of the title's lines, empty where there is none.
func (p Page) title() (first, end int) {
	var best float64
	for i, line := range p.Lines {
		_, marked := unmarked(line.Text)
		if line.Top < p.Height*titleWithin && hasLetter(line.Text) && !marked && line.Height() > best {
			first, best = i, line.Height()
		}
	}
	if best == 0 {
		return 0, 0
	}
	end = first + 1
	for end < len(p.Lines) && p.follows(end, best) {
		end++
	}
	rest := slices.Concat(p.Lines[:first], p.Lines[end:])
	text := join(p.Lines[first:end])
	if end-first > titleLines || len([]rune(text)) > titleRunes || len(rest) > 0 && best < titleStandsOut*usualHeight(rest) {
		return 0, 0
	}
	return first, end
}

// follows reports whether line i goes on with the title that the line before
// it belongs to.
func (p Page) follows(i int, height float64) bool {
	before, line := p.Lines[i-1], p.Lines[i]
	_, marked := unmarked(line.Text)
	return !marked && line.Block == before.Block && line.Height() >= titleVaries*height && line.Top > before.Top
}

// usualHeight is the median, counted by characters: a page's small print does
// not outvote its text.
func usualHeight(lines []Line) float64 {
	lines = slices.SortedFunc(slices.Values(lines), func(a, b Line) int { return cmp.Compare(a.Height(), b.Height()) })
	total := 0
	for _, line := range lines {
		total += len(line.Text)
	}
	seen := 0
	for _, line := range lines {
		if seen += len(line.Text); 2*seen >= total {
			return line.Height()
		}
	}
	return 0
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

func join(lines []Line) string {
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = line.Text
	}
	return strings.TrimSpace(strings.Join(texts, " "))
}
