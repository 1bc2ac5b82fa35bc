package odp_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/odp"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/slidestest"
)

func read(t testing.TB, data []byte) (meeting.DeckText, error) {
	t.Helper()
	a, err := office.Open(bytes.NewReader(data), int64(len(data)), office.DefaultLimits())
	if err != nil {
		return meeting.DeckText{}, err
	}
	return odp.Read(a)
}

func TestReadKeepsTheOrderOfSlides(t *testing.T) {
	t.Parallel()
	deck := slidestest.ODP(t, []slidestest.ODPSlide{
		{
			Shapes: slidestest.Frame("title", slidestest.TextBox("The rail", "bridge")) + slidestest.Frame("subtitle", slidestest.TextBox("A report")) +
				slidestest.Frame("date-time", slidestest.TextBox("1 May")) + slidestest.Frame("footer", slidestest.TextBox("Confidential")) +
				slidestest.Frame("page-number", slidestest.TextBox("1")),
			Notes: slidestest.Frame("notes", slidestest.TextBox("Say hello.", "Wait.")) + slidestest.Frame("header", slidestest.TextBox("no")),
		},
		{Hidden: true, Shapes: slidestest.Frame("title", slidestest.TextBox("Costs"))},
	})
	want := []meeting.Slide{
		{
			Number: 1, Title: "The rail bridge", Body: "A report", Notes: "Say hello.\nWait.", Master: "1 May\nConfidential",
			Blocks: []meeting.Block{{Kind: meeting.Text, Text: "A report"}},
		},
		{Number: 2, Title: "Costs", Hidden: true},
	}
	got, err := read(t, deck)
	if diff := cmp.Diff(want, got.Slides); err != nil || diff != "" {
		t.Errorf("Read: %v; slides differ (-want +got):\n%s", err, diff)
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()

	cell := func(text string) string { return `<table:table-cell><text:p>` + text + `</text:p></table:table-cell>` }
	shape := func(y, text string) string {
		return `<draw:custom-shape svg:y="` + y + `"><text:p>` + text + `</text:p></draw:custom-shape>`
	}
	title := slidestest.Frame("title", slidestest.TextBox("T"))
	chart := slidestest.ODPObject(`<office:chart><chart:chart><chart:title><text:p>Growth</text:p></chart:title><table:table><table:table-header-rows>` +
		`<table:table-row>` + cell("") + cell("North") + cell("South") + `</table:table-row></table:table-header-rows><table:table-rows>` +
		`<table:table-row>` + cell("2023") + cell("7") + `</table:table-row><table:table-row>` + cell("2024") + cell("8") + `</table:table-row></table:table-rows></table:table></chart:chart></office:chart>`)
	tests := []struct{ name, shapes, title, body string }{
		{"items of nested lists are lines", title + slidestest.Frame("outline", `<draw:text-box><text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p></text:list-item></text:list></text:list-item></text:list></draw:text-box>`), "T", "one\ntwo"},
		{"a table is rows; its preview image is not text", title + slidestest.Frame("", `<table:table><table:table-row>`+cell("a")+`<table:covered-table-cell/>`+cell("c")+`</table:table-row></table:table><draw:image><text:p>no</text:p></draw:image>`), "T", "a\t\tc"},
		{"groups and links are read in place", title + `<draw:g><svg:title>no</svg:title><draw:a>` + slidestest.Frame("", slidestest.TextBox("A")) + `</draw:a>` + shape("9cm", "B") + `</draw:g>` + shape("9cm", "C"), "T", "A\nB\nC"},
		{"white space is collapsed, its elements are not", title + shape("9cm", "one\n  <text:s text:c=\"1000000000\"/><text:span>two<text:line-break/>three</text:span><text:tab/>four"), "T", "one two\nthree four"},
		{"comments and empty placeholders are not shown", title + `<office:annotation><text:p>no</text:p></office:annotation><draw:frame presentation:class="outline" presentation:placeholder="true"><draw:text-box><text:p>no</text:p></draw:text-box></draw:frame>`, "T", ""},
		{"a chart has its title, series and categories", title + slidestest.Frame("", `<draw:object xlink:href="./Object 1"/>`), "T", "Growth\nNorth\tSouth\n2023\t2024"},
		{"a missing object has no text", title + slidestest.Frame("", `<draw:object xlink:href="./Object 2"/>`), "T", ""},
		{"a line with text above it is not a title", shape("1in", "low") + shape("2cm", "high"), "", "low\nhigh"},
		{"two lines are not a title", slidestest.Frame("", slidestest.TextBox("a", "b")), "", "a\nb"},
		{"a paragraph is not a title", shape("1cm", strings.Repeat("word ", 30)), "", strings.TrimSpace(strings.Repeat("word ", 30))},
		{"a table is not a title", slidestest.Frame("", `<table:table><table:table-row>`+cell("a")+`</table:table-row></table:table>`), "", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: tt.shapes}}, slidestest.Part{Name: "Object 1/content.xml", Content: chart}))
			if err != nil {
				t.Fatal(err)
			}
			body := got.Slides[0].Body
			if got.Slides[0].Title != tt.title || body != tt.body {
				t.Errorf("title, body = %q, %q, want %q, %q", got.Slides[0].Title, body, tt.title, tt.body)
			}
		})
	}
}

func TestDamageIsRefused(t *testing.T) {
	t.Parallel()

	part := func(name, content string) slidestest.Part { return slidestest.Part{Name: name, Content: content} }
	tests := []struct {
		name, reason string
		parts        []slidestest.Part
	}{
		{"no slides", "has no slides", []slidestest.Part{part("content.xml", slidestest.ODPContent(""))}},
		{"too many slides", "has more than 2000 slides", []slidestest.Part{part("content.xml", slidestest.ODPContent(strings.Repeat("<draw:page/>", odp.MaxSlides+1)))}},
		{"no content", "is damaged: content.xml is missing", []slidestest.Part{part("mimetype", "x")}},
		{"truncated content", "is damaged: content.xml is not valid XML", []slidestest.Part{part("content.xml", "<a>")}},
		{"an encrypted file", "is encrypted and needs a password", []slidestest.Part{
			part("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>"), part("content.xml", "\x01\x02"),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(t, slidestest.Zip(t, tt.parts...))
			if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.reason) {
				t.Errorf("Read(…) = %v, want a refusal that begins with %q", err, tt.reason)
			}
		})
	}
}

// FuzzRead: reading any page does not panic, slides are numbered from 1, the size of
// the text is bounded by the file, and errors are refusals.
func FuzzRead(f *testing.F) {
	f.Add(slidestest.Frame("title", slidestest.TextBox("T"))+slidestest.Frame("notes", slidestest.TextBox("N")), "<a/>")
	f.Add(slidestest.Frame("", `<draw:object xlink:href="./Object 1"/>`), slidestest.ODPObject(`<office:chart><chart:chart><chart:title/><table:table/></chart:chart></office:chart>`))
	f.Add(slidestest.Frame("", `<table:table><table:table-row><table:table-cell table:number-columns-repeated="1000000000"><text:p>x<text:s text:c="9999999"/></text:p></table:table-cell></table:table-row></table:table>`), "")
	f.Add(`<draw:frame svg:x="-9cm" svg:y="1cm" svg:width="5cm" svg:height="2cm" draw:transform="rotate (1.5) translate (2cm 3cm)"><draw:text-box><text:list text:style-name="N"><text:list-item text:start-value="7"><text:p>שלום</text:p></text:list-item></text:list></draw:text-box></draw:frame>`, "")
	f.Add(slidestest.Frame("", `<draw:object><math><munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mfrac><mi>a</mi></mfrac></math></draw:object>`), "")
	f.Fuzz(func(t *testing.T, shapes, object string) {
		text, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: shapes, Notes: shapes}}, slidestest.Part{Name: "Object 1/content.xml", Content: object}))
		if err != nil {
			if !fault.IsPermanent(err) {
				t.Fatalf("Read = %v, want a refusal", err)
			}
			return
		}
		length := 0
		for i, s := range text.Slides {
			length += len(s.Title) + len(s.Body) + len(s.Notes)
			if s.Number != i+1 || strings.Contains(s.Title, "\n") {
				t.Fatalf("slide %d = %+v", i, s)
			}
		}
		// Each reference to the object, of ten bytes or more, may repeat it.
		if most := (len(shapes) + 1) * (len(object) + 100); length > most {
			t.Fatalf("%d bytes of text from %d and %d", length, len(shapes), len(object))
		}
	})
}
