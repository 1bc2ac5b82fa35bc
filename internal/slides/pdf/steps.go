package pdf

import (
	"cmp"
	"hash/fnv"
	"io"
	"math"
	"slices"
	"strings"
	"unicode"
)

const (
	wordsMax    = 5000 // words of a page that are compared; a page with more is never a step
	wordGrid    = 500  // a word is at the same place within 1/wordGrid of the page
	littleMore  = 3    // a step has at most that many times the words of the step before
	manyWords   = 25   // pages of so many words that have none in common are not steps of one slide
	sizeDiffers = 0.5  // points by which the sizes of pages of one slide may differ
)

// Sheet is a page as it is compared with the next.
type Sheet struct {
	Page

	Label    string   // of the page; empty for none
	Graphics []string // names of the images and drawings that it shows, sorted

	title string
	body  []uint64 // hashes of the words that are neither in a margin nor of the title, with their places, sorted
	edges []uint64 // of those in the margins at the top and the bottom, with masked digits
	whole bool     // all words are in body and edges
}

// NewSheet makes a Sheet of a page, which keeps only the first word of each line.
func NewSheet(p Page) Sheet {
	s := Sheet{whole: p.hasSize() && !p.Unmapped}
	first, end := p.title()
	s.title = join(p.Lines[first:end])
	count := 0
	for i, line := range p.Lines {
		isTitle := i >= first && i < end
		edge := p.isEdge(line)
		for _, w := range line.Words {
			if count++; count > wordsMax || !s.whole {
				s.whole = false
				break
			}
			switch {
			case isTitle || !strings.ContainsFunc(w.Text, isLetterOrDigit): // bullets are alike
			case edge:
				s.edges = append(s.edges, p.hash(w, maskDigits(w.Text), line.Height()))
			default:
				s.body = append(s.body, p.hash(w, w.Text, line.Height()))
			}
		}
	}
	slices.Sort(s.body)
	slices.Sort(s.edges)
	s.Page = p.Compact()
	return s
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// hash is a hash of a word, as the text text, and its place. Of a word in a margin,
// whose digits are masked, the place is only its line: it may be aligned to the right.
func (p Page) hash(w Place, text string, height float64) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, text) // never fails
	across := w.Left / p.Width
	if text != w.Text {
		across = 0
	}
	for _, share := range []float64{across, w.Top / p.Height, height / p.Height} {
		cell := int16(math.Round(min(max(share, -1), 2) * wordGrid))
		_, _ = h.Write([]byte{byte(cell >> 8), byte(cell)})
	}
	return h.Sum64()
}

// Compact is p with all that makes it a slide, but without the places of most of its
// words.
func (p Page) Compact() Page {
	p.Lines = slices.Clone(p.Lines)
	for i, l := range p.Lines {
		p.Lines[i].Words = slices.Clone(l.Words[:min(1, len(l.Words))])
	}
	return p
}

// Steps are the numbers of pages that show each slide, one after the other: a slide
// that is built up step by step is exported as several pages. Consecutive pages are
// steps of one slide if they have the same label, as beamer writes it, or if the
// text of a page only grows from one to the next.
func Steps(sheets []Sheet) []int {
	labelled := false // labels tell which pages are steps
	for i := 1; i < len(sheets); i++ {
		labelled = labelled || sheets[i].sameLabel(sheets[i-1])
	}
	var counts []int
	for i, s := range sheets {
		if i > 0 && s.isStepAfter(sheets[i-1], labelled) {
			counts[len(counts)-1]++
			continue
		}
		counts = append(counts, 1)
	}
	return counts
}

func (s Sheet) isStepAfter(before Sheet, labelled bool) bool {
	if math.Abs(s.Width-before.Width) > sizeDiffers || math.Abs(s.Height-before.Height) > sizeDiffers {
		return false
	}
	if s.sameLabel(before) {
		return true
	}
	differ := s.Label != before.Label
	return !(labelled && differ) && s.grows(before)
}

// sameLabel reports whether two consecutive pages have the same label, and something
// in common. Numbering may begin again after a cover, and a list that is continued on
// the next page, with the same label and title, is not shown step by step.
func (s Sheet) sameLabel(before Sheet) bool {
	if s.Label == "" || s.Label != before.Label {
		return false
	}
	if len(s.Lines) == 0 || len(before.Lines) == 0 || !s.whole || !before.whole {
		return true
	}
	common := countCommon(before.body, s.body)
	if s.title != before.title {
		return common > 0
	}
	return common > 0 || min(len(s.body), len(before.body)) < manyWords
}

// grows reports whether s shows all that the page before shows, at the same places,
// and a little more text. Besides the title, they have text in common: a title alone
// may be on any number of slides.
func (s Sheet) grows(before Sheet) bool {
	switch was, is := len(before.body)+len(before.edges), len(s.body)+len(s.edges); {
	case !s.whole || !before.whole, s.title != before.title:
		return false
	case len(before.body) == 0, is <= was, len(s.body) > littleMore*len(before.body):
		return false
	}
	return countCommon(before.body, s.body) == len(before.body) && countCommon(before.edges, s.edges) == len(before.edges) &&
		countCommon(before.Graphics, s.Graphics) == len(before.Graphics)
}

// countCommon counts the elements that two sorted lists have in common.
func countCommon[T cmp.Ordered](a, b []T) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch c := cmp.Compare(a[0], b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}
