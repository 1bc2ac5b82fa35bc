package slides

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

func TestLostText(t *testing.T) {
	t.Parallel()
	text := func(s string) meeting.Slide {
		return meeting.Slide{Title: "Harbour", Blocks: []meeting.Block{{Kind: meeting.Text, Text: s}}}
	}
	chart := meeting.Slide{Blocks: []meeting.Block{{Kind: meeting.Graph, Chart: &meeting.Chart{
		Categories: []string{"2024", "2025"}, Series: []meeting.Series{{Name: "Rye", Values: []string{"1", "2"}}},
	}}}}
	for _, tt := range []struct {
		name  string
		slide meeting.Slide
		page  string
		want  string
	}{
		{"all drawn", text("Two gates and a basin"), "HARBOUR Two gates and a basin", ""},
		{"title lost", text("Two gates"), "Two gates", "“Harbour”"},
		{"paragraph lost", text("Two gates and a basin"), "Harbour", "“Two gates and a basin”"},
		{"most lost", text("Two gates and a basin"), "Harbour and a", "“Two gates and a basin”"},
		{"some words lost", text("Two gates and a basin"), "Harbour Two gates and a", ""},
		{"ligatures, capitals and hyphens", text("Office of first-class fjords"), "HARBOUR Oﬃce of ﬁrst- CLASS fjords", ""},
		{"a word on two lines beside another column", text("Saltwater"), "Harbour Salt- Row 1 water", ""},
		{"a superscript", text("x² + y²"), "Harbour x2 + y2", ""},
		{"Chinese without spaces", text("水质调查报告"), "Harbour 水质调 查报告", ""},
		{"Chinese lost", text("水质调查报告"), "Harbour", "“水质调查报告”"},
		{"rotated text that is read backwards", text("Depth"), "Harbour htpeD", ""},
		{"Arabic letters change their form", text("محضر الاجتماع"), "Harbour", ""},
		{"a date field", text("12/5"), "Harbour", ""},
		{"table cells", meeting.Slide{Blocks: []meeting.Block{{Kind: meeting.Table, Rows: [][]string{{"Item", "Costs"}, {"Steel", "12"}}}}}, "Item Costs 12", "“Steel”"},
		{"a chart without names", chart, "1 2", ""},
		{"only the beginning is named", text(strings.Repeat("lost words ", 10)), "Harbour", "“lost words lost words lost words lost wo…”"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := lostText(tt.slide, tt.page); got != tt.want {
				t.Errorf("lostText = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestMissingCharacters(t *testing.T) {
	t.Parallel()
	fonts := parseCoverage("20-7e a0-ff\n\n20-7e 200b-2013\nnot hexadecimal\n4e00-9fff\n")
	if want := (coverage{{0x20, 0x7e}, {0xa0, 0xff}, {0x200b, 0x2013}, {0x4e00, 0x9fff}}); !slices.Equal(fonts, want) {
		t.Errorf("parseCoverage = %x, want %x", fonts, want)
	}
	for _, tt := range []struct{ page, slide, want string }{
		{"Aé\u2013水\t\n", "", ""},
		{"A→B→C", "", "→"},
		{"\uf0a7 item", "item", ""}, // a bullet
		{"\ue123 item", "\ue123 item", "\ue123"},
		{"\u200d\ufe0f\u00ad\ufffd", "", ""},
		{"абвгдежзийклмн", "", "абвгдежзий"},
	} {
		if got := string(fonts.missing(tt.page, tt.slide)); got != tt.want {
			t.Errorf("missing(%q) = %q, want %q", tt.page, got, tt.want)
		}
	}
}

func TestCheckWarnsOnceForAllSlides(t *testing.T) {
	t.Parallel()
	c := drawnCheck{withoutGlyph: []int{1, 3}, characters: []rune{'水', 0xe123}, lost: []int{2}, example: "“x”"}
	want := []string{
		"has characters that no installed font has, on slides 1 and 3: 水 (U+6C34), \ue123 (U+E123)",
		"has text that is missing in the images of slide 2, such as “x”",
	}
	if got := c.warnings(); !slices.Equal(got, want) {
		t.Errorf("warnings = %q, want %q", got, want)
	}
}
