package pdf_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/slides/pdf"
)

const layout = `<html><head><title>a & b</title></head><body><doc>
<page width="100" height="50"><flow><block><line xMin="10" yMin="1" xMax="50" yMax="3"><word xMin="10" yMin="1" xMax="20" yMax="3">Left</word> <word>&amp;</word> <word xMin="25" yMin="1" xMax="50" yMax="3">ri` + "\x02" + `ght</word></line></block>
<block><line yMin="5" yMax="6"><word>no-</word></line></block></flow></page>
<page width="100" height="60"></page></doc></body></html>`

func TestParseLayout(t *testing.T) {
	t.Parallel()
	want := []pdf.Page{
		{Width: 100, Height: 50, Lines: []pdf.Line{
			{Text: "Left & right", Rect: pdf.Rect{Left: 10, Top: 1, Right: 50, Bottom: 3}, Block: 1, Words: []pdf.Place{
				{Text: "Left", Rect: pdf.Rect{Left: 10, Top: 1, Right: 20, Bottom: 3}},
				{Text: "&"},
				{Text: "right", Rect: pdf.Rect{Left: 25, Top: 1, Right: 50, Bottom: 3}},
			}},
			{Text: "no-", Rect: pdf.Rect{Top: 5, Bottom: 6}, Block: 2, Words: []pdf.Place{{Text: "no-"}}},
		}},
		{Width: 100, Height: 60},
	}
	got, err := pdf.ParseLayout([]byte(layout))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("ParseLayout: %v; pages differ (-want +got):\n%s", err, diff)
	}
}

func TestPageWithoutReadableTextIsUnmapped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"\x01\x02\x03 a": true, "\uf041\uf042 x": true, "text \x01": false, "\uf0b7 item": false, "": false} {
		pages, err := pdf.ParseLayout([]byte(`<page><line><word>` + text + `</word></line></page>`))
		if err != nil || len(pages) != 1 || pages[0].Unmapped != want {
			t.Errorf("ParseLayout(%q) = %+v, %v, want unmapped: %v", text, pages, err, want)
		}
	}
}

// FuzzParseLayout: no output of a tool panics or makes text that cannot be stored,
// and a slide has all letters of its page, once.
func FuzzParseLayout(f *testing.F) {
	f.Add([]byte(layout))
	f.Add([]byte(`<page><line><word>a<page><line yMax="9"><word>b</word></line></page></line></page>`))
	f.Add([]byte(`<page width="9"><block><line yMin="1" yMax="2"><word>•</word></line></block><block><line xMin="1" yMin="1" yMax="2"><word>b</word></line></block>` +
		`<block><line xMin="90" yMin="1" yMax="2"><word>- c-</word></line><line yMin="2" yMax="3" xMax="9"><word>d</word></line></block></page>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		pages, err := pdf.ParseLayout(data)
		if err != nil {
			return
		}
		for i, page := range pages {
			slide := page.Slide(i + 1)
			var all strings.Builder
			for _, line := range page.Lines {
				all.WriteString(line.Text)
			}
			if !utf8.ValidString(slide.Body) || letters(slide.Title)+letters(slide.Body) != letters(all.String()) {
				t.Fatalf("slide %+v of page %+v", slide, page)
			}
			for _, word := range page.Words() {
				for i, x := range word.Box {
					if !(x >= 0 && x <= 1) || i > 1 && !(word.Box[i-2]+x <= 1.00005) {
						t.Fatalf("%+v is out of its page", word)
					}
				}
			}
		}
	})
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
