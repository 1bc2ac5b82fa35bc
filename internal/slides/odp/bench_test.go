package odp_test

import (
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

// BenchmarkRead reads a deck of 30 slides with lists, tables and charts.
func BenchmarkRead(b *testing.B) {
	var text meeting.DeckText
	for range 30 {
		s := meeting.Slide{Title: "Results", Notes: strings.Repeat("Say it slowly. ", 20), Master: "Acme\nConfidential"}
		for range 10 {
			s.Blocks = append(s.Blocks, meeting.Block{Kind: meeting.Item, Level: 2, Text: "The bridge was opened in the spring of that year"})
		}
		row := []string{"one", "two", "three", "four"}
		s.Blocks = append(s.Blocks,
			meeting.Block{Kind: meeting.Table, Rows: [][]string{row, row, row, row}},
			meeting.Block{Kind: meeting.Graph, Chart: &meeting.Chart{Title: "Growth", Categories: row, Series: []meeting.Series{{Name: "N", Values: row}, {Name: "S", Values: row}}}})
		text.Slides = append(text.Slides, s)
	}
	deck := slidestest.ODPOf(b, text)
	b.ReportAllocs()
	for b.Loop() {
		if got, err := read(b, deck); err != nil || len(got.Slides) != 30 {
			b.Fatal(err)
		}
	}
}
