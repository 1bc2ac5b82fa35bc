package slidestest

import (
	"fmt"
	"image"
	"image/png"
	"strings"

	"proceedings/internal/meeting"
)

// place is the position of the next shape, below the last.
func (m *pptxMaker) place() string {
	m.placed++
	return fmt.Sprintf(`<a:off x="609600" y="%d"/><a:ext cx="9000000" cy="700000"/>`, 100_000+m.placed%9*700_000)
}

// textShape is a shape with paragraphs in XML. The placeholder is its type, or ""
// for a text box.
func (m *pptxMaker) textShape(placeholder, paragraphs string) string {
	ph, box := `<p:nvPr/>`, ` txBox="1"`
	if placeholder != "" {
		ph, box = `<p:nvPr><p:ph type="`+placeholder+`" idx="1"/></p:nvPr>`, ""
	}
	body := ""
	if paragraphs != "" {
		body = `<p:txBody><a:bodyPr/><a:lstStyle/>` + paragraphs + `</p:txBody>`
	}
	return fmt.Sprintf(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name="Shape"/><p:cNvSpPr%s/>%s</p:nvSpPr><p:spPr><a:xfrm>%s</a:xfrm>`+
		`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>%s</p:sp>`, m.id(), box, ph, m.place(), body)
}

func (m *pptxMaker) paragraphs(lines string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(lines, "\n") {
		b.WriteString(m.paragraph(meeting.Block{Text: line}, ""))
	}
	return b.String()
}

// paragraph is a paragraph in XML, with the links that its text has and no earlier
// paragraph had.
func (m *pptxMaker) paragraph(b meeting.Block, bullet string) string {
	var p strings.Builder
	p.WriteString(`<a:p>`)
	if b.Level > 0 {
		fmt.Fprintf(&p, `<a:pPr lvl="%d">%s</a:pPr>`, b.Level-1, bullet)
	}
	before, after := b.Text, ""
	if len(m.links) > 0 && m.links[0].Text != "" && strings.Contains(b.Text, m.links[0].Text) {
		link := m.links[0]
		m.links = m.links[1:]
		before, after, _ = strings.Cut(b.Text, link.Text)
		runs(&p, before, "")
		click := `<a:hlinkClick r:id="` + m.ref("hyperlink", link.URL) + `"/>`
		half := strings.IndexByte(link.Text, ' ') + 1 // programs divide links like any text
		runs(&p, link.Text[:half], click)
		runs(&p, link.Text[half:], click)
		before = ""
	}
	runs(&p, before, "")
	runs(&p, after, "")
	return p.String() + `</a:p>`
}

func runs(p *strings.Builder, text, click string) {
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			p.WriteString(`<a:br/>`)
		}
		if line != "" {
			p.WriteString(`<a:r><a:rPr lang="en-GB" sz="1800">` + click + `</a:rPr><a:t>` + escape(line) + `</a:t></a:r>`)
		}
	}
}

func (m *pptxMaker) frame(alt, uri, content string) string {
	return fmt.Sprintf(`<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="%d" name="Frame 1" descr="%s"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>`+
		`<p:xfrm>%s</p:xfrm><a:graphic><a:graphicData uri="%s">%s</a:graphicData></a:graphic></p:graphicFrame>`,
		m.id(), escape(alt), m.place(), schemas+uri, content)
}

func (m *pptxMaker) table(b meeting.Block) string {
	var grid, rows strings.Builder
	for range b.Rows[0] {
		grid.WriteString(`<a:gridCol w="1000000"/>`)
	}
	for _, row := range b.Rows {
		rows.WriteString(`<a:tr h="400000">`)
		for _, cell := range row {
			rows.WriteString(`<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>` + m.paragraph(meeting.Block{Text: cell}, "") + `</a:txBody><a:tcPr/></a:tc>`)
		}
		rows.WriteString(`</a:tr>`)
	}
	return m.frame(b.Alt, "drawingml/2006/table", `<a:tbl><a:tblPr/><a:tblGrid>`+grid.String()+`</a:tblGrid>`+rows.String()+`</a:tbl>`)
}

// picture is an image of one pixel.
func (m *pptxMaker) picture(alt, link string) string {
	name := fmt.Sprintf("media/image%d.png", m.id())
	var dot strings.Builder
	_ = png.Encode(&dot, image.NewGray(image.Rect(0, 0, 1, 1))) // a builder accepts everything
	m.part("ppt/"+name, dot.String())
	click := ""
	if link != "" {
		click = `<a:hlinkClick r:id="` + m.ref("hyperlink", link) + `"/>`
	}
	return fmt.Sprintf(`<p:pic><p:nvPicPr><p:cNvPr id="%d" name="Picture 3" descr="%s">%s</p:cNvPr><p:cNvPicPr/><p:nvPr/></p:nvPicPr>`+
		`<p:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>%s</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`,
		m.id(), escape(alt), click, m.ref("image", "../"+name), m.place())
}

// diagram is a SmartArt diagram: its data, and its last drawing.
func (m *pptxMaker) diagram(b meeting.Block) string {
	n := m.id()
	drawing := m.ref("http://schemas.microsoft.com/office/2007/relationships/diagramDrawing", fmt.Sprintf("../diagrams/drawing%d.xml", n))
	var points, shapes strings.Builder
	for i, line := range strings.Split(b.Text, "\n") {
		text := `<a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB"/><a:t>` + escape(line) + `</a:t></a:r></a:p>`
		fmt.Fprintf(&points, `<dgm:pt modelId="%d"><dgm:prSet/><dgm:spPr/><dgm:t>%s</dgm:t></dgm:pt>`, i+2, text)
		fmt.Fprintf(&shapes, `<dsp:sp modelId="%d"><dsp:nvSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvSpPr/></dsp:nvSpPr><dsp:spPr><a:xfrm><a:off x="%d" y="0"/><a:ext cx="1900000" cy="700000"/></a:xfrm>`+
			`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></dsp:spPr><dsp:txBody>%s</dsp:txBody></dsp:sp>`, i+2, i*2_000_000, text)
	}
	m.part(fmt.Sprintf("ppt/diagrams/data%d.xml", n), `<dgm:dataModel `+namespaces+`><dgm:ptLst><dgm:pt modelId="1" type="doc"><dgm:prSet/><dgm:spPr/></dgm:pt>`+
		points.String()+`</dgm:ptLst><dgm:cxnLst/><dgm:bg/><dgm:whole/><dgm:extLst><a:ext uri="http://schemas.microsoft.com/office/drawing/2008/diagram">`+
		`<dsp:dataModelExt xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" relId="`+drawing+`"/></a:ext></dgm:extLst></dgm:dataModel>`)
	m.part(fmt.Sprintf("ppt/diagrams/drawing%d.xml", n), `<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" `+namespaces+
		`><dsp:spTree><dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/>`+shapes.String()+`</dsp:spTree></dsp:drawing>`)
	id := m.ref("diagramData", fmt.Sprintf("../diagrams/data%d.xml", n))
	return m.frame(b.Alt, "drawingml/2006/diagram", `<dgm:relIds r:dm="`+id+`"/>`)
}
