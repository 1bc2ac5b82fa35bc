package pptx_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

const (
	chartHead = `<c:chartSpace xmlns:c="c" xmlns:a="a" xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"><c:chart>`
	chartTail = `</c:chart></c:chartSpace>`
)

// shaped is a shape with non-visual properties and text.
func shaped(properties, inner, paragraphs string) string {
	return `<p:sp><p:nvSpPr><p:cNvPr id="3" name="Shape 3" ` + properties + `>` + inner + `</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:txBody>` +
		paragraphs + `</p:txBody></p:sp>`
}

func pic(properties, inner string) string {
	return `<p:pic><p:nvPicPr><p:cNvPr id="3" name="Picture 3" ` + properties + `>` + inner + `</p:cNvPr></p:nvPicPr></p:pic>`
}

func framed(properties, content string) string {
	return `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="Frame 3" ` + properties + `/></p:nvGraphicFramePr><a:graphic><a:graphicData>` + content + `</a:graphicData></a:graphic></p:graphicFrame>`
}

func TestBlocks(t *testing.T) {
	t.Parallel()

	para := func(properties, text string) string {
		return `<a:p><a:pPr ` + properties + `</a:pPr><a:r><a:t>` + text + `</a:t></a:r></a:p>`
	}
	body := func(ph, paragraphs string) string {
		return `<p:sp><p:nvSpPr><p:cNvPr id="3" name="x"/><p:cNvSpPr/><p:nvPr><p:ph ` + ph + `/></p:nvPr></p:nvSpPr><p:txBody>` + paragraphs + `</p:txBody></p:sp>`
	}
	block := func(kind meeting.BlockKind, level int, text string) meeting.Block {
		return meeting.Block{Kind: kind, Level: level, Text: text}
	}
	picture := func(alt string) []meeting.Block { return []meeting.Block{{Kind: meeting.Picture, Alt: alt}} }
	tests := []struct {
		name, shapes string
		want         []meeting.Block
		part         string // that rId9 refers to
	}{
		{
			"paragraphs of the content placeholder are items unless they have no bullet",
			body(`type="body"`, para(`lvl="1">`, "a")+para(`><a:buNone/>`, "b")) + body(`idx="1"`, para(`>`, "c")),
			[]meeting.Block{block(meeting.Item, 2, "a"), block(meeting.Text, 0, "b"), block(meeting.Item, 1, "c")},
			"",
		},
		{
			"paragraphs of a text box are items if they have a bullet", shaped("", "", para(`>`, "a")+para(`lvl="8"><a:buAutoNum type="arabicPeriod"/>`, "b")+para(`lvl="-3"><a:buChar char="-"/>`, "c")),
			[]meeting.Block{block(meeting.Text, 0, "a"), {Kind: meeting.Item, Level: 9, Marker: "1.", Text: "1. b"}, block(meeting.Item, 1, "c")},
			"",
		},
		{"a subtitle is not a list", body(`type="subTitle"`, para(`>`, "a")), []meeting.Block{block(meeting.Text, 0, "a")}, ""},
		{"the text of a connector is read", `<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="1" name=""/></p:nvCxnSpPr><p:txBody><a:p><a:r><a:t>yes</a:t></a:r></a:p></p:txBody></p:cxnSp>`, []meeting.Block{block(meeting.Text, 0, "yes")}, ""},
		{"an unknown shape is read", `<x:cloud xmlns:x="x"><x:inner><p:sp><p:txBody><a:p><a:r><a:t>yes</a:t></a:r></a:p></p:txBody></p:sp></x:inner></x:cloud>`, []meeting.Block{block(meeting.Text, 0, "yes")}, ""},
		{"a hidden shape is left out", shaped(`hidden="1"`, "", para(`>`, "secret")) + pic(`hidden="1" descr="secret"`, ""), nil, ""},
		{"alternative text is kept", pic(`descr="A  bridge&#10;in fog"`, ""), picture("A bridge in fog"), ""},
		{"the title precedes the description", pic(`title="Bridge" descr="In fog"`, ""), picture("Bridge: In fog"), ""},
		{"a title alone is enough", pic(`title="Bridge"`, ""), picture("Bridge"), ""},
		{"a title that begins the description is not repeated", pic(`title="Bridge" descr="Bridge in fog"`, ""), picture("Bridge in fog"), ""},
		{"a default name is not alternative text", pic(`descr="Picture 3"`, "") + pic(`descr="Inhaltsplatzhalter 12"`, ""), nil, ""},
		{"a file name is not alternative text", pic(`descr="C:\my pictures\x.PNG"`, ""), nil, ""},
		{"a text with a number is not a default name", pic(`descr="Bridge 3"`, ""), picture("Bridge 3"), ""},
		{"a decorative image has no text", pic(`descr="x y"`, `<a:extLst><a:ext><d:decorative xmlns:d="d" val="1"/></a:ext></a:extLst>`), nil, ""},
		{"a shape without text is a picture", shaped(`descr="An arrow upwards"`, "", ""), picture("An arrow upwards"), ""},
		{
			"the alternative text of a group precedes its content", `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="1" name="" descr="A map"/></p:nvGrpSpPr>` + shaped("", "", para(`>`, "Ghent")) + `</p:grpSp>`,
			append(picture("A map"), block(meeting.Text, 0, "Ghent")), "",
		},
		{"an embedded object is a picture", framed(`descr="A sheet"`, `<p:oleObj><p:pic/></p:oleObj>`), picture("A sheet"), ""},
		{
			"merged cells are empty", framed("", `<a:tbl><a:tr><a:tc gridSpan="2"><a:txBody>`+para(`>`, "a")+`</a:txBody></a:tc><a:tc hMerge="1"><a:txBody>`+para(`>`, "gone")+`</a:txBody></a:tc></a:tr><a:tr><a:tc vMerge="true"><a:txBody>`+para(`>`, "gone")+`</a:txBody></a:tc></a:tr></a:tbl>`),
			[]meeting.Block{{Kind: meeting.Table, Rows: [][]string{{"a", ""}, {""}}, Merged: []meeting.Merged{{Rows: 1, Columns: 2}}}},
			"",
		},
		{"a diagram without a drawing has the text of its data", framed(`descr="Steps"`, `<dgm:relIds r:dm="rId9"/>`), []meeting.Block{{Kind: meeting.Diagram, Text: "Plan", Alt: "Steps"}}, `<m xmlns:a="a"><ptLst><pt><t>` + para(`>`, "Plan") + `</t></pt></ptLst><extLst><dataModelExt relId="rId404"/></extLst></m>`},
		{
			"points are at their indexes, and axes have titles", framed("", `<c:chart r:id="rId9"/>`),
			[]meeting.Block{{Kind: meeting.Graph, Chart: &meeting.Chart{
				Categories: []string{"1", "2", "3"}, Series: []meeting.Series{{Name: "N", Values: []string{"", "5", ""}}},
			}}, block(meeting.Text, 0, "Year")},
			chartHead + `<c:plotArea><c:scatterChart><c:ser><c:tx><c:v>N</c:v></c:tx><c:xVal><c:numRef><c:numCache><c:pt idx="0"><c:v>1</c:v></c:pt><c:pt idx="1"><c:v>2</c:v></c:pt><c:pt idx="2"><c:v>3</c:v></c:pt></c:numCache></c:numRef></c:xVal>` +
				`<c:yVal><c:numLit><c:pt idx="1"><c:v>5</c:v></c:pt></c:numLit></c:yVal></c:ser></c:scatterChart><c:valAx><c:title><c:tx><c:rich><a:p><a:r><a:t>Year</a:t></a:r></a:p></c:rich></c:tx></c:title></c:valAx></c:plotArea>` + chartTail,
		},
		{
			"categories include the names of their groups", framed("", `<c:chart r:id="rId9"/>`),
			[]meeting.Block{{Kind: meeting.Graph, Chart: &meeting.Chart{
				Categories: []string{"2023 Q1", "2023 Q2", "2024 Q1"}, Series: []meeting.Series{{Values: []string{"", "", ""}}},
			}}},
			chartHead + `<c:plotArea><c:ser><c:cat><c:multiLvlStrRef><c:multiLvlStrCache><c:ptCount val="3"/><c:lvl><c:pt idx="0"><c:v>Q1</c:v></c:pt><c:pt idx="1"><c:v>Q2</c:v></c:pt><c:pt idx="2"><c:v>Q1</c:v></c:pt></c:lvl>` +
				`<c:lvl><c:pt idx="0"><c:v>2023</c:v></c:pt><c:pt idx="2"><c:v>2024</c:v></c:pt></c:lvl></c:multiLvlStrCache></c:multiLvlStrRef></c:cat></c:ser></c:plotArea>` + chartTail,
		},
		{
			"a chart of 2016 has its data in a separate element", `<mc:AlternateContent><mc:Choice Requires="cx1">` + framed(`descr="A funnel"`, `<cx:chart xmlns:cx="cx" r:id="rId9"/>`) + `</mc:Choice><mc:Fallback>` + pic(`descr="old"`, "") + `</mc:Fallback></mc:AlternateContent>`,
			[]meeting.Block{{Kind: meeting.Graph, Alt: "A funnel", Chart: &meeting.Chart{
				Title: "Funnel", Categories: []string{"Seen", "Bought"}, Series: []meeting.Series{{Name: "People", Values: []string{"90", "7"}}},
			}}},
			`<cx:chartSpace xmlns:cx="cx"><cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:f>A2</cx:f><cx:lvl ptCount="2"><cx:pt idx="0">Seen</cx:pt><cx:pt idx="1">Bought</cx:pt></cx:lvl></cx:strDim>` +
				`<cx:numDim type="val"><cx:lvl ptCount="2"><cx:pt idx="0">90</cx:pt><cx:pt idx="1">7</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData>` +
				`<cx:chart><cx:title><cx:tx><cx:txData><cx:v>Funnel</cx:v></cx:txData></cx:tx></cx:title><cx:plotArea><cx:plotAreaRegion><cx:series layoutId="funnel"><cx:tx><cx:txData><cx:f>B1</cx:f><cx:v>People</cx:v></cx:txData></cx:tx><cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>`,
		},
		{"a damaged chart keeps its alternative text", framed(`descr="Costs"`, `<c:chart r:id="rId9"/>`), picture("Costs"), `<broken`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deck := slidestest.PPTX(t,
				[]slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{"rId9": "thing ../thing.xml"}}},
				slidestest.Part{Name: "ppt/thing.xml", Content: tt.part})
			got, err := read(t, deck)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Slides[0].Blocks); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNumbersOfChartsAreFormatted(t *testing.T) {
	t.Parallel()

	points := func(code string, values ...string) string {
		var b strings.Builder
		if code != "" {
			b.WriteString(`<c:formatCode>` + code + `</c:formatCode>`)
		}
		for i, v := range values {
			fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, v)
		}
		return `<c:numRef><c:numCache>` + b.String() + `</c:numCache></c:numRef>`
	}
	ser := func(extra, cat, val string) string {
		return `<c:ser>` + extra + `<c:cat>` + cat + `</c:cat><c:val>` + val + `</c:val></c:ser>`
	}
	axis := func(attrs string) string { return `<c:valAx><c:numFmt ` + attrs + `/></c:valAx>` }
	none := points("")
	tests := []struct {
		name, plot            string
		categories, formatted []string
	}{
		{"percent", ser("", points("", "1", "2", "3"), points("0%", "0.12", "0.345")), []string{"1", "2", "3"}, []string{"12%", "35%", ""}},
		{"no format", ser("", none, points("", "0.12")), nil, nil},
		{"General changes nothing", ser("", none, points("General", "0.12", "7")), nil, nil},
		{"the format of the labels", ser(`<c:dLbls><c:numFmt formatCode="0.0" sourceLinked="0"/></c:dLbls>`, none, points("0%", "0.12")), nil, []string{"0.1"}},
		{"labels that follow the cells", ser(`<c:dLbls><c:numFmt formatCode="0.0" sourceLinked="1"/></c:dLbls>`, none, points("0%", "0.12")), nil, []string{"12%"}},
		{"the format of the axis", ser("", none, points("General", "1234.5")) + axis(`formatCode="#,##0" sourceLinked="0"`), nil, []string{"1,235"}},
		{"categories that are dates", ser("", points("mmm yyyy", "45658", "45689"), points("", "1", "2")), []string{"Jan 2025", "Feb 2025"}, nil},
		{"a format that is not understood", ser("", none, points("[&gt;5]0;foo", "1")), nil, nil},
		{"a value that is no number", ser("", none, points("0%", "#N/A", "0.5")), nil, []string{"#N/A", "50%"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t,
				[]slidestest.PPTXSlide{{Shapes: framed("", `<c:chart r:id="rId9"/>`), Refs: map[string]string{"rId9": "chart ../thing.xml"}}},
				slidestest.Part{Name: "ppt/thing.xml", Content: chartHead + `<c:plotArea>` + tt.plot + `</c:plotArea>` + chartTail}))
			if err != nil {
				t.Fatal(err)
			}
			chart := got.Slides[0].Blocks[0].Chart
			if diff := cmp.Diff(tt.categories, chart.Categories) + cmp.Diff(tt.formatted, chart.Series[0].Formatted); diff != "" {
				t.Errorf("categories, formatted differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMedia(t *testing.T) {
	t.Parallel()

	film := func(media string) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="3" name="" descr="The tide"/><p:cNvPicPr/><p:nvPr>` + media + `</p:nvPr></p:nvPicPr></p:pic>`
	}
	newer := func(attr string) string {
		return `<p:extLst><p:ext uri="{DAA4B4D4}"><p14:media xmlns:p14="p14" ` + attr + `/></p:ext></p:extLst>`
	}
	link := []meeting.Link{{URL: "https://video.example.org/tide.mp4", Text: "The tide"}}
	tests := []struct {
		name, shapes string
		want         []meeting.Link
	}{
		{"a linked film", film(`<a:videoFile r:link="rIdWeb"/>`), link},
		{"a linked sound", film(`<a:audioFile r:link="rIdWeb"/>`), link},
		{"a film that is linked twice", film(`<a:videoFile r:link="rIdWeb"/>` + newer(`r:link="rIdWeb"`)), link},
		{"a film of PowerPoint 2010", film(newer(`r:link="rIdWeb"`)), link},
		{"an embedded film", film(`<a:videoFile r:link="rIdFile"/>` + newer(`r:embed="rIdFile"`)), nil},
		{"a film on a disk", film(`<a:videoFile r:link="rIdDisk"/>`), nil},
		{"a film without a relation", film(`<a:videoFile/>`), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{
				"rIdWeb": "video https://video.example.org/tide.mp4", "rIdFile": "video ../media/media1.mp4", "rIdDisk": "video file:///C:/tide.mp4",
			}}}))
			if err != nil {
				t.Fatal(err)
			}
			s := got.Slides[0]
			if diff := cmp.Diff(tt.want, s.Links); diff != "" || blockTexts(s.Blocks) != "The tide" {
				t.Errorf("blocks = %q; links differ (-want +got):\n%s", blockTexts(s.Blocks), diff)
			}
		})
	}
}

func TestEmbeddedMedia(t *testing.T) {
	t.Parallel()

	film := func(id, media, fill string) string {
		return `<p:pic><p:nvPicPr><p:cNvPr id="` + id + `" name="" descr="The tide"/><p:cNvPicPr/><p:nvPr>` + media + `</p:nvPr></p:nvPicPr><p:blipFill>` + fill + `</p:blipFill></p:pic>`
	}
	newer := func(inner string) string {
		return `<p:extLst><p:ext uri="{DAA4B4D4}"><p14:media xmlns:p14="p14" r:embed="rId1">` + inner + `</p14:media></p:ext></p:extLst>`
	}
	timing := func(id, attr string) string {
		return `</p:spTree></p:cSld><p:timing><p:video><p:cMediaNode ` + attr + `><p:tgtEl><p:spTgt spid="` + id + `"/></p:tgtEl></p:cMediaNode></p:video></p:timing><p:cSld><p:spTree>`
	}
	both := `<a:videoFile r:link="rId2"/>` + newer("")
	one := meeting.Embedded{Part: "ppt/media/a.mp4", Title: "The tide"}
	cut, muted := one, one
	cut.Cut, muted.Muted = true, true
	tests := []struct {
		name, shapes string
		want         []meeting.Embedded
	}{
		{"with both references", film("3", both, ""), []meeting.Embedded{one}},
		{"by an older program", film("3", `<a:videoFile r:link="rId2"/>`, ""), []meeting.Embedded{one}},
		{"a sound", film("3", `<a:wavAudioFile r:embed="rId3" name="gong.wav"/>`, ""), []meeting.Embedded{{Part: "ppt/media/gong.wav", Title: "The tide"}}},
		{"trimmed", film("3", `<a:videoFile r:link="rId2"/>`+newer(`<p14:trim st="1500"/>`), ""), []meeting.Embedded{cut}},
		{"trimmed by nothing", film("3", newer(`<p14:trim st="0" end="0.0"/>`), ""), []meeting.Embedded{one}},
		{"cropped", film("3", both, `<a:srcRect l="12000"/>`), []meeting.Embedded{cut}},
		{"muted", film("3", both, "") + timing("3", `mute="1"`), []meeting.Embedded{muted}},
		{"without volume", film("3", both, "") + timing("3", `vol="0"`), []meeting.Embedded{muted}},
		{"another is muted", film("3", both, "") + timing("4", `mute="1"`), []meeting.Embedded{one}},
		{"twice on a slide", film("3", both, "") + film("4", newer(`<p14:trim end="10"/>`), ""), []meeting.Embedded{one, cut}},
		{"a reference that leads nowhere", film("3", `<a:videoFile r:link="rId9"/>`, ""), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{
				"rId1": "media ../media/a.mp4", "rId2": "video ../media/a.mp4", "rId3": "audio ../media/gong.wav",
			}}}))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Slides[0].Embedded); diff != "" {
				t.Errorf("embedded media differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFormulas(t *testing.T) {
	t.Parallel()

	run := func(text string) string { return `<a:r><a:t>` + text + `</a:t></a:r>` }
	math := func(inner string) string {
		return `<a14:m xmlns:a14="a14" xmlns:m="m"><m:oMathPara>` + inner + `</m:oMathPara></a14:m>`
	}
	half := `<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>`
	square := `<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>`
	const (
		halfMarkup   = "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>"
		squareMarkup = "<msup><mi>x</mi><mn>2</mn></msup>"
	)
	tests := []struct {
		name, shapes string
		want         []meeting.Block
	}{
		{"within text", shaped("", "", `<a:p>`+run("The dose is ")+math(half)+run(" per litre and ")+math(square)+run(".")+`</a:p>`), []meeting.Block{
			{Kind: meeting.Text, Text: "The dose is (a+b)/2 per litre and x².", LaTeX: `The dose is \(\frac{a+b}{2}\) per litre and \(x^{2}\).`, MathML: []string{halfMarkup, squareMarkup}},
		}},
		{"several below each other", shaped("", "", `<a:p>`+math(half+square)+`</a:p><a:p>`+run("text")+`</a:p>`), []meeting.Block{
			{Kind: meeting.Text, Text: "(a+b)/2\nx²", LaTeX: `\(\frac{a+b}{2}\)` + "\n" + `\(x^{2}\)`, MathML: []string{halfMarkup, squareMarkup}}, {Kind: meeting.Text, Text: "text"},
		}},
		{"in an ordered list", shaped("", "", `<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr>`+math(square)+`</a:p>`), []meeting.Block{
			{Kind: meeting.Item, Level: 1, Marker: "1.", Text: "1. x²", LaTeX: `1. \(x^{2}\)`, MathML: []string{squareMarkup}},
		}},
		{"an empty one", shaped("", "", `<a:p>`+run("text")+math(`<m:oMath/>`)+`</a:p>`), []meeting.Block{{Kind: meeting.Text, Text: "text"}}},
		{"instead of its image", `<mc:AlternateContent><mc:Choice Requires="a14">` + shaped("", "", `<a:p>`+math(half)+`</a:p>`) + `</mc:Choice><mc:Fallback>` + shaped("", "", `<a:p>`+run("image")+`</a:p>`) + `</mc:Fallback></mc:AlternateContent>`, []meeting.Block{
			{Kind: meeting.Text, Text: "(a+b)/2", LaTeX: `\(\frac{a+b}{2}\)`, MathML: []string{halfMarkup}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.shapes}}))
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

	click := func(id string) string { return `<a:hlinkClick r:id="` + id + `"/>` }
	run := func(id, text string) string {
		return `<a:r><a:rPr>` + click(id) + `</a:rPr><a:t>` + text + `</a:t></a:r>`
	}
	link := func(url, text string) []meeting.Link { return []meeting.Link{{URL: url, Text: text}} }
	const site = "http://example.org/?a=1&b=2"
	tests := []struct {
		name, shapes string
		want         []meeting.Link
	}{
		{"a link in several runs is one link", shaped("", "", `<a:p>`+run("rIdWeb", "see ")+run("rIdWeb", "this")+`</a:p>`), link(site, "see this")},
		{"a repeated link is one link", shaped("", "", `<a:p>`+run("rIdWeb", "one")+`<a:r><a:t>and</a:t></a:r>`+run("rIdWeb", "two")+`</a:p>`), link(site, "one")},
		{"a shape may be a link", shaped("", click("rIdWeb"), `<a:p><a:r><a:t>Press</a:t></a:r></a:p>`), link(site, "Press")},
		{"a picture may be a link", pic(`descr="A map"`, click("rIdWeb")), link(site, "A map")},
		{"a cell may have a link", framed("", `<a:tbl><a:tr><a:tc><a:txBody><a:p>`+run("rIdWeb", "x")+`</a:p></a:txBody></a:tc></a:tr></a:tbl>`), link(site, "x")},
		{"a mail address is a link", shaped("", "", `<a:p>`+run("rIdMail", "me")+`</a:p>`), link("mailto:a@example.org", "me")},
		{"files, scripts, slides and empty targets are not links", shaped("", "", `<a:p>`+run("rIdFile", "a")+run("rIdScript", "b")+run("rIdSlide", "c")+run("", "d")+run("rIdBare", "e")+`</a:p>`), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.shapes, Refs: map[string]string{
				"rIdWeb": "hyperlink " + site, "rIdMail": "hyperlink mailto:a@example.org", "rIdFile": "hyperlink file:///etc/passwd",
				"rIdScript": "hyperlink javascript:alert(1)", "rIdSlide": "slide slide2.xml", "rIdBare": "hyperlink http:",
			}}}))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.Slides[0].Links); diff != "" {
				t.Errorf("links differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLanguageAndDirection(t *testing.T) {
	t.Parallel()

	box := func(x int, rtl, tags, text string) string {
		return `<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/></p:nvSpPr><p:spPr>` + xfrm("", x, 20, 20, 10) + `</p:spPr><p:txBody><a:p><a:pPr ` + rtl + `/><a:r><a:rPr ` + tags + `/><a:t>` + text + `</a:t></a:r></a:p></p:txBody></p:sp>`
	}
	tests := []struct{ name, shapes, language, direction, blocks string }{
		{"most letters", box(10, "", `lang="en-GB"`, "One") + box(40, "", `lang="fr-FR"`, "Bonjour"), "fr-FR", "", "One|Bonjour"},
		{"Chinese with English as its main language", box(10, "", `lang="en-US" altLang="zh-CN"`, "水质调查"), "zh-CN", "", "水质调查"},
		{"columns of a slide in Hebrew begin at the right", box(10, `rtl="1"`, `lang="he-IL"`, "שתיים") + box(40, `rtl="1"`, `lang="he-IL"`, "אחת"), "he-IL", "rtl", "אחת|שתיים"},
		{"cells of tables count", slidestest.Table([]string{"x"}) + box(10, "", ``, "y"), "", "", "|y"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.shapes}}))
			if err != nil {
				t.Fatal(err)
			}
			if s := got.Slides[0]; s.Language != tt.language || s.Direction != tt.direction || blockTexts(s.Blocks) != tt.blocks {
				t.Errorf("language, direction, blocks = %q, %q, %q, want %q, %q, %q", s.Language, s.Direction, blockTexts(s.Blocks), tt.language, tt.direction, tt.blocks)
			}
		})
	}
}
