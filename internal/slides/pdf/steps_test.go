package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

// sheet is a page with a label, graphics after a bar, and lines as of textPage.
func sheet(label string, lines ...string) Sheet {
	s := NewSheet(textPage(lines...))
	label, graphics, _ := strings.Cut(label, "|")
	s.Label, s.Graphics = label, strings.Fields(graphics)
	return s
}

func list(prefix string, top, n int) (lines []string) {
	for i := range n {
		lines = append(lines, fmt.Sprintf("60 %d 12 %s number %d of them", top+15*i, prefix, i))
	}
	return lines
}

func TestSteps(t *testing.T) {
	t.Parallel()
	const (
		title  = "40 40 30 Three steps"
		one    = "60 120 18 Oxygen falls"
		two    = "60 160 18 Fish leave"
		three  = "60 200 18 Sluices open"
		thanks = "40 40 30 Thank you"
	)
	with := func(line string, more []string) []string { return append([]string{line}, more...) }
	for _, tt := range []struct {
		name   string
		sheets []Sheet
		want   []int
	}{
		{"nothing", nil, nil},
		{"labels of a frame", []Sheet{sheet("1", title, one), sheet("1", title, one, two), sheet("1", title, one, two, three), sheet("2", thanks)}, []int{3, 1}},
		{"labels of a frame whose text changes", []Sheet{sheet("1", title, one), sheet("1", title, two), sheet("2", thanks)}, []int{2, 1}},
		{"labels of a frame of images", []Sheet{sheet("1|a"), sheet("1|b"), sheet("2", thanks)}, []int{2, 1}},
		{"a label again after another", []Sheet{sheet("1", title, one), sheet("2", thanks), sheet("1", title, one)}, []int{1, 1, 1}},
		{"numbering begins again after the cover", []Sheet{sheet("1", title, one), sheet("1", thanks, two), sheet("2", title, three)}, []int{1, 1, 1}},
		{"a list that continues on the next page of the frame", []Sheet{sheet("7", with(title, list("Reference", 100, 9))...), sheet("7", with(title, list("Author", 100, 9))...)}, []int{1, 1}},
		{"labels of pages of other sizes", []Sheet{sheet("1", title, one), {Page: Page{Width: 595, Height: 842}, Label: "1"}}, []int{1, 1}},
		{"labels say that text that grows is another frame", []Sheet{sheet("1", thanks), sheet("1", thanks), sheet("2", title, one), sheet("3", title, one, two)}, []int{2, 1, 1}},

		{"text that grows", []Sheet{sheet("", title, one), sheet("", title, one, two), sheet("", title, one, two, three), sheet("", thanks)}, []int{3, 1}},
		{"text that grows on numbered pages", []Sheet{sheet("i", title, one, "600 380 10 9 / 20"), sheet("ii", title, one, two, "595 380 10 10 / 20")}, []int{2}},
		{"text that grows within a line", []Sheet{sheet("", title, one), sheet("", title, one+" and rises")}, []int{2}},
		{"text that grows beside an image", []Sheet{sheet("|a", title, one), sheet("|a b", title, one, two)}, []int{2}},
		{"text that grows beside another image", []Sheet{sheet("|a", title, one), sheet("|b", title, one, two)}, []int{1, 1}},
		{"text that shrinks", []Sheet{sheet("", title, one, two), sheet("", title, one)}, []int{1, 1}},
		{"text that moves", []Sheet{sheet("", title, one), sheet("", title, "60 140 18 Oxygen falls", two)}, []int{1, 1}},
		{"figures that change", []Sheet{sheet("", title, "60 120 18 Result 10"), sheet("", title, "60 120 18 Result 20", two)}, []int{1, 1}},
		{"another title", []Sheet{sheet("", title, one), sheet("", thanks, one, two)}, []int{1, 1}},
		{"a title alone", []Sheet{sheet("", title), sheet("", title, one)}, []int{1, 1}},
		{"a title and bullets alone", []Sheet{sheet("", title, "60 120 18 •"), sheet("", title, "60 120 18 •", one)}, []int{1, 1}},
		{"much more text", []Sheet{sheet("", title, one), sheet("", with(title, append(list("Detail", 160, 9), one))...)}, []int{1, 1}},
		{"equal title slides", []Sheet{sheet("", title, one), sheet("", title, one)}, []int{1, 1}},
		{"equal pages with different images", []Sheet{sheet("|a", title, one), sheet("|a b", title, one)}, []int{1, 1}},
		{"a slide that is shown again later", []Sheet{sheet("", title, one), sheet("", thanks), sheet("", title, one, two)}, []int{1, 1, 1}},
		{"empty pages", []Sheet{sheet(""), sheet(""), {}}, []int{1, 1, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Steps(tt.sheets); !slices.Equal(got, tt.want) {
				t.Errorf("Steps = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestPageWithManyWordsIsNoStep(t *testing.T) {
	t.Parallel()
	lines := append([]string{"40 40 30 Title"}, "60 120 9 "+strings.Repeat("word ", wordsMax))
	if got := Steps([]Sheet{sheet("", lines...), sheet("", append(lines, "60 160 18 More")...)}); len(got) != 2 {
		t.Errorf("Steps = %v, want two slides", got)
	}
}

func TestOutlineOnSlides(t *testing.T) {
	t.Parallel()
	slides := []meeting.Slide{{Number: 1, Areas: []meeting.Area{{Page: 1}, {Page: 2}}}, {Number: 2, Areas: []meeting.Area{{Page: 3}}}}
	entries := OnSlides([]meeting.OutlineEntry{{Page: 1}, {Page: 2}, {Page: 3}, {Page: 9}}, slides)
	if want := []meeting.OutlineEntry{{Page: 1}, {Page: 1}, {Page: 2}, {Page: 9}}; !slices.Equal(entries, want) {
		t.Errorf("entries %v, want %v", entries, want)
	}
	if same := OnSlides([]meeting.OutlineEntry{{Page: 2}}, []meeting.Slide{{Number: 1}, {Number: 2}}); same[0].Page != 2 {
		t.Errorf("without areas: %v, want page 2", same)
	}
}
