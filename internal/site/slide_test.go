package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
	"proceedings/internal/site"
)

// structured are the files of the sample's decks, with a block of every kind.
func structured() map[string]manifest.DeckFile {
	return map[string]manifest.DeckFile{"bees-pptx": {
		Outline: []meeting.OutlineEntry{{Title: "Harvest", Level: 1, Page: 2}},
		Slides: []manifest.DeckSlide{
			{Number: 1, Language: "ar", Direction: "rtl", Blocks: everyBlock(), Steps: [][]manifest.Image{{}, {}}},
			{Number: 2, Blocks: everyBlock()},
			{Number: 3, Damaged: "ppt/slides/slide3.xml is missing"},
		},
	}}
}

func everyBlock() []meeting.Block {
	return []meeting.Block{
		{Kind: meeting.Text, Text: "One year\nof hives"},
		{Kind: meeting.Item, Level: 1, Marker: "1.", Text: "1. Buy"},
		{Kind: meeting.Item, Level: 2, Text: "a queen"},
		{Kind: meeting.Table, Alt: "Yield", Header: 1, Rows: [][]string{{"Hive", ""}, {"North", "12"}}, Merged: []meeting.Merged{{Row: 0, Column: 0, Rows: 1, Columns: 2}}},
		{Kind: meeting.Graph, Alt: "Growth", Chart: &meeting.Chart{Title: "Honey", Categories: []string{"2025"}, Series: []meeting.Series{{Name: "kg", Values: []string{"0.5"}, Formatted: []string{"50 %"}}}}},
		{Kind: meeting.Diagram, Text: "Egg\nLarva"},
		{Kind: meeting.Picture, Alt: "A hive"},
		{Kind: meeting.Picture, Alt: "A poster", Text: "SAVE THE BEES"},
		{Kind: meeting.Text, Text: "x²", LaTeX: `\(x^{2}\)`, MathML: []string{"<msup><mi>x</mi><mn>2</mn></msup>"}},
	}
}

// textOf is the text of the first slide with these blocks on the page.
func textOf(t *testing.T, s manifest.DeckSlide) string {
	t.Helper()
	m := manifesttest.Sample()
	m.Decks = m.Decks[:1]
	m.Decks[0].Slides = m.Decks[0].Slides[:1]
	m.Decks[0].Slides[0].Notes = ""
	s.Number = 1
	page, err := site.Index(site.Input{Manifest: m, Decks: map[string]manifest.DeckFile{m.Decks[0].ID: {Slides: []manifest.DeckSlide{s}}}}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	parse(t, page)
	_, text, _ := strings.Cut(string(page), `of slide 1</span></summary>`+"\n")
	text, _, _ = strings.Cut(text, "\n</details>")
	return text
}

func TestSlideContent(t *testing.T) {
	t.Parallel()
	text := func(text string) meeting.Block { return meeting.Block{Kind: meeting.Text, Text: text} }
	item := func(level int, marker, text string) meeting.Block {
		return meeting.Block{Kind: meeting.Item, Level: level, Marker: marker, Text: strings.TrimSpace(marker + " " + text)}
	}
	tests := []struct {
		name   string
		blocks []meeting.Block
		want   string
	}{
		{"line breaks stay", []meeting.Block{text("a\nb")}, "<p>a<br>b</p>"},
		{"markup is text", []meeting.Block{text("<b>a</b> & c")}, "<p>&lt;b&gt;a&lt;/b&gt; &amp; c</p>"},
		{"a paragraph from right to left", []meeting.Block{text("سلام")}, `<p dir="auto">سلام</p>`},
		{"lists keep their numbers", []meeting.Block{item(1, "3.", "c"), item(1, "4.", "d")}, "<ol>\n<li>3. c</li>\n<li>4. d</li>\n</ol>"},
		{
			"lists are nested",
			[]meeting.Block{item(1, "", "a"), item(2, "i)", "b"), item(4, "", "c"), item(1, "", "d")},
			"<ul>\n<li>a\n<ol>\n<li>i) b\n<ul>\n<li>c</li>\n</ul></li>\n</ol></li>\n<li>d</li>\n</ul>",
		},
		{"a list that begins below the first level", []meeting.Block{item(2, "", "a"), item(1, "", "b")}, "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"},
		{"two kinds of lists are two lists", []meeting.Block{item(1, "", "a"), item(1, "1.", "b")}, "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>1. b</li>\n</ol>"},
		{
			"a table with a header and merged cells",
			[]meeting.Block{{
				Kind: meeting.Table, Header: 1, Rows: [][]string{{"", "Yield", ""}, {"North", "a\nb", "c"}, {"", "d", "e"}},
				Merged: []meeting.Merged{{Row: 0, Column: 1, Rows: 1, Columns: 2}, {Row: 1, Column: 0, Rows: 2, Columns: 1}},
			}},
			"<table>\n<thead>\n<tr><td></td><th scope=\"colgroup\" colspan=\"2\">Yield</th></tr>\n</thead>\n" +
				"<tbody>\n<tr><td rowspan=\"2\">North</td><td>a<br>b</td><td>c</td></tr>\n<tr><td>d</td><td>e</td></tr>\n</tbody>\n</table>",
		},
		{
			"a cell that leaves the header",
			[]meeting.Block{{
				Kind: meeting.Table, Header: 1, Rows: [][]string{{"Hive", "kg"}, {"", "12"}}, Merged: []meeting.Merged{{Rows: 2, Columns: 1}},
			}},
			"<table>\n<tbody>\n<tr><th scope=\"col\" rowspan=\"2\">Hive</th><th scope=\"col\">kg</th></tr>\n<tr><td>12</td></tr>\n</tbody>\n</table>",
		},
		{
			"merged cells beyond the table",
			[]meeting.Block{{
				Kind: meeting.Table, Rows: [][]string{{"a"}}, Merged: []meeting.Merged{{Rows: 9, Columns: 9}, {Row: 5, Rows: 2, Columns: 2}, {Row: -1, Column: -1, Rows: 2, Columns: 2}},
			}},
			"<table>\n<tbody>\n<tr><td>a</td></tr>\n</tbody>\n</table>",
		},
		{
			"a chart is a table of formatted values",
			[]meeting.Block{{Kind: meeting.Graph, Alt: "Growth", Chart: &meeting.Chart{
				Title: "Honey", Categories: []string{"2025", "2026"}, Series: []meeting.Series{{Name: "share", Values: []string{"0.5", "1"}, Formatted: []string{"50 %", ""}}, {}},
			}}},
			"<table>\n<caption>Chart: Honey. Growth</caption>\n<thead>\n<tr><td></td><th scope=\"col\">share</th><th scope=\"col\">Series 2</th></tr>\n</thead>\n" +
				"<tbody>\n<tr><th scope=\"row\">2025</th><td>50 %</td><td></td></tr>\n<tr><th scope=\"row\">2026</th><td>1</td><td></td></tr>\n</tbody>\n</table>",
		},
		{"a chart without data", []meeting.Block{{Kind: meeting.Graph, Chart: &meeting.Chart{}}}, "<table>\n<caption>Chart</caption>\n</table>"},
		{"a diagram", []meeting.Block{{Kind: meeting.Diagram, Text: "a\nb"}}, "<figure>\n<figcaption><span class=\"kind\">Diagram</span></figcaption>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</figure>"},
		{"a picture", []meeting.Block{{Kind: meeting.Picture, Alt: "a hive"}}, "<figure>\n<figcaption><span class=\"kind\">Picture</span> <span>a hive</span></figcaption>\n</figure>"},
		{
			"words in a picture",
			[]meeting.Block{{Kind: meeting.Picture, Text: "SAVE\nBEES"}},
			"<figure class=\"recognised\">\n<figcaption><span class=\"kind\">Text recognised in a picture</span></figcaption>\n<p>SAVE<br>BEES</p>\n</figure>",
		},
		{
			"a scanned page",
			[]meeting.Block{text("Title"), {Kind: meeting.Text, Text: "SAVE", OCR: []meeting.OCRWord{{}}}, {Kind: meeting.Text, Text: "BEES", OCR: []meeting.OCRWord{{}}}},
			"<p>Title</p>\n<figure class=\"recognised\">\n<figcaption><span class=\"kind\">Text recognised in a picture</span></figcaption>\n<p>SAVE</p>\n<p>BEES</p>\n</figure>",
		},
		{
			"a formula within text",
			[]meeting.Block{{Kind: meeting.Text, Text: "so x² is", LaTeX: `so \(x^{2}\) is`, MathML: []string{"<msup><mi>x</mi><mn>2</mn></msup>"}}},
			`<p>so <math alttext="x^{2}"><msup><mi>x</mi><mn>2</mn></msup></math> is</p>`,
		},
		{"a formula without MathML", []meeting.Block{{Kind: meeting.Text, Text: "x²", LaTeX: `\(x^{2}\)`}}, "<p>x²</p>"},
		{"a formula that is not MathML", []meeting.Block{{Kind: meeting.Text, Text: "x²", LaTeX: `\(x\)`, MathML: []string{`<mi onclick="a()">x</mi>`}}}, "<p>x²</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := textOf(t, manifest.DeckSlide{Blocks: tt.blocks})
			if diff := cmp.Diff("<div class=\"body\" lang=\"en\">\n"+tt.want+"\n</div>", got); diff != "" {
				t.Errorf("the content differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSlideHasItsOwnLanguage(t *testing.T) {
	t.Parallel()
	got := textOf(t, manifest.DeckSlide{Language: "he", Direction: "rtl", Blocks: []meeting.Block{{Kind: meeting.Text, Text: "HTML שלום"}}})
	if want := "<div class=\"body\" dir=\"rtl\" lang=\"he\">\n<p>HTML שלום</p>\n</div>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestOnlyMathMLIsMarkup(t *testing.T) {
	t.Parallel()
	for _, markup := range []string{
		"", "<script>alert(1)</script>", "<mi><mi>x</mi></mi>", "text", "<mi>x", "<mi>x</mi></math><img>", `<mi href="javascript:a()">x</mi>`, `<mi xmlns="a">x</mi>`,
		"<annotation-xml>x</annotation-xml>", "<mi>x</mi><!-- -->", "<?x?>", "<mi>&nbsp;</mi>", "<mrow>text</mrow>", strings.Repeat("<mrow>", 200) + strings.Repeat("</mrow>", 200),
	} {
		got := textOf(t, manifest.DeckSlide{Blocks: []meeting.Block{{Kind: meeting.Text, Text: "plain", LaTeX: `\(x\)`, MathML: []string{markup}}}})
		if markup == "" {
			continue // an empty formula is harmless
		}
		if !strings.Contains(got, "<p>plain</p>") {
			t.Errorf("%q became %s", markup, got)
		}
	}
}

func TestLargeTablesAreCut(t *testing.T) {
	t.Parallel()
	rows := make([][]string, 500)
	for i := range rows {
		rows[i] = make([]string, 300)
		rows[i][0] = fmt.Sprintf("row %d", i)
	}
	got := textOf(t, manifest.DeckSlide{Blocks: []meeting.Block{{Kind: meeting.Table, Rows: rows}}})
	if !strings.Contains(got, "row 199") || strings.Contains(got, "row 200") || !strings.Contains(got, "… and 300 more rows") || len(got) > 150_000 {
		t.Errorf("the table has %d bytes", len(got))
	}
}

func TestSectionsAreHeadings(t *testing.T) {
	t.Parallel()
	slides := func(numbers ...int) (list []manifest.Slide) {
		for _, n := range numbers {
			list = append(list, manifest.Slide{Number: n})
		}
		return list
	}
	entry := func(title string, level, page int) meeting.OutlineEntry {
		return meeting.OutlineEntry{Title: title, Level: level, Page: page}
	}
	tests := []struct {
		name    string
		slides  []manifest.Slide
		outline []meeting.OutlineEntry
		want    []string
	}{
		{"none", slides(1, 2), nil, []string{"", "1", "2"}},
		{"two sections", slides(1, 2, 3, 4, 5), []meeting.OutlineEntry{entry("A", 1, 2), entry("a", 2, 3), entry("B", 1, 4)}, []string{"", "1", "A", "2", "3", "B", "4", "5"}},
		{"a section that begins with a withheld slide", slides(1, 3, 4), []meeting.OutlineEntry{entry("A", 1, 2)}, []string{"", "1", "A", "3", "4"}},
		{"two that begin with the same slide", slides(1, 2, 3), []meeting.OutlineEntry{entry("A", 1, 2), entry("B", 1, 2)}, []string{"", "1", "A / B", "2", "3"}},
		{"an entry for every slide", slides(1, 2, 3), []meeting.OutlineEntry{entry("A", 1, 1), entry("B", 1, 2), entry("C", 1, 3)}, []string{"", "1", "2", "3"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := manifesttest.Sample()
			m.Decks, m.Presentations = m.Decks[:1], nil
			m.Decks[0].Slides = tt.slides
			page, err := site.Index(site.Input{Manifest: m, Decks: map[string]manifest.DeckFile{m.Decks[0].ID: {Outline: tt.outline}}}, scripts())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for l := range strings.SplitSeq(string(page), "\n") {
				switch {
				case strings.HasPrefix(l, `<h4 class="section"`):
					got = append(got, strings.TrimSuffix(l[strings.Index(l, ">")+1:], "</h4>"))
				case strings.HasPrefix(l, `<ol class="slides">`) && len(got) == 0:
					got = append(got, "")
				case strings.Contains(l, `data-slide="`):
					_, number, _ := strings.Cut(l, `data-slide="`)
					got = append(got, number[:1])
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("headings and slides differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDamagedAndSteppedSlides(t *testing.T) {
	t.Parallel()
	page, err := site.Index(site.Input{Manifest: manifesttest.Sample(), Decks: structured()}, scripts())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"The text of this slide cannot be read: ppt/slides/slide3.xml is missing.", "3 steps"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
