package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
)

// page is the output of pdftotext for lines in the form "block left top width text".
// They are 10 points high, those at the top of the page more, and all letters have
// the same width.
func page(t *testing.T, lines ...string) pdf.Page {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<page width="600" height="400">`)
	last := 0
	for _, l := range lines {
		var block int
		var left, top, width float64
		if _, err := fmt.Sscan(l, &block, &left, &top, &width); err != nil {
			t.Fatal(err)
		}
		height := 10.0
		if top < 10 {
			height = 25
		}
		text := strings.Join(strings.Fields(l)[4:], " ")
		if block != last {
			fmt.Fprintf(&b, `</block><block>`)
			last = block
		}
		fmt.Fprintf(&b, `<line xMin="%g" yMin="%g" xMax="%g" yMax="%g">`, left, top, left+width, top+height)
		letter := width / float64(len([]rune(text)))
		for word := range strings.FieldsSeq(text) {
			size := letter * float64(len([]rune(word)))
			fmt.Fprintf(&b, `<word xMin="%g" yMin="%g" xMax="%g" yMax="%g">%s</word>`, left, top, left+size, top+height, word)
			left += size + letter
		}
		b.WriteString(`</line>`)
	}
	pages, err := pdf.ParseLayout([]byte(strings.Replace(b.String(), "</block>", "", 1) + `</block></page>`))
	if err != nil {
		t.Fatal(err)
	}
	return pages[0]
}

func TestBlocks(t *testing.T) {
	t.Parallel()

	text := func(s string) meeting.Block { return meeting.Block{Kind: meeting.Text, Text: s} }
	item := func(level int, s string) meeting.Block {
		return meeting.Block{Kind: meeting.Item, Level: level, Text: s}
	}
	tests := []struct {
		name  string
		lines []string
		want  []meeting.Block
	}{
		{
			"broken lines are one paragraph",
			[]string{"1 50 100 300 a line that is as wide as it", "1 50 112 290 can be and the next is open-", "1 50 124 100 source there"},
			[]meeting.Block{text("a line that is as wide as it can be and the next is open-source there")},
		},
		{
			"lines that end early are paragraphs",
			[]string{"1 50 100 300 a line that is as wide as it can be", "1 50 112 200 short though long enough", "1 50 124 100 next"},
			[]meeting.Block{text("a line that is as wide as it can be short though long enough"), text("next")},
		},
		{"a line with a capital letter begins a paragraph unless lines were joined", []string{"1 50 100 300 eleven roofs and so on", "1 50 112 300 Mown twice a year"}, []meeting.Block{text("eleven roofs and so on"), text("Mown twice a year")}},
		{"narrow lines are paragraphs", []string{"1 50 100 60 Ann", "1 50 112 60 Bob"}, []meeting.Block{text("Ann"), text("Bob")}},
		{"a wide space separates paragraphs", []string{"1 50 100 300 first of them", "1 50 120 300 second of them"}, []meeting.Block{text("first of them"), text("second of them")}},
		{
			"items have levels, and continue on the next line",
			[]string{"1 50 100 200 • one", "1 70 112 280 – two is longer and goes", "1 80 124 60 on here", "1 70 136 100 – three", "1 50 148 100 •four", "1 50 160 100 ▪ five"},
			[]meeting.Block{item(1, "one"), item(2, "two is longer and goes on here"), item(2, "three"), item(1, "four"), item(1, "five")},
		},
		{
			"adjacent lists have separate levels",
			[]string{"1 50 100 200 • left", "2 350 100 200 • right"},
			[]meeting.Block{item(1, "left"), item(1, "right")},
		},
		{"a bullet may be separate", []string{"1 50 100 5 •", "2 70 100 200 item", "3 50 200 5 •", "4 50 300 100 text"}, []meeting.Block{item(1, "item"), text("text")}},
		{"a bullet may follow its item", []string{"1 70 100 200 first", "1 70 130 200 second", "2 50 102 5 ●", "3 50 132 5 ●"}, []meeting.Block{item(1, "first"), item(1, "second")}},
		{"a minus is not a bullet", []string{"1 50 100 200 -5 degrees", "1 50 130 200 - five"}, []meeting.Block{text("-5 degrees"), item(1, "five")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			slide := page(t, append([]string{"9 50 5 100 Title"}, tt.lines...)...).Slide(1)
			if diff := cmp.Diff(tt.want, slide.Blocks); slide.Title != "Title" || diff != "" {
				t.Errorf("title %q; blocks differ (-want +got):\n%s", slide.Title, diff)
			}
			if slide.Body != meeting.Body(tt.want) {
				t.Errorf("body = %q", slide.Body)
			}
		})
	}
}

func TestReadingOrder(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"two columns are read one after the other", []string{"1 40 40 80 L1", "2 300 41 80 R1", "3 40 70 80 L2", "4 300 71 80 R2"}, "L1 L2 R1 R2"},
		{
			"full-width text is above and below the columns",
			[]string{"1 40 10 400 Across", "2 40 40 80 L1", "3 300 41 80 R1", "4 40 70 80 L2", "5 300 71 80 R2", "6 40 200 400 Below"},
			"Across L1 L2 R1 R2 Below",
		},
		{"columns may differ in length", []string{"1 40 40 80 L1", "2 300 45 80 R1", "3 40 56 80 L2", "4 300 90 80 R2"}, "L1 L2 R1 R2"},
		{"text below the last column is not a column", []string{"1 40 40 80 L1", "2 300 40 80 R1", "3 40 56 80 Below", "4 40 90 80 End"}, "L1 R1 Below End"},
		{"columns of paragraphs are not a table", []string{"1 40 40 80 A1", "1 40 52 80 A2", "2 200 40 80 B1", "2 200 52 80 B2", "3 400 40 80 C1", "4 40 70 80 A3", "4 40 82 80 A4", "5 200 70 80 B3"}, "A1 A2 A3 A4 B1 B2 B3 C1"},
		{
			"a table is read row by row",
			[]string{"1 40 40 80 A1", "2 200 40 80 B1", "3 400 40 80 C1", "4 40 70 80 A2", "5 200 70 80 B2", "6 400 70 80 C2"},
			"A1 B1 C1 A2 B2 C2",
		},
		{"without columns, the order of pdftotext stays", []string{"1 40 100 400 a", "2 40 40 400 b", "3 40 70 400 c", "4 40 10 400 d"}, "a b c d"},
		{"a narrow gap does not separate columns", []string{"1 40 40 80 a", "2 125 40 80 b", "3 40 70 80 c", "4 125 70 80 d"}, "a b c d"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, line := range page(t, tt.lines...).Lines {
				got = append(got, line.Text)
			}
			if order := strings.Join(got, " "); order != tt.want {
				t.Errorf("order = %s, want %s", order, tt.want)
			}
		})
	}
}
