package pdf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
)

func TestParseInfo(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, out string
		want      []pdf.Size
		reason    string
	}{
		{
			"sizes are those after rotation",
			"Title:  x\nPages:           2\nPage    1 size:  960 x 540 pts\nPage    1 rot:   0\nPage    2 size:  595.276 x 841.89 pts (A4)\nPage    2 rot:   270\n",
			[]pdf.Size{{Width: 960, Height: 540}, {Width: 841.89, Height: 595.276}},
			"",
		},
		{
			"a title cannot fake the number of pages",
			"Title: a\nPages: 7\nPage 1 size: 1 x 1 pts\nPages: 1\nPage    1 size:  10 x 20 pts\n",
			[]pdf.Size{{Width: 10, Height: 20}},
			"",
		},
		{"no pages", "Pages:  0\n", nil, "has no pages"},
		{"no output", "", nil, "has no pages"},
		{"too many pages", "Pages:  2001\n", nil, "has more than 2000 pages"},
		{"a page without a size", "Pages: 1\n", nil, "is damaged: page 1 has no size"},
		{"a page without width", "Pages: 1\nPage 1 size: 0 x 5 pts\n", nil, "is damaged: page 1 has no size"},
		{"a page whose size is not a number", "Pages: 1\nPage 1 size: nan x nan pts\n", nil, "is damaged: page 1 has no size"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := pdf.ParseInfo(tt.out)
			if diff := cmp.Diff(tt.want, got); diff != "" || fault.Reason(err) != tt.reason {
				t.Errorf("ParseInfo(%q) = %v, %v, want %v, %q", tt.out, got, err, tt.want, tt.reason)
			}
		})
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()

	for stderr, want := range map[string]string{
		"Command Line Error: Incorrect password":                 "is encrypted and needs a password",
		"Syntax Error: Couldn't find trailer dictionary":         "is damaged: it is not a readable PDF file",
		"Syntax Warning: May not be a PDF file (continuing …)\n": "",
	} {
		if got := fault.Reason(pdf.Refusal(stderr)); got != want {
			t.Errorf("Refusal(%q) = %q, want %q", stderr, got, want)
		}
	}
}

func TestSlideTitle(t *testing.T) {
	t.Parallel()

	line := func(text string, top, height float64, block int) pdf.Line {
		return pdf.Line{Text: text, Rect: pdf.Rect{Top: top, Bottom: top + height}, Block: block}
	}
	tests := []struct {
		name  string
		lines []pdf.Line
		title string
		body  string
	}{
		{"the largest line on top", []pdf.Line{line("Results", 30, 40, 1), line("It works.", 120, 20, 2), line("Really.", 150, 20, 2)}, "Results", "It works.\nReally."},
		{"two lines of one block", []pdf.Line{line("Results of", 30, 40, 1), line("the year", 75, 38, 1), line("It works.", 150, 20, 2)}, "Results of the year", "It works."},
		{"text above the title stays in the body", []pdf.Line{line("Session 3", 10, 12, 1), line("Results", 30, 40, 2), line("It works.", 150, 20, 3)}, "Results", "Session 3\nIt works."},
		{"large numbers are not a title", []pdf.Line{line("Results", 30, 40, 1), line("98 %", 100, 90, 2), line("It works.", 150, 20, 3)}, "Results", "98 %\nIt works."},
		{"large text below the middle is not a title", []pdf.Line{line("small", 30, 20, 1), line("LARGE", 320, 60, 2)}, "", "small\nLARGE"},
		{"text that does not stand out is not a title", []pdf.Line{line("one", 30, 20, 1), line("two", 60, 19, 2), line("three", 90, 19, 2)}, "", "one\ntwo\nthree"},
		{"a single line is the title", []pdf.Line{line("Thank you", 200, 40, 1)}, "Thank you", ""},
		{"a page of prose has no title", []pdf.Line{line("a", 10, 20, 1), line("b", 40, 20, 1), line("c", 70, 20, 1), line("d", 100, 20, 1), line("e", 130, 20, 1)}, "", "a\nb\nc\nd\ne"},
		{"an empty page", nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := meeting.Slide{Number: 3, Title: tt.title, Body: tt.body}
			for text := range strings.SplitSeq(tt.body, "\n") {
				if text != "" {
					want.Blocks = append(want.Blocks, meeting.Block{Kind: meeting.Text, Text: text})
				}
			}
			if diff := cmp.Diff(want, pdf.Page{Height: 540, Lines: tt.lines}.Slide(3)); diff != "" {
				t.Errorf("slide differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestListItemIsNotATitle(t *testing.T) {
	t.Parallel()
	got := pdf.Page{Height: 540, Lines: []pdf.Line{
		{Text: "• one", Rect: pdf.Rect{Top: 30, Bottom: 70}, Block: 1},
		{Text: "• two", Rect: pdf.Rect{Top: 80, Bottom: 120}, Block: 1},
	}}.Slide(1)
	if got.Title != "" || got.Body != "one\ntwo" {
		t.Errorf("title, body = %q, %q, want none and both items", got.Title, got.Body)
	}
}
