package pptx_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pptx"
	"proceedings/internal/slides/slidestest"
)

func read(t testing.TB, data []byte) (meeting.DeckText, error) {
	t.Helper()
	a, err := office.Open(bytes.NewReader(data), int64(len(data)), office.DefaultLimits())
	if err != nil {
		return meeting.DeckText{}, err
	}
	return pptx.Read(a)
}

func TestReadKeepsTheOrderOfSlides(t *testing.T) {
	t.Parallel()
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{
		{
			Shapes: slidestest.Shape("ctrTitle", "The rail", "bridge") + slidestest.Shape("subTitle", "A report") +
				slidestest.Shape("dt", "1 May") + slidestest.Shape("ftr", "Confidential") + slidestest.Shape("sldNum", "1"),
			Notes: slidestest.Shape("sldImg") + slidestest.Shape("body", "Say hello.", "Wait.") + slidestest.Shape("sldNum", "1"),
		},
		{Attrs: `show="0"`, Shapes: slidestest.Shape("title", "Costs") + slidestest.Table([]string{"Item", "EUR"}, []string{"Steel", "12"})},
		{Shapes: slidestest.Shape("", "No title here")},
	})
	want := meeting.DeckText{Slides: []meeting.Slide{
		{
			Number: 1, Title: "The rail bridge", Body: "A report", Notes: "Say hello.\nWait.", Master: "1 May\nConfidential",
			Blocks: []meeting.Block{{Kind: meeting.Text, Text: "A report"}}, Language: "en-GB",
		},
		{
			Number: 2, Language: "en-GB", Title: "Costs", Body: "Item\tEUR\nSteel\t12", Hidden: true,
			Blocks: []meeting.Block{{Kind: meeting.Table, Rows: [][]string{{"Item", "EUR"}, {"Steel", "12"}}}},
		},
		{Number: 3, Language: "en-GB", Body: "No title here", Blocks: []meeting.Block{{Kind: meeting.Text, Text: "No title here"}}},
	}}
	got, err := read(t, deck)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Read: %v; slides differ (-want +got):\n%s", err, diff)
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()

	group := func(inner string) string { return `<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>` + inner + `</p:grpSp>` }
	choice := func(first, second string) string {
		return `<mc:AlternateContent><mc:Choice Requires="x">` + first + `</mc:Choice><mc:Fallback>` + second + `</mc:Fallback></mc:AlternateContent>`
	}
	sp := func(paragraphs string) string { return `<p:sp><p:txBody>` + paragraphs + `</p:txBody></p:sp>` }
	frame := func(content string) string {
		return `<p:graphicFrame><a:graphic><a:graphicData>` + content + `</a:graphicData></a:graphic></p:graphicFrame>`
	}
	tests := []struct {
		name, shapes, body string
		part               string // that rId9 refers to
	}{
		{"groups in groups are read in place", slidestest.Shape("", "A") + group(slidestest.Shape("", "B")+group(slidestest.Shape("", "C"))) + slidestest.Shape("", "D"), "A\nB\nC\nD", ""},
		{"of alternatives the first choice counts, once", choice(slidestest.Shape("", "new"), slidestest.Shape("", "old")), "new", ""},
		{"a choice without text is skipped", choice(`<p:contentPart/>`, slidestest.Shape("", "old")), "old", ""},
		{"runs are joined, breaks divide lines", sp(`<a:p><a:r><a:t>one </a:t></a:r><a:r><a:t>line</a:t></a:r><a:br/><a:fld type="x"><a:t>two</a:t></a:fld></a:p><a:p/>`), "one line\ntwo", ""},
		{"escaped line breaks are line breaks", sp(`<a:p><a:r><a:t>one_x000B_two_x000D_</a:t></a:r></a:p>`), "one\ntwo", ""},
		{"the font Symbol becomes readable", sp("<a:p><a:r><a:rPr><a:latin typeface=\"Symbol\"/></a:rPr><a:t>\uf0b3\uf061</a:t></a:r><a:r><a:t>\uf061</a:t></a:r></a:p>"), "≥α\uf061", ""},
		{"the font for symbols counts for their codes", sp("<a:p><a:r><a:rPr><a:latin typeface=\"Arial\"/><a:sym typeface=\"Wingdings\"/></a:rPr><a:t>J \uf0e8</a:t></a:r></a:p>"), "J →", ""},
		{"a Latin font of symbols counts for all text", sp("<a:p><a:r><a:rPr><a:latin typeface=\"Wingdings\"/><a:sym typeface=\"Wingdings\"/></a:rPr><a:t>J\uf09f</a:t></a:r></a:p>"), "☺•", ""},
		{"superscripts and subscripts are plain text", sp(`<a:p><a:r><a:t>CO</a:t></a:r><a:r><a:rPr baseline="-25000"/><a:t>2</a:t></a:r></a:p>`), "CO2", ""},
		{"a formula is text", sp(`<a:p><a:m><x:oMath xmlns:x="m"><x:r><x:t>a+b</x:t></x:r></x:oMath></a:m></a:p>`), "a+b", ""},
		{"merged cells keep their columns", slidestest.Table([]string{"A", "", "C"}, []string{"", "", ""}), "A\t\tC", ""},
		{"a cell of many lines is one", frame(`<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p><a:p><a:r><a:t>b</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>`), "a b", ""},
		{
			"a chart has its title, series and categories", frame(`<c:chart r:id="rId9"/>`), "Growth\nNorth\tSouth\n2023\t2024",
			`<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Growth</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea>` +
				`<c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>North</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:pt><c:v>2023</c:v></c:pt><c:pt><c:v>2024</c:v></c:pt></c:cat><c:val><c:pt><c:v>7</c:v></c:pt></c:val></c:ser>` +
				`<c:ser><c:tx><c:v>South</c:v></c:tx><c:cat><c:pt><c:v>2023</c:v></c:pt></c:cat></c:ser></c:plotArea></c:chart></c:chartSpace>`,
		},
		{
			"a diagram has the text of its points", frame(`<dgm:relIds r:dm="rId9"/>`), "Plan\nBuild",
			`<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Plan</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt type="pres"><dgm:t><a:p><a:r><a:t>no</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt><dgm:t><a:p><a:r><a:t>Build</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`,
		},
		{"a missing chart is skipped", frame(`<c:chart r:id="rId8"/>`) + slidestest.Shape("", "rest"), "rest", ""},
		{"a second title is body", slidestest.Shape("title", "T") + slidestest.Shape("title", "second"), "second", ""},
		{"alternative text is not body", `<p:pic><p:nvPicPr><p:cNvPr descr="a cat"/></p:nvPicPr></p:pic>`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deck := slidestest.PPTX(t,
				[]slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{"rId9": "thing ../thing.xml", "rId8": "thing ../gone.xml"}}},
				slidestest.Part{Name: "ppt/thing.xml", Content: tt.part})
			got, err := read(t, deck)
			if err != nil {
				t.Fatal(err)
			}
			if body := got.Slides[0].Body; body != tt.body {
				t.Errorf("body = %q, want %q", body, tt.body)
			}
		})
	}
}

func TestDamageIsRefused(t *testing.T) {
	t.Parallel()

	deep := strings.Repeat("<p:grpSp>", 300) + strings.Repeat("</p:grpSp>", 300)
	many := make([]slidestest.PPTXSlide, pptx.MaxSlides+1)
	tests := []struct {
		name, reason string
		deck         []byte
	}{
		{"no slides", "has no slides", slidestest.PPTX(t, nil)},
		{"too many slides", "has more than 2000 slides", slidestest.PPTX(t, many)},
		{"truncated XML", "is damaged: ppt/slides/slide99.xml is not valid XML", slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: "<p:sp>"}})},
		{"endlessly nested groups", "is damaged: ppt/slides/slide99.xml: its elements nest too deep", slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: deep}})},
		{"no main part", "is damaged: ppt/presentation.xml is missing", slidestest.Zip(t, slidestest.Part{Name: "a", Content: "b"})},
		{"a slide whose part is missing", "is damaged: ppt/slides/gone.xml is missing", slidestest.Zip(
			t,
			slidestest.Part{Name: "ppt/presentation.xml", Content: `<p xmlns:r="x/relationships"><sldIdLst><sldId r:id="rId1"/></sldIdLst></p>`},
			slidestest.Part{Name: "ppt/_rels/presentation.xml.rels", Content: `<R><Relationship Id="rId1" Type="x/slide" Target="slides/gone.xml"/></R>`},
		)},
		{"a slide without a relation", "is damaged: slide 1 is missing", slidestest.Zip(t, slidestest.Part{
			Name:    "ppt/presentation.xml",
			Content: `<p xmlns:r="x/relationships"><sldIdLst><sldId r:id="rId1"/></sldIdLst></p>`,
		})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(t, tt.deck)
			if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.reason) {
				t.Errorf("Read(…) = %v, want a refusal that begins with %q", err, tt.reason)
			}
		})
	}
}
