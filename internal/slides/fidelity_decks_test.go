package slides_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

// fidelityDeck is a deck of one slide with something that renderers tend to draw
// wrongly, in large letters.
type fidelityDeck struct {
	name string
	data []byte
	read string // words that OCR finds on the image, parted by spaces; "" if it reads no such script
}

const (
	mathNS = `xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`
	inkNS  = `xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"`
	svgNS  = `xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"`
)

func fidelityDecks(t *testing.T) []fidelityDeck {
	t.Helper()
	one := func(shapes string, parts ...slidestest.Part) []byte {
		slide := slidestest.PPTXSlide{Shapes: shapes, Refs: map[string]string{
			"rIdF": "image ../media/f.png", "rIdS": "image ../media/f.svg", "rIdC": "chart ../charts/chart1.xml",
		}}
		return slidestest.PPTX(t, []slidestest.PPTXSlide{slide}, parts...)
	}
	of := func(blocks ...meeting.Block) []byte {
		return slidestest.PPTXOf(t, meeting.DeckText{Slides: []meeting.Slide{{Number: 1, Title: "Results", Blocks: blocks}}})
	}
	picture := slidestest.Part{Name: "ppt/media/f.png", Content: pngText(t, "Handwritten remark")}
	letter := func(text string) string { return `<m:r><a:rPr></a:rPr><m:t>` + text + `</m:t></m:r>` }
	formula := `<a14:m ` + mathNS + `><m:oMathPara><m:oMath><m:f><m:num>` + letter("mass") + `</m:num><m:den>` + letter("volume") + `</m:den></m:f></m:oMath></m:oMathPara></a14:m>`
	return []fidelityDeck{
		{"cjk", one(large("", run(`<a:ea typeface="Meiryo"/>`, "会議の記録")) + large("2", run(`<a:ea typeface="Malgun Gothic"/>`, "회의 기록")) + large("3", run(`<a:ea typeface="SimSun"/>`, "会议记录"))), ""},
		{"rtl", one(large(`rtl="1"`, run("", "محضر الاجتماع 2026")) + large(`2 rtl="1"`, run("", "פרוטוקול הישיבה"))), "2026"},
		{"emoji", one(large("", run(`<a:latin typeface="Segoe UI Emoji"/>`, "🚀 ✅ 👍")) + large("2", run("", "Launch ☎ 📅"))), "Launch"},
		{"equation", one(`<mc:AlternateContent><mc:Choice Requires="a14">` + large("", run("", "Density: ")+formula) + `</mc:Choice></mc:AlternateContent>`), "Density mass volume"},
		{"chart", one(chartFrame(), slidestest.Part{Name: "ppt/charts/chart1.xml", Content: columnChart()}), "Visitors Spring Summer"},
		{"smartart", of(meeting.Block{Kind: meeting.Diagram, Text: "Collect\nReview\nPublish"}), "Results Collect Review Publish"},
		{"ink", one(`<mc:AlternateContent><mc:Choice Requires="p14"><p14:contentPart `+inkNS+` r:id="rIdI"/></mc:Choice><mc:Fallback>`+embedded("")+`</mc:Fallback></mc:AlternateContent>`, picture), "Handwritten remark"},
		{"wingdings", one(large("", run(`<a:latin typeface="Wingdings"/>`, "\uf0e8 \uf0fc")+run("", " Done")) + large("2", run(`<a:latin typeface="Symbol"/>`, "\uf061\uf062")+run("", " Greek"))), "Done Greek"},
		{"aptos", one(large("", run(`<a:latin typeface="Aptos Display"/>`, "Quarterly figures")) + large("2", run(`<a:latin typeface="Aptos"/>`, "Growth by region"))), "Quarterly figures Growth by region"},
		{"vertical", one(upright("eaVert", 1_000_000, run(`<a:ea typeface="Meiryo"/>`, "縦書きの文")) + upright("vert270", 4_000_000, run("", "Turned left")) +
			upright("vert", 7_000_000, run("", "Turned right"))), ""},
		{"table", one(slidestest.Table([]string{"Station", "Trains"}, []string{"Harbour", "412"}, []string{"Castle", "97"})), "Station Trains Harbour 412 Castle 97"},
		{"svg", one(embedded(`<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip `+svgNS+` r:embed="rIdS"/></a:ext></a:extLst>`), picture,
			slidestest.Part{Name: "ppt/media/f.svg", Content: `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="450"><rect width="800" height="450" fill="#eee"/><text x="60" y="240" font-size="80">Handwritten</text></svg>`}), "Handwritten"},
	}
}

// large is a text box with large letters, the first or the n-th from the top. The
// options are its number and an attribute of its paragraph.
func large(options, runs string) string {
	place, attr, _ := strings.Cut(options+" ", " ")
	row := 0
	if _, err := fmt.Sscanf(place, "%d", &row); err != nil {
		attr = options
	}
	row = max(1, row)
	text := box(inLargeLetters(runs))
	text = strings.Replace(text, "<a:p>", `<a:p><a:pPr `+strings.TrimSpace(attr)+`/>`, 1)
	return strings.Replace(text, `y="609600"`, fmt.Sprintf(`y="%d"`, 500_000+(row-1)*2_000_000), 1)
}

// inLargeLetters are runs in large letters of a sans serif font, unless they have one
// of their own.
func inLargeLetters(runs string) string {
	runs = strings.ReplaceAll(runs, "<a:rPr></a:rPr>", `<a:rPr><a:latin typeface="Arial"/></a:rPr>`)
	return strings.ReplaceAll(runs, "<a:rPr>", `<a:rPr lang="en-GB" sz="6600">`)
}

// upright is a high text box with text in that direction, at a distance from the left.
func upright(direction string, left int, runs string) string {
	return strings.NewReplacer(
		"<a:bodyPr/>", `<a:bodyPr vert="`+direction+`"/>`, `x="609600" y="609600"`, fmt.Sprintf(`x="%d" y="400000"`, left), `cx="9000000" cy="1200000"`, `cx="1500000" cy="5800000"`,
	).Replace(box(inLargeLetters(runs)))
}

// embedded is a picture over half of the slide.
func embedded(extension string) string {
	return `<p:pic><p:nvPicPr><p:cNvPr id="9" name="Picture"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>` +
		`<p:blipFill><a:blip r:embed="rIdF">` + extension + `</a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>` +
		`<a:xfrm><a:off x="600000" y="600000"/><a:ext cx="8000000" cy="4500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`
}

// pngText is a picture of text.
func pngText(t *testing.T, lines ...string) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, drawnLines(t, image.Pt(800, 450), 60, lines...)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// chartFrame is a frame over most of the slide with the chart of the relation rIdC.
func chartFrame() string {
	const uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
	return `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="Chart"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>` +
		`<p:xfrm><a:off x="600000" y="400000"/><a:ext cx="9000000" cy="5800000"/></p:xfrm><a:graphic><a:graphicData uri="` + uri + `"><c:chart r:id="rIdC"/></a:graphicData></a:graphic></p:graphicFrame>`
}

// columnChart is a chart of two series with two categories each.
func columnChart() string {
	points := func(kind string, values ...string) string {
		var b strings.Builder
		fmt.Fprintf(&b, `<c:%sRef><c:f>S!A1</c:f><c:%sCache><c:ptCount val="%d"/>`, kind, kind, len(values))
		for i, v := range values {
			fmt.Fprintf(&b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, v)
		}
		return b.String() + `</c:` + kind + `Cache></c:` + kind + `Ref>`
	}
	series := func(i int, name string, values ...string) string {
		return fmt.Sprintf(`<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx>%s</c:tx><c:spPr><a:solidFill><a:srgbClr val="204080"/></a:solidFill></c:spPr><c:cat>%s</c:cat><c:val>%s</c:val></c:ser>`,
			i, i, points("str", name), points("str", "Spring", "Summer"), points("num", values...))
	}
	letters := `<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="2800"/></a:pPr></a:p></c:txPr>`
	axis := func(kind, at string, id, crosses int) string {
		return fmt.Sprintf(`<c:%s><c:axId val="%d"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="%s"/>%s<c:crossAx val="%d"/></c:%s>`,
			kind, id, at, letters, crosses, kind)
	}
	return `<?xml version="1.0"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart>` +
		`<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr sz="4000"/><a:t>Visitors</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:plotArea><c:layout/>` +
		`<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>` + series(0, "North", "3", "9") + series(1, "South", "5", "2") + `<c:axId val="1"/><c:axId val="2"/></c:barChart>` +
		axis("catAx", "b", 1, 2) + axis("valAx", "l", 2, 1) + `</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>`
}
