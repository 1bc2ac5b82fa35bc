package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// textPage is a page of 720 by 405 points; each line is "left top height text".
func textPage(lines ...string) Page {
	p := Page{Width: 720, Height: 405}
	for i, l := range lines {
		var left, top, height float64
		f := strings.SplitN(l, " ", 4)
		if _, err := fmt.Sscan(strings.Join(f[:3], " "), &left, &top, &height); err != nil {
			panic(err)
		}
		line := Line{Text: f[3], Block: i, Rect: Rect{left, top, left, top + height}}
		for w := range strings.FieldsSeq(f[3]) {
			right := line.Right + height/2*float64(len(w))
			line.Words = append(line.Words, Place{Rect{line.Right, top, right, top + height}, w})
			line.Right = right + height/4
		}
		p.Lines = append(p.Lines, line)
	}
	return p
}

// deckOf is a deck of n pages, of which each says what lines says of its number.
func deckOf(n int, lines func(number int) []string) []Page {
	var pages []Page
	for i := range n {
		pages = append(pages, textPage(lines(i+1)...))
	}
	return pages
}

func TestFooters(t *testing.T) {
	t.Parallel()
	const title, body = "40 40 30 Title %s", "40 150 18 Body %s"
	names := []string{"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	said := func(n int, more ...string) []string {
		return append([]string{fmt.Sprintf(title, names[n]), fmt.Sprintf(body, names[n])}, more...)
	}
	for _, tt := range []struct {
		name   string
		pages  []Page
		at     int // the page that is looked at, from 1
		master string
		body   string
		title  string
	}{
		{"a course and a page number", deckOf(4, func(n int) []string {
			return said(n, "40 380 9 Harbour course, lecture 4", fmt.Sprintf("690 380 9 %d", n))
		}), 2, "Harbour course, lecture 4\n2", "Body two", "Title two"},
		{"page numbers of several digits, aligned to the right", deckOf(12, func(n int) []string {
			return said(n, fmt.Sprintf("%d 380 10 %d", 700-5*len(fmt.Sprint(n)), n))
		}), 11, "11", "Body eleven", "Title eleven"},
		{"page numbers in the middle, and dates", deckOf(12, func(n int) []string {
			text := fmt.Sprintf("%d / 12", n)
			return said(n, fmt.Sprintf("%g 380 10 %s", 360-2.5*float64(len(text)), text), fmt.Sprintf("20 380 10 %02d.03.2024", n))
		}), 10, "10 / 12\n10.03.2024", "Body ten", "Title ten"},
		{"on the left and on the right in turn", deckOf(6, func(n int) []string {
			if n%2 == 0 {
				return said(n, "600 380 10 Harbour", fmt.Sprintf("20 380 10 %d", n))
			}
			return said(n, "40 380 10 Harbour", fmt.Sprintf("695 380 10 %d", n))
		}), 2, "Harbour\n2", "Body two", "Title two"},
		{"not on the cover", deckOf(4, func(n int) []string {
			if n == 1 {
				return said(n)
			}
			return said(n, "40 380 9 Harbour course")
		}), 3, "Harbour course", "Body three", "Title three"},
		{"a deck of two pages has none", deckOf(2, func(n int) []string { return said(n, "40 380 9 Harbour course") }), 1, "", "Body one\nHarbour course", "Title one"},
		{"on half of the pages", deckOf(4, func(n int) []string {
			if n%2 == 0 {
				return said(n, "40 380 9 Source: Eurostat")
			}
			return said(n)
		}), 2, "", "Body two\nSource: Eurostat", "Title two"},
		{"a repeated title stays a title", deckOf(4, func(n int) []string { return []string{"40 20 30 Results", "40 150 18 Body " + names[n]} }), 2, "", "Body two", "Results"},
		{"a numbered title stays a title", deckOf(4, func(n int) []string {
			return []string{fmt.Sprintf("40 20 30 Question %d", n), "40 150 18 Body " + names[n]}
		}), 2, "", "Body two", "Question 2"},
		{"a header above the titles", deckOf(4, func(n int) []string { return append([]string{"40 8 9 Harbour course"}, said(n)...) }), 2, "Harbour course", "Body two", "Title two"},
		{"a header that is the only text of one page", deckOf(5, func(n int) []string {
			if n == 3 {
				return []string{"40 8 9 Harbour course"}
			}
			return append([]string{"40 8 9 Harbour course"}, said(n)...)
		}), 3, "Harbour course", "", ""},
		{"numbered text in the middle of the page", deckOf(4, func(n int) []string {
			return []string{"40 40 30 Result", fmt.Sprintf("40 150 18 Text of result %d", n)}
		}), 2, "", "Text of result 2", "Result"},
		{"bullets in the margin", deckOf(4, func(n int) []string { return []string{"40 40 30 Title", "20 150 18 •", "60 150 18 Item " + names[n]} }), 2, "", "Item two", "Title"},
		{"a sidebar", deckOf(4, func(n int) []string { return said(n, "5 100 8 Introduction", "5 120 8 Methods") }), 2, "Introduction\nMethods", "Body two", "Title two"},
		{"places that differ by rounding", deckOf(9, func(n int) []string { return said(n, fmt.Sprintf("40 %g 9 Harbour", 380+0.2*float64(n))) }), 2, "Harbour", "Body two", "Title two"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rest, master := FindFooters(tt.pages).Split(tt.pages[tt.at-1])
			s := rest.Slide(tt.at)
			if master != tt.master || s.Body != tt.body || s.Title != tt.title {
				t.Errorf("master %q, body %q, title %q; want %q, %q, %q", master, s.Body, s.Title, tt.master, tt.body, tt.title)
			}
		})
	}
}

// TestFootersKeepAllText states that no line is lost or invented.
func TestFootersKeepAllText(t *testing.T) {
	t.Parallel()
	pages := deckOf(5, func(n int) []string {
		return []string{"40 40 30 Title", fmt.Sprintf("40 %d 12 Text", 100+50*n), "40 380 9 Foot", fmt.Sprintf("600 380 9 %d", n)}
	})
	f := FindFooters(pages)
	for i, p := range pages {
		rest, master := f.Split(p)
		if got := len(rest.Lines) + strings.Count(master, "\n") + 1; got != len(p.Lines) {
			t.Errorf("page %d has %d lines after the split, %d before", i+1, got, len(p.Lines))
		}
	}
}
