package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/meeting"
)

const (
	titleStandsOut = 1.15 // factor by which a title is larger than the usual line of the page
	titleVaries    = 0.9  // lines of one title have nearly the same height
	titleWithin    = 0.5  // share of the page's height, from the top, in which a title begins
	titleLines     = 4
	titleRunes     = 200
)

// Slide is a page as a slide. Its title is the largest text that begins in the upper
// half, if it stands out; the rest is the body. PDF files do not mark titles better.
func (p Page) Slide(number int) meeting.Slide {
	first, end := p.title()
	blocks := p.blocks(slices.Concat(p.Lines[:first], p.Lines[end:]))
	return meeting.Slide{Number: number, Title: join(p.Lines[first:end]), Body: meeting.Body(blocks), Blocks: blocks}
}

// title is the range of the title's lines, empty if there is none.
func (p Page) title() (first, end int) {
	var best float64
	for i, line := range p.Lines {
		_, marked := withoutBullet(line.Text)
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

// follows reports whether line i continues the title of the line before.
func (p Page) follows(i int, height float64) bool {
	before, line := p.Lines[i-1], p.Lines[i]
	_, marked := withoutBullet(line.Text)
	return !marked && line.Block == before.Block && line.Height() >= titleVaries*height && line.Top > before.Top
}

// usualHeight is the median height of lines, weighted by their length, so that small
// print does not outvote the text.
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
