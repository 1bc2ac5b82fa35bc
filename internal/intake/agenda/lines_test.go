package agenda_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake/agenda"
)

func TestLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"times and names in several forms", `
Spring meeting, 14 March 2026
 9:00 – 9:30   Registration
09.30-10.00 Opening and welcome (Ann Lee)
10:00 – 10:30  Clear water, Ben Kone and Cem van der Ada
              continued on a second line
10:30 Uhr      Kaffeepause
10h45 to 11h15 Nets – Dora Östlund
11:15 - 12:00  Questions, answers and plans`, []string{
			"09:30 Opening and welcome [Ann Lee]", "10:00 Clear water [Ben Kone, Cem van der Ada]", "10:45 Nets [Dora Östlund]", "11:15 Questions, answers and plans []",
		}},
		{"columns", "9:00 am    Clear water      Ann Lee\n11:30 am   Nets             Ben Kone\n1:15 pm    Open   questions\n", []string{"09:00 Clear water [Ann Lee]", "11:30 Nets [Ben Kone]", "13:15 Open questions []"}},
		{"two lines are no agenda", "9:00 Clear water\n10:00 Nets\n", nil},
		{"times that do not rise", "9:00 Clear water\n10:00 Nets\n9:30 Open questions\n11:00 End\n", nil},
		{"an afternoon on a clock of twelve hours", "9:00 Clear water\n11:00 Nets\n1:00 Open questions\n", nil},
		{"sections of a document", "1.10 Introduction\n1.11 Methods\n1.12 Results\n1.15 More\n", nil},
		{"an end before its beginning", "9:00-8:00 Clear water\n10:00-9:00 Nets\n11:00-1:00 End\n", nil},
		{"figures", "10:00 3 % of all\n11:00 4 % of all\n12:00 5 % of all\n", nil},
		{"times beyond the day", "25:00 A b\n26:00 C d\n27:00 E f\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, i := range agenda.Lines(strings.Split(tt.text, "\n")) {
				got = append(got, i.Clock()+" "+i.Title+" ["+strings.Join(i.Speakers, ", ")+"]")
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPair(t *testing.T) {
	t.Parallel()
	items := []agenda.Item{
		{Title: "Welcome and introduction", Speakers: []string{"Ann Lee"}},
		{Title: "Clear water for every harbour", Speakers: []string{"Ben Kone", "Ann Lee"}},
		{Title: "Async nets in production", Speakers: []string{"Cem Östlund"}},
		{Title: "Closing remarks"},
	}
	tests := []struct {
		name  string
		decks []string
		want  []int // the deck of each item
	}{
		{"a last name, a word of the title, two words", []string{"kone_slides_v2.pptx", "ostlund.pdf", "Welcome-introduction.odp"}, []int{2, 0, 1, -1}},
		{"the speaker's folder", []string{"Cem Östlund/slides.pptx", "Ben Kone/slides.pptx"}, []int{-1, 1, 0, -1}},
		{"a speaker of two presentations", []string{"lee.pptx"}, []int{-1, -1, -1, -1}},
		{"words of two presentations", []string{"introduction-to-nets.pptx"}, []int{-1, -1, -1, -1}},
		{"one word of many", []string{"closing-the-digital-gap.pptx"}, []int{-1, -1, -1, -1}},
		{"two decks for one presentation", []string{"clear-water.pptx", "kone.pptx"}, []int{-1, -1, -1, -1}},
		{"two forms of one deck", []string{"kone.pptx", "kone.pdf"}, []int{-1, -1, -1, -1}},
		{"names that tell nothing", []string{"slides.pptx", "presentation_final.pptx", "2026.pptx"}, []int{-1, -1, -1, -1}},
		{"no decks", nil, []int{-1, -1, -1, -1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var texts [][]string
			for _, d := range tt.decks {
				texts = append(texts, []string{d})
			}
			if diff := cmp.Diff(tt.want, agenda.Pair(items, texts)); diff != "" {
				t.Errorf("decks (-want +got):\n%s", diff)
			}
		})
	}
}
