package odp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/ordinal"
)

// maxLevels is the number of levels of a list style (ODF 1.3, part 3, 16.32).
const maxLevels = 10

// place is where a paragraph is in a list; the zero value is a paragraph elsewhere.
type place struct {
	level int    // from 1
	style string // name of the list style
	first bool   // the first paragraph of its item, which has the bullet or number
	start string // a new number for the item
}

// numberStyle is how a level of a list is numbered (16.34).
type numberStyle struct {
	format, prefix, suffix string
	start                  int
	display                int  // number of levels that the number shows
	repeat                 bool // aa, bb in place of aa, ab
}

// numberStyles are the levels of list styles that are numbered, by style name.
type numberStyles map[string]map[int]numberStyle

// readNumberStyles adds the list styles of a part.
func (s numberStyles) read(part *office.Node) {
	for _, folder := range []string{"styles", "automatic-styles"} {
		for style := range part.Down(folder).Named("list-style") {
			levels := map[int]numberStyle{}
			for n := range style.Named("list-level-style-number") {
				level, err := strconv.Atoi(n.AttrIn(textSpace, "level"))
				if err != nil || level < 1 || level > maxLevels {
					continue
				}
				levels[level] = numberStyle{
					format: n.AttrIn("style:1.0", "num-format"), prefix: affix(n, "num-prefix"), suffix: affix(n, "num-suffix"),
					start: count(n.AttrIn(textSpace, "start-value"), 1), display: count(n.AttrIn(textSpace, "display-levels"), 1),
					repeat: n.AttrIn("style:1.0", "num-letter-sync") == "true",
				}
			}
			if name := style.AttrIn("style:1.0", "name"); len(levels) > 0 && name != "" {
				s[name] = levels
			}
		}
	}
}

// affix is the text before or after a number. It is repeated with each item, and
// bounded therefore.
func affix(n *office.Node, name string) string {
	const most = 20 // bytes
	text := n.AttrIn("style:1.0", name)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	return text
}

// count parses a small number, or returns other.
func count(s string, other int) int {
	const most = 1_000_000
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > most {
		return other
	}
	return n
}

// numbering counts the items of the ordered lists of a text box. Like LibreOffice, it
// continues over text without numbers, deeper levels and lists that look the same; a
// paragraph of a higher level, or of another kind of list, ends a list.
type numbering struct {
	styles numberStyles
	levels [maxLevels + 1]struct {
		open  bool
		style numberStyle
		last  int
		shown string // the number alone
	}
}

// continues reports whether a list of that style continues one of the style s.
func (s numberStyle) continues(by numberStyle) bool {
	return s.format == by.format && s.prefix == by.prefix && s.suffix == by.suffix && s.start >= by.start
}

// marker is the text of the number of a paragraph, or empty.
func (n *numbering) marker(at place) string {
	if at.level == 0 || !at.first || at.level > maxLevels {
		return ""
	}
	style, ok := n.styles[at.style][at.level]
	if !ok || style.format == "" {
		n.close(at.level)
		return ""
	}
	n.close(at.level + 1)
	l := &n.levels[at.level]
	if l.open && l.style.continues(style) {
		l.last++
	} else {
		l.open, l.last = true, style.start
	}
	l.style = style
	if at.start != "" {
		l.last = count(at.start, l.last)
	}
	l.shown = style.number(l.last)
	var shown []string
	for level := max(1, at.level-style.display+1); level <= at.level; level++ {
		if n.levels[level].open {
			shown = append(shown, n.levels[level].shown)
		}
	}
	return strings.TrimSpace(style.prefix + strings.Join(shown, ".") + style.suffix)
}

// close ends the lists of a level and of deeper ones.
func (n *numbering) close(level int) {
	for i := level; i <= maxLevels; i++ {
		n.levels[i].open = false
	}
}

// number is n in the format of a style, which shows the first number (19.500).
func (s numberStyle) number(n int) string {
	letters := ordinal.Letters
	if s.repeat {
		letters = ordinal.Repeated
	}
	first, _ := utf8.DecodeRuneInString(s.format)
	switch first {
	case 'a':
		return letters(n, ordinal.Lower)
	case 'A':
		return letters(n, ordinal.Upper)
	case 'i':
		return strings.ToLower(ordinal.Roman(n))
	case 'I':
		return ordinal.Roman(n)
	case '一', '壹':
		return ordinal.Chinese(n)
	case '①':
		return ordinal.Circled(n, false)
	case '１':
		return ordinal.Digits(n, ordinal.FullWidthZero)
	case 'א':
		return ordinal.Letters(n, ordinal.Hebrew)
	case 'أ', 'ا':
		return ordinal.Letters(n, ordinal.ArabicLetters)
	case 'ก':
		return ordinal.Letters(n, ordinal.Thai)
	case 'क':
		return ordinal.Letters(n, ordinal.Hindi)
	}
	return strconv.Itoa(n)
}
