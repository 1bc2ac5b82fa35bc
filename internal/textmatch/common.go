package textmatch

import (
	"slices"
	"strings"
)

// common is the lines that many slides of a deck have, such as its title at the foot.
type common map[deckLine]bool

type deckLine struct {
	deck int
	text string
}

// commonLines finds the lines that are on half of the slides of their deck, and on at least
// four.
func commonLines(list []Slide) common {
	const (
		few  = 4
		part = 2
	)
	size, count := map[int]int{}, map[deckLine]int{}
	for _, s := range list {
		size[s.Deck]++
		seen := map[string]bool{}
		for line := range strings.Lines(s.Text) {
			if line = strings.TrimSpace(line); line != "" && !seen[line] {
				seen[line] = true
				count[deckLine{s.Deck, line}]++
			}
		}
	}
	c := common{}
	for line, n := range count {
		if n >= few && part*n >= size[line.deck] {
			c[line] = true
		}
	}
	return c
}

// without returns the text of a slide without the lines that are common.
func (c common) without(s Slide) string {
	var kept strings.Builder
	for line := range strings.Lines(s.Text) {
		if !c[deckLine{s.Deck, strings.TrimSpace(line)}] {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// list returns the lines in order.
func (c common) list() (lines []string) {
	for line := range c {
		lines = append(lines, line.text)
	}
	slices.Sort(lines)
	return lines
}
