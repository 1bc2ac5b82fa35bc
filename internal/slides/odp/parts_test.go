package odp_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

func TestBlocks(t *testing.T) {
	t.Parallel()

	text := func(s string) meeting.Block { return meeting.Block{Kind: meeting.Text, Text: s} }
	chart := func(c meeting.Chart) meeting.Block { return meeting.Block{Kind: meeting.Graph, Chart: &c} }
	cell := func(text string) string { return `<table:table-cell><text:p>` + text + `</text:p></table:table-cell>` }
	row := func(cells ...string) string {
		return `<table:table-row>` + strings.Join(cells, "") + `</table:table-row>`
	}
	object := func(body string) string {
		return slidestest.Frame("", `<draw:object><office:document><office:body>`+body+`</office:body></office:document></draw:object>`)
	}
	local := `<table:table>` + row(cell(""), cell("x"), cell("y")) + row(cell("a"), cell("1"), cell("2")) + row(cell("b"), cell("3"), cell("NaN")) + `</table:table>`
	tests := []struct {
		name, shapes string
		want         []meeting.Block
	}{
		{
			"a list's header is a paragraph among its items",
			slidestest.Frame("outline", `<draw:text-box><text:list><text:list-header><text:p>plain</text:p><text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list></text:list-header></text:list><text:numbered-paragraph text:level="3"><text:p>third</text:p></text:numbered-paragraph></draw:text-box>`),
			[]meeting.Block{text("plain"), {Kind: meeting.Item, Level: 2, Text: "deep"}, {Kind: meeting.Item, Level: 3, Text: "third"}},
		},
		{
			"repeated cells are expanded, and empty rows at the end left out",
			slidestest.Frame("", `<table:table>`+row(`<table:table-cell table:number-columns-repeated="2"><text:p>a</text:p></table:table-cell>`, `<table:covered-table-cell table:number-columns-repeated="1000000000"/>`)+
				`<table:table-row table:number-rows-repeated="1000000000"><table:table-cell/></table:table-row></table:table>`),
			[]meeting.Block{{Kind: meeting.Table, Rows: [][]string{append([]string{"a", "a"}, make([]string, 254)...)}}},
		},
		{
			"titles of axes are text, and a reference to no cells is empty",
			object(`<office:chart><chart:chart><chart:title><text:p>T</text:p></chart:title><chart:subtitle><text:p>S</text:p></chart:subtitle><chart:plot-area>` +
				`<chart:axis chart:dimension="x"><chart:title><text:p>Year</text:p></chart:title></chart:axis>` +
				`<chart:series chart:values-cell-range-address="local-table.$C$2:.$C$3" chart:label-cell-address="local-table.$C$1"><chart:domain table:cell-range-address="local-table.$B$2:.$B$3"/></chart:series>` +
				`<chart:series chart:values-cell-range-address="local-table.$ZZ$2:.$ZZ$9" chart:label-cell-address="nowhere"/></chart:plot-area>` + local + `</chart:chart></office:chart>`),
			[]meeting.Block{chart(meeting.Chart{Title: "T: S", Categories: []string{"1", "3"}, Series: []meeting.Series{{Name: "y", Values: []string{"2", ""}}}}), text("Year")},
		},
		{
			"a sheet is a table, a drawing is text",
			object(`<office:spreadsheet>`+local+`</office:spreadsheet>`) + object(`<office:drawing><draw:page><draw:rect><text:p>drawn</text:p></draw:rect></draw:page></office:drawing>`),
			[]meeting.Block{{Kind: meeting.Table, Rows: [][]string{{"", "x", "y"}, {"a", "1", "2"}, {"b", "3", "NaN"}}}, text("drawn")},
		},
		{
			"a formula is text, and LaTeX",
			slidestest.Frame("", `<draw:object><math><semantics><mrow><mi>a</mi><mo>=</mo><msup><mi>b</mi><mn>2</mn></msup></mrow><annotation>a=b^2</annotation></semantics></math></draw:object>`),
			[]meeting.Block{{Kind: meeting.Text, Text: "a = b²", LaTeX: `\(a=b^{2}\)`, MathML: []string{"<mrow><mi>a</mi><mo>=</mo><msup><mi>b</mi><mn>2</mn></msup></mrow>"}}},
		},
		{
			"pictures, groups and shapes have alternative text",
			`<draw:g><svg:title>Both</svg:title><draw:line><svg:desc>a line</svg:desc></draw:line><draw:rect><svg:title>Box</svg:title><svg:desc>a box</svg:desc><text:p>in</text:p><text:p>it</text:p></draw:rect></draw:g>` +
				slidestest.Frame("", `<draw:image><text:p>no</text:p></draw:image><svg:title>A dog</svg:title><svg:desc>A dog that barks</svg:desc>`),
			[]meeting.Block{
				{Kind: meeting.Picture, Alt: "Both"},
				{Kind: meeting.Picture, Alt: "a line"},
				{Kind: meeting.Text, Text: "in", Alt: "Box: a box"},
				text("it"),
				{Kind: meeting.Picture, Alt: "A dog that barks"},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			title := slidestest.Frame("title", slidestest.TextBox("T"))
			got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: title + tt.shapes}}))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Slides[0].Blocks); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	shapes := `<draw:rect><text:p>see <text:a xlink:href="https://example.org/a">the <text:span>page</text:span></text:a> or <text:a xlink:href="#page2">on</text:a></text:p></draw:rect>` +
		`<draw:a xlink:href=" mailto:a@example.org "><draw:frame><draw:image/><svg:desc>a face</svg:desc></draw:frame></draw:a>` +
		`<draw:rect><office:event-listeners><presentation:event-listener xlink:href="http://example.org/b"/></office:event-listeners><text:p>Go</text:p></draw:rect>` +
		`<draw:frame><draw:image-map><draw:area-circle xlink:href="https://example.org/a"/></draw:image-map></draw:frame>` +
		`<draw:a xlink:href="file:///etc/passwd"/><draw:a xlink:href="javascript:alert(1)"/><draw:a xlink:href="http:///x"/><draw:a xlink:href="https://%zz"/>`
	want := []meeting.Link{
		{URL: "https://example.org/a", Text: "the page"}, {URL: "mailto:a@example.org", Text: "a face"}, {URL: "http://example.org/b", Text: "Go"},
	}
	got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: shapes, Notes: `<draw:a xlink:href="http://example.org/notes"/>`}}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Slides[0].Links); diff != "" {
		t.Errorf("links differ (-want +got):\n%s", diff)
	}
}

func TestMasters(t *testing.T) {
	t.Parallel()
	page := func(attrs string) string {
		return `<draw:page draw:master-page-name="M" presentation:use-footer-name="f" presentation:use-date-time-name="d" ` + attrs + `/>`
	}
	style := func(name, property string) string {
		return `<style:style style:name="` + name + `"><style:drawing-page-properties presentation:` + property + `="false"/></style:style>`
	}
	frame := func(class, text string) string { return slidestest.Frame(class, slidestest.TextBox(text)) }
	deck := `<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
		`xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" ` +
		`xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles>` +
		style("bare", "background-objects-visible") + style("undated", "display-date-time") + `</office:automatic-styles><office:master-styles><style:master-page style:name="M">` +
		frame("title", "Click here") + frame("", "Acme") + `<draw:g><draw:rect><text:p>Group</text:p></draw:rect></draw:g>` + frame("footer", `Foot: <presentation:footer/>`) +
		frame("date-time", `<presentation:date-time/>`) + frame("page-number", `<text:page-number>&lt;number&gt;</text:page-number>`) +
		`</style:master-page></office:master-styles><office:body><office:presentation><presentation:footer-decl presentation:name="f">Ours</presentation:footer-decl>` +
		`<presentation:date-time-decl presentation:name="d" presentation:source="fixed">1 May</presentation:date-time-decl>` +
		page("") + page(`draw:style-name="bare"`) + page(`draw:style-name="undated"`) + `<draw:page draw:master-page-name="other"/></office:presentation></office:body></office:document>`
	want := []string{"Acme\nGroup\nFoot: Ours\n1 May", "Foot: Ours\n1 May", "Acme\nGroup\nFoot: Ours", ""}
	got, err := readFlat(t, []byte(deck))
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range got.Slides {
		if s.Master != want[i] {
			t.Errorf("master of slide %d = %q, want %q", i+1, s.Master, want[i])
		}
	}
}

func TestNotesWithoutClass(t *testing.T) {
	t.Parallel()
	got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: `<draw:rect/>`, Notes: `<draw:custom-shape><text:p>Say it.</text:p></draw:custom-shape>` + slidestest.Frame("header", slidestest.TextBox("no"))}}))
	if err != nil || got.Slides[0].Notes != "Say it." {
		t.Errorf("notes = %q, %v, want %q", got.Slides[0].Notes, err, "Say it.")
	}
}

func TestMacros(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"Basic/Standard/Module1.xml": true, "Scripts/python/a.py": true, "Basic/script-lc.xml": false, "Basic/": false, "Pictures/Basic/a.png": false,
	} {
		manifest := slidestest.Part{Name: "META-INF/manifest.xml", Content: `<manifest><file-entry full-path="` + path + `"/></manifest>`}
		got, err := read(t, slidestest.Zip(t, manifest, slidestest.Part{Name: "content.xml", Content: slidestest.ODPContent(`<draw:page/>`)}))
		if err != nil || got.Macros != want {
			t.Errorf("macros of %s = %v, %v, want %v", path, got.Macros, err, want)
		}
	}
}

// TestDamagedOptionalParts damages all parts but the first.
func TestDamagedOptionalParts(t *testing.T) {
	t.Parallel()
	content := slidestest.ODPContent(`<draw:page>` + slidestest.Frame("title", slidestest.TextBox("T")) + slidestest.Frame("", `<draw:object xlink:href="./Object 1"/>`) + `</draw:page>`)
	parts := []slidestest.Part{{Name: "content.xml", Content: content}}
	for _, name := range []string{"styles.xml", "meta.xml", "Object 1/content.xml"} {
		parts = append(parts, slidestest.Part{Name: name, Content: "<a>"})
	}
	want := meeting.DeckText{Slides: []meeting.Slide{{Number: 1, Title: "T"}}}
	got, err := read(t, slidestest.Zip(t, parts...))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Read: %v; text differs (-want +got):\n%s", err, diff)
	}
}
