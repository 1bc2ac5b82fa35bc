package odp_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/slidestest"
)

// TestRoundTrip: the text that is read is the one that was written, as an archive and
// as flat XML.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		want := deckText().Draw(rt, "deck")
		got, err := read(t, slidestest.ODPOf(t, want))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			rt.Fatalf("Read: %v; text differs (-want +got):\n%s", err, diff)
		}
		got, err = readFlat(t, slidestest.FODPOf(want))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			rt.Fatalf("read flat: %v; text differs (-want +got):\n%s", err, diff)
		}
	})
}

// readFlat reads flat XML by way of an archive.
func readFlat(t *testing.T, data []byte) (meeting.DeckText, error) {
	t.Helper()
	var archive bytes.Buffer
	if err := office.Unflatten(&archive, bytes.NewReader(data), office.DefaultLimits()); err != nil {
		t.Fatal(err)
	}
	return read(t, archive.Bytes())
}

// word is a word of letters, digits and characters that XML escapes.
func word() *rapid.Generator[string] { return rapid.StringMatching(`[a-zA-Zé0-9&<>"'•日-]{1,8}`) }

func line() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word(), 1, 5).Draw(t, "words"), " ") })
}

func lines() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(line(), 1, 3).Draw(t, "lines"), "\n") })
}

// optional is a value of g or an empty one.
func optional(g *rapid.Generator[string]) *rapid.Generator[string] {
	return rapid.OneOf(rapid.Just(""), g)
}

func deckText() *rapid.Generator[meeting.DeckText] {
	return rapid.Custom(func(t *rapid.T) meeting.DeckText {
		text := meeting.DeckText{
			Properties: meeting.Properties{
				Title: optional(line()).Draw(t, "title"), Author: optional(line()).Draw(t, "author"), Subject: optional(line()).Draw(t, "subject"),
				Keywords:    strings.Join(rapid.SliceOfN(word(), 0, 3).Draw(t, "keywords"), ", "),
				Description: optional(lines()).Draw(t, "description"), Created: optional(rapid.Just("2024-02-29T10:00:00")).Draw(t, "created"),
				Modified: optional(rapid.Just("2024-03-01T10:00:00")).Draw(t, "modified"),
			},
			Macros: rapid.Bool().Draw(t, "macros"),
		}
		for i := range rapid.IntRange(1, 4).Draw(t, "slides") {
			s := slide().Draw(t, "slide")
			s.Number = i + 1
			text.Slides = append(text.Slides, s)
		}
		return text
	})
}

func slide() *rapid.Generator[meeting.Slide] {
	return rapid.Custom(func(t *rapid.T) meeting.Slide {
		s := meeting.Slide{
			Title:  line().Draw(t, "title"),
			Notes:  optional(lines()).Draw(t, "notes"),
			Hidden: rapid.Bool().Draw(t, "hidden"),
			Master: rapid.OneOf(rapid.Just(""), line(), rapid.Map(rapid.SliceOfN(line(), 2, 2), func(l []string) string { return l[0] + "\n" + l[1] })).Draw(t, "master"),
			Blocks: slices.Collect(repeated(t, block(), 6)),
		}
		s.Body = meeting.Body(s.Blocks)
		texts := map[string]bool{}
		for _, b := range s.Blocks {
			if b.Text == "" || strings.Contains(b.Text, "\n") || texts[b.Text] || !rapid.Bool().Draw(t, "linked") {
				continue
			}
			texts[b.Text] = true
			s.Links = append(s.Links, meeting.Link{URL: "https://example.org/?a=1&b=" + string(rune('a'+len(s.Links))), Text: b.Text})
		}
		for _, b := range s.Blocks { // a text that occurs twice is linked twice
			if texts[b.Text] && count(s.Blocks, b.Text) > 1 {
				s.Links = nil
			}
		}
		if rapid.Bool().Draw(t, "clickable") {
			s.Links = append(s.Links, meeting.Link{URL: "mailto:a@example.org"})
		}
		for range rapid.IntRange(0, 2).Draw(t, "comments") {
			s.Comments = append(s.Comments, meeting.Comment{Author: optional(line()).Draw(t, "author"), Date: "2024-02-29T10:00:00", Text: lines().Draw(t, "comment")})
		}
		return s
	})
}

func count(blocks []meeting.Block, text string) int {
	n := 0
	for _, b := range blocks {
		if b.Text == text {
			n++
		}
	}
	return n
}

func repeated[T any](t *rapid.T, g *rapid.Generator[T], most int) func(yield func(T) bool) {
	n := rapid.IntRange(0, most).Draw(t, "n")
	return func(yield func(T) bool) {
		for range n {
			if !yield(g.Draw(t, "one")) {
				return
			}
		}
	}
}

func block() *rapid.Generator[meeting.Block] {
	return rapid.Custom(func(t *rapid.T) meeting.Block {
		alt := optional(line()).Draw(t, "alt")
		switch rapid.SampledFrom([]meeting.BlockKind{meeting.Text, meeting.Item, meeting.Table, meeting.Graph, meeting.Picture}).Draw(t, "kind") {
		case meeting.Item:
			return meeting.Block{Kind: meeting.Item, Level: rapid.IntRange(1, 4).Draw(t, "level"), Text: lines().Draw(t, "text"), Alt: alt}
		case meeting.Table:
			width := rapid.IntRange(1, 4).Draw(t, "columns")
			rows := rapid.SliceOfN(rapid.SliceOfN(optional(line()), width, width), 0, 4).Draw(t, "rows")
			last := make([]string, width)
			last[width-1] = line().Draw(t, "last cell")
			return meeting.Block{Kind: meeting.Table, Rows: append(rows, last), Alt: alt}
		case meeting.Graph:
			return meeting.Block{Kind: meeting.Graph, Chart: chart().Draw(t, "chart"), Alt: alt}
		case meeting.Picture:
			return meeting.Block{Kind: meeting.Picture, Alt: line().Draw(t, "alternative text")}
		}
		return meeting.Block{Kind: meeting.Text, Text: lines().Draw(t, "text"), Alt: alt}
	})
}

func chart() *rapid.Generator[*meeting.Chart] {
	return rapid.Custom(func(t *rapid.T) *meeting.Chart {
		c := meeting.Chart{Title: optional(line()).Draw(t, "title"), Categories: rapid.SliceOfN(line(), 1, 4).Draw(t, "categories")}
		value := optional(rapid.StringMatching(`-?[1-9][0-9]{0,3}(\.[0-9])?`))
		for range rapid.IntRange(0, 3).Draw(t, "series") {
			n := len(c.Categories)
			values := append(rapid.SliceOfN(value, n-1, n-1).Draw(t, "values"), "7")
			c.Series = append(c.Series, meeting.Series{Name: optional(line()).Draw(t, "name"), Values: values})
		}
		return &c
	})
}
