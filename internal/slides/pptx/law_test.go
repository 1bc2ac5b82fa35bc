package pptx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

// TestRoundTrip: the text that is read is the one that was written.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		want := drawDeck(r)
		got, err := read(t, slidestest.PPTXOf(t, want))
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(meeting.Slide{}, "Language")); diff != "" {
			r.Fatalf("what was read differs (-written +read):\n%s", diff)
		}
	})
}

// words contain characters that XML escapes, and other alphabets.
func words() *rapid.Generator[string] {
	return rapid.StringMatching(`[A-Za-zÀ-öЖж日本<>&"'=%±]{1,9}( [a-zé0-9().,:;/]{1,9}){0,5}`)
}

// lines are some lines, or none.
func lines(r *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(words(), 0, 3).Draw(r, label), "\n")
}

func maybe(r *rapid.T, label string) string {
	if rapid.Bool().Draw(r, "has "+label) {
		return words().Draw(r, label)
	}
	return ""
}

func drawDeck(r *rapid.T) meeting.DeckText {
	return meeting.DeckText{
		Macros: rapid.Bool().Draw(r, "macros"),
		Properties: meeting.Properties{
			Title: maybe(r, "title"), Author: maybe(r, "author"), Subject: maybe(r, "subject"), Keywords: maybe(r, "keywords"),
			Description: lines(r, "description"), Created: "2024-03-01T10:00:00Z", Modified: maybe(r, "modified"),
		},
		Slides: slices.Collect(func(yield func(meeting.Slide) bool) {
			for i := range rapid.IntRange(1, 4).Draw(r, "slides") {
				yield(drawSlide(r, i+1))
			}
		}),
	}
}

func drawSlide(r *rapid.T, number int) meeting.Slide {
	s := meeting.Slide{
		Number: number, Title: maybe(r, "title"), Notes: lines(r, "notes"), Hidden: rapid.Bool().Draw(r, "hidden"),
	}
	for i, line := range rapid.SliceOfN(words(), 0, 3).Draw(r, "master") {
		s.Master += strings.Repeat("\n", min(i, 1)) + "Footer " + line
	}
	for i := range rapid.IntRange(0, 5).Draw(r, "blocks") {
		b := drawBlock(r)
		if b.Kind == meeting.Text && rapid.Bool().Draw(r, "linked") {
			link := meeting.Link{URL: fmt.Sprintf("https://example.org/%d?a=1&b=%d", number, i), Text: fmt.Sprintf("see page%d", i)}
			b.Text += " " + link.Text + "."
			s.Links = append(s.Links, link)
		}
		s.Blocks = append(s.Blocks, b)
	}
	if rapid.Bool().Draw(r, "picture with a link") {
		s.Links = append(s.Links, meeting.Link{URL: "mailto:a@example.org"})
	}
	for range rapid.IntRange(0, 3).Draw(r, "comments") {
		s.Comments = append(s.Comments, meeting.Comment{
			Author: words().Draw(r, "author"), Date: "2024-03-01T10:00:00.123", Text: words().Draw(r, "comment"),
		})
	}
	s.Body = meeting.Body(s.Blocks)
	return s
}

func drawBlock(r *rapid.T) meeting.Block {
	text := strings.Join(rapid.SliceOfN(words(), 1, 3).Draw(r, "text"), "\n")
	b := meeting.Block{Kind: rapid.SampledFrom([]meeting.BlockKind{
		meeting.Text, meeting.Item, meeting.Table, meeting.Graph, meeting.Diagram, meeting.Picture,
	}).Draw(r, "kind")}
	switch b.Kind {
	case meeting.Text:
		b.Text = text
	case meeting.Item:
		b.Text, b.Level = text, rapid.IntRange(1, 9).Draw(r, "level")
	case meeting.Diagram:
		b.Text, b.Alt = text, maybe(r, "alt")
	case meeting.Picture:
		b.Alt = words().Draw(r, "alt")
	case meeting.Table:
		b.Alt = maybe(r, "alt")
		columns := rapid.IntRange(1, 4).Draw(r, "columns")
		for range rapid.IntRange(1, 4).Draw(r, "rows") {
			row := make([]string, columns)
			for i := range row {
				row[i] = maybe(r, "cell")
			}
			b.Rows = append(b.Rows, row)
		}
		b.Rows[0][0] = "Year" // an empty table is left out
	case meeting.Graph:
		b.Alt, b.Chart = maybe(r, "alt"), drawChart(r)
	}
	return b
}

func drawChart(r *rapid.T) *meeting.Chart {
	c := &meeting.Chart{Title: maybe(r, "title"), Categories: rapid.SliceOfN(words(), 1, 5).Draw(r, "categories")}
	for range rapid.IntRange(1, 3).Draw(r, "series") {
		s := meeting.Series{Name: maybe(r, "name"), Values: make([]string, len(c.Categories))}
		for i := range s.Values {
			s.Values[i] = rapid.SampledFrom([]string{"", "0", "12.5", "-3E-2", "1000000"}).Draw(r, "value")
		}
		c.Series = append(c.Series, s)
	}
	return c
}

// TestStrictForm reads a deck with the namespaces of the strict form of the standard
// (ECMA-376, part 1).
func TestStrictForm(t *testing.T) {
	t.Parallel()
	data := slidestest.PPTXOf(t, slidestest.Usual(5))
	want, err := read(t, data)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	strict := strings.NewReplacer(
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships",
		"http://schemas.openxmlformats.org/presentationml/2006/main", "http://purl.oclc.org/ooxml/presentationml/main",
		"http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/",
	)
	var parts []slidestest.Part
	for _, f := range z.File {
		var part []byte
		if part, err = fs.ReadFile(z, f.Name); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, slidestest.Part{Name: f.Name, Content: strict.Replace(string(part))})
	}
	got, err := read(t, slidestest.Zip(t, parts...))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Read: %v; the text of the strict form differs (-want +got):\n%s", err, diff)
	}
}
