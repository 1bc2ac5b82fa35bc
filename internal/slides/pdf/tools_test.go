package pdf_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
)

func TestParseProperties(t *testing.T) {
	t.Parallel()
	out := "Title:           The  bridge: a\x02 report\nAuthor:          Ann\nSubject:         \nKeywords:        rail, bridge\nCreator:         TeX\n" +
		"CreationDate:    2011-08-24T09:07:47Z\nModDate:         2012-08-24T09:07:47Z\nTitle: another\nPages: 1\nSubject: after\n"
	want := meeting.Properties{Title: "The bridge: a report", Author: "Ann", Keywords: "rail, bridge", Created: "2011-08-24T09:07:47Z", Modified: "2012-08-24T09:07:47Z"}
	if diff := cmp.Diff(want, pdf.ParseProperties(out)); diff != "" {
		t.Errorf("properties differ (-want +got):\n%s", diff)
	}
}

func TestParseLinks(t *testing.T) {
	t.Parallel()
	out := "Page  Type          URL\n   1  Annotation    https://example.org/a b\n   1  Annotation    mailto:a@example.org\n   1  Annotation    mailto:a@example.org\n" +
		"  12  Annotation    http://example.org/?a=1&b=2\n   2  Annotation    file:///etc/passwd\n   0  Annotation    http://example.org/\n   3  Annotation    http://\xff/\n"
	want := map[int][]meeting.Link{
		1:  {{URL: "https://example.org/a%20b"}, {URL: "mailto:a@example.org"}},
		12: {{URL: "http://example.org/?a=1&b=2"}},
	}
	if diff := cmp.Diff(want, pdf.ParseLinks(out)); diff != "" {
		t.Errorf("links differ (-want +got):\n%s", diff)
	}
}

func TestParseOutline(t *testing.T) {
	t.Parallel()
	out := `<?xml version="1.0"?><pdf2xml><page number="1"><text><b>x<outline><item page="9">no</item></text></page>
<outline><item>Part <![CDATA[one]]></item><outline><item page="4">Why &amp; how</item><item page="7"> </item></outline><item page="12">Part two</item><item>End</item></outline></pdf2xml>`
	want := []meeting.OutlineEntry{
		{Title: "Part one", Level: 1, Page: 4}, {Title: "Why & how", Level: 2, Page: 4}, {Title: "Part two", Level: 1, Page: 12}, {Title: "End", Level: 1, Page: 1},
	}
	if diff := cmp.Diff(want, pdf.ParseOutline([]byte(out))); diff != "" {
		t.Errorf("outline differs (-want +got):\n%s", diff)
	}
}

func TestLetters(t *testing.T) {
	t.Parallel()
	if got := pdf.Letters("Ünder 42 % • 日本"); got != 9 {
		t.Errorf("Letters = %d, want 9", got)
	}
}

func TestWordBoxesAreSharesOfThePage(t *testing.T) {
	t.Parallel()
	page := pdf.Page{Lines: []pdf.Line{{Words: []pdf.Place{
		{Text: "a \"b\"", Rect: pdf.Rect{Left: 10, Top: 25, Right: 43.33333, Bottom: 35}},
		{Text: "over", Rect: pdf.Rect{Left: -10, Top: 90, Right: 300, Bottom: 110}},
		{Text: "turned", Rect: pdf.Rect{Left: 50, Top: 50, Right: 40, Bottom: 40}},
	}}}}
	const want = `{"words":[{"text":"a \"b\"","box":[0.05,0.25,0.1667,0.1]},{"text":"over","box":[0,0.9,1,0.1]},{"text":"turned","box":[0.25,0.5,0,0]}]}`
	if got := string(pdf.WordsJSON(page.Sized(pdf.Size{Width: 200, Height: 100}).Words())); got != want {
		t.Errorf("WordsJSON = %s, want %s", got, want)
	}
	if got := string(pdf.WordsJSON(page.Sized(pdf.Size{}).Words()[:1])); got != `{"words":[{"text":"a \"b\"","box":[0,0,0,0]}]}` {
		t.Errorf("WordsJSON on a page without a size = %s", got)
	}
	if got := string(pdf.WordsJSON(nil)); got != `{"words":[]}` {
		t.Errorf("WordsJSON(nil) = %s", got)
	}
}

// FuzzParse: no output of a tool panics, and all that is parsed can be stored.
func FuzzParse(f *testing.F) {
	f.Add("Title: a\nPages: 2\nPage 1 size: 1 x 1 pts\nPage 2 size: 9 x 9 pts\n")
	f.Add("   1  Annotation    https://example.org/a b\n")
	f.Add(`</page><outline><item page="2">a</item></outline>`)
	f.Add("   1     0 image     800  1100  icc     3   8  image  no         5  0    97    97 2578K 100%\n")
	f.Fuzz(func(t *testing.T, out string) {
		sizes, err := pdf.ParseInfo(out)
		if err != nil {
			sizes = []pdf.Size{{Width: 100, Height: 100}}
		}
		for _, i := range pdf.ParseImages(out, sizes) {
			if !(i.Own >= 0 && i.Own <= i.Covered && i.Covered <= 1) {
				t.Fatalf("shares %+v", i)
			}
		}
		p := pdf.ParseProperties(out)
		if !utf8.ValidString(p.Title) || strings.ContainsAny(p.Title, "\n\x00") {
			t.Fatalf("title %q", p.Title)
		}
		for page, links := range pdf.ParseLinks(out) {
			for _, link := range links {
				if page < 1 || !utf8.ValidString(link.URL) || strings.ContainsAny(link.URL, " \n") {
					t.Fatalf("page %d: %q", page, link.URL)
				}
			}
		}
		for _, e := range pdf.ParseOutline([]byte(out)) {
			if e.Title == "" || e.Level < 1 || e.Page < 1 || !utf8.ValidString(e.Title) {
				t.Fatalf("outline: %+v", e)
			}
		}
	})
}
