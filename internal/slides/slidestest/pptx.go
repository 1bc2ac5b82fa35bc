package slidestest

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	schemas    = "http://schemas.openxmlformats.org/"
	references = schemas + "officeDocument/2006/relationships"
	namespaces = `xmlns:a="` + schemas + `drawingml/2006/main" xmlns:r="` + references + `" xmlns:p="` + schemas +
		`presentationml/2006/main" xmlns:mc="` + schemas + `markup-compatibility/2006" xmlns:c="` + schemas +
		`drawingml/2006/chart" xmlns:dgm="` + schemas + `drawingml/2006/diagram"`
	groupHead = `<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`
)

// PPTXSlide is a slide of a PowerPoint file.
type PPTXSlide struct {
	Attrs  string            // of the sld element
	Shapes string            // XML: the content of its spTree
	Notes  string            // XML: the content of its notes' spTree; "" for no notes
	Refs   map[string]string // relations by ID: "kind target"
}

// PPTX is a PowerPoint file of these slides, with extra parts.
func PPTX(t testing.TB, slides []PPTXSlide, extra ...Part) []byte {
	t.Helper()
	types := []string{
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`,
		`<Default Extension="xml" ContentType="application/xml"/>`,
		override("/ppt/presentation.xml", "presentation.main"),
		override("/ppt/slideMasters/slideMaster1.xml", "slideMaster"),
		override("/ppt/slideLayouts/slideLayout1.xml", "slideLayout"),
	}
	refs := map[string]string{"rIdM": "slideMaster slideMasters/slideMaster1.xml"}
	var ids strings.Builder
	var parts []Part
	top := map[string]string{"rId1": "officeDocument ppt/presentation.xml"}
	for _, part := range extra {
		types = append(types, partType(part.Name))
		refer(part.Name, top, refs)
	}
	for i, s := range slides {
		n := i + 1
		name := fmt.Sprintf("slides/slide%d.xml", 100-n) // names do not show the order
		types = append(types, override("/ppt/"+name, "slide"))
		fmt.Fprintf(&ids, `<p:sldId id="%d" r:id="rId%d"/>`, 255+n, n)
		refs[fmt.Sprintf("rId%d", n)] = "slide " + name
		slideRefs := map[string]string{"rIdL": "slideLayout ../slideLayouts/slideLayout1.xml"}
		maps.Copy(slideRefs, s.Refs)
		if s.Notes != "" {
			slideRefs["rIdN"] = fmt.Sprintf("notesSlide ../notesSlides/notesSlide%d.xml", n)
			types = append(types, override(fmt.Sprintf("/ppt/notesSlides/notesSlide%d.xml", n), "notesSlide"))
			parts = append(parts, Part{
				fmt.Sprintf("ppt/notesSlides/notesSlide%d.xml", n),
				xmlHead + `<p:notes ` + namespaces + `><p:cSld><p:spTree>` + groupHead + s.Notes + `</p:spTree></p:cSld></p:notes>`,
			})
		}
		parts = append(parts,
			Part{"ppt/" + name, xmlHead + `<p:sld ` + namespaces + ` ` + s.Attrs + `><p:cSld><p:spTree>` + groupHead + s.Shapes + `</p:spTree></p:cSld></p:sld>`},
			Part{fmt.Sprintf("ppt/slides/_rels/slide%d.xml.rels", 100-n), relations(slideRefs)})
	}
	parts = append(parts,
		Part{"[Content_Types].xml", xmlHead + `<Types xmlns="` + schemas + `package/2006/content-types">` + strings.Join(types, "") + `</Types>`},
		Part{"_rels/.rels", relations(top)},
		Part{"ppt/presentation.xml", xmlHead + `<p:presentation ` + namespaces + `><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rIdM"/></p:sldMasterIdLst><p:sldIdLst>` +
			ids.String() + `</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`},
		Part{"ppt/_rels/presentation.xml.rels", relations(refs)},
		Part{"ppt/slideMasters/slideMaster1.xml", xmlHead + `<p:sldMaster ` + namespaces + `><p:cSld><p:spTree>` + groupHead + `</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>`},
		Part{"ppt/slideMasters/_rels/slideMaster1.xml.rels", relations(map[string]string{"rId1": "slideLayout ../slideLayouts/slideLayout1.xml"})},
		Part{"ppt/slideLayouts/slideLayout1.xml", xmlHead + `<p:sldLayout ` + namespaces + `><p:cSld><p:spTree>` + groupHead + `</p:spTree></p:cSld></p:sldLayout>`},
		Part{"ppt/slideLayouts/_rels/slideLayout1.xml.rels", relations(map[string]string{"rId1": "slideMaster ../slideMasters/slideMaster1.xml"})},
	)
	return Zip(t, append(parts, extra...)...)
}

func override(part, kind string) string {
	return `<Override PartName="` + part + `" ContentType="application/vnd.openxmlformats-officedocument.presentationml.` + kind + `+xml"/>`
}

// relations are relations by ID, each as "kind target". A kind that is not part of
// the standard is a complete URL.
func relations(refs map[string]string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="` + schemas + `package/2006/relationships">`)
	for id, ref := range refs {
		kind, target, _ := strings.Cut(ref, " ")
		if !strings.Contains(kind, "://") {
			kind = references + "/" + kind
		}
		mode := "Internal"
		if strings.Contains(target, "://") || strings.HasSuffix(kind, "/hyperlink") {
			mode = "External"
		}
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s" Target="%s" TargetMode="%s"/>`, id, kind, escape(target), mode)
	}
	return b.String() + `</Relationships>`
}

// Shape is a shape with paragraphs. The placeholder is its type, or "" for none.
func Shape(placeholder string, paragraphs ...string) string {
	var ph, text string
	if placeholder != "" {
		ph = `<p:ph type="` + placeholder + `"/>`
	}
	for _, p := range paragraphs {
		text += `<a:p><a:r><a:rPr lang="en-GB" sz="2400"/><a:t>` + p + `</a:t></a:r></a:p>`
	}
	return `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Shape" descr="not shown"/><p:cNvSpPr/><p:nvPr>` + ph + `</p:nvPr></p:nvSpPr>` +
		`<p:spPr><a:xfrm><a:off x="609600" y="609600"/><a:ext cx="9000000" cy="1200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>` +
		`<p:txBody><a:bodyPr/><a:lstStyle/>` + text + `</p:txBody></p:sp>`
}

// Table is a table of rows of cells.
func Table(rows ...[]string) string {
	var b strings.Builder
	b.WriteString(`<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="Table"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>` +
		`<p:xfrm><a:off x="609600" y="2000000"/><a:ext cx="6000000" cy="800000"/></p:xfrm>` +
		`<a:graphic><a:graphicData uri="` + schemas + `drawingml/2006/table"><a:tbl><a:tblPr/><a:tblGrid>`)
	for range rows[0] {
		b.WriteString(`<a:gridCol w="3000000"/>`)
	}
	b.WriteString(`</a:tblGrid>`)
	for _, row := range rows {
		b.WriteString(`<a:tr h="400000">`)
		for _, cell := range row {
			b.WriteString(`<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>` + cell + `</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>`)
		}
		b.WriteString(`</a:tr>`)
	}
	return b.String() + `</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`
}
