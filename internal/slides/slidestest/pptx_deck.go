package slidestest

import (
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

// PPTXOf is a PowerPoint file with exactly the text of d. The first line of a
// slide's Master is on a layout, the others are its footer. A link is on the first
// paragraph with its text, or on a picture if it has no text.
func PPTXOf(t testing.TB, d meeting.DeckText) []byte {
	t.Helper()
	m := pptxMaker{authors: map[string]int{}, layouts: map[string]string{}}
	slides := make([]PPTXSlide, 0, len(d.Slides))
	for _, s := range d.Slides {
		slides = append(slides, m.slide(s))
	}
	m.part("docProps/core.xml", coreProperties(d.Properties))
	if d.Macros {
		m.part("ppt/vbaProject.bin", "no programs")
	}
	if len(m.authors) > 0 {
		var authors strings.Builder
		for name, id := range m.authors {
			fmt.Fprintf(&authors, `<p:cmAuthor id="%d" name="%s" initials="A" lastIdx="1" clrIdx="0"/>`, id, escape(name))
		}
		m.part("ppt/commentAuthors.xml", `<p:cmAuthorLst `+namespaces+`>`+authors.String()+`</p:cmAuthorLst>`)
	}
	return PPTX(t, slides, m.parts...)
}

// pptxMaker builds the parts of a deck.
type pptxMaker struct {
	parts   []Part
	refs    map[string]string // of the current slide
	links   []meeting.Link    // of the current slide, not yet placed
	authors map[string]int
	layouts map[string]string // by text
	count   int               // number of IDs
	placed  int               // number of shapes of the current slide
}

func (m *pptxMaker) id() int {
	m.count++
	return m.count + 100
}

func (m *pptxMaker) part(name, content string) {
	if strings.HasSuffix(name, ".xml") {
		content = xmlHead + content
	}
	m.parts = append(m.parts, Part{name, content})
}

// ref adds a relation of the current slide to a target and returns its ID.
func (m *pptxMaker) ref(kind, target string) string {
	id := fmt.Sprintf("rId%d", m.id())
	m.refs[id] = kind + " " + target
	return id
}

func (m *pptxMaker) slide(s meeting.Slide) PPTXSlide {
	m.refs, m.links, m.placed = map[string]string{}, s.Links, -1
	var shapes strings.Builder
	if s.Title != "" {
		shapes.WriteString(m.textShape("title", m.paragraph(meeting.Block{Text: s.Title}, "")))
	}
	for i := 0; i < len(s.Blocks); {
		n := paragraphsAt(s.Blocks[i:])
		shapes.WriteString(m.blocks(s.Blocks[i : i+n]))
		i += n
	}
	for _, link := range m.links {
		shapes.WriteString(m.picture("", link.URL))
	}
	m.comments(s.Comments)
	first, rest, _ := strings.Cut(s.Master, "\n")
	if first != "" {
		m.layout(first)
	}
	if rest != "" {
		shapes.WriteString(m.textShape("ftr", m.paragraphs(rest)))
	}
	made := PPTXSlide{Shapes: shapes.String(), Refs: m.refs}
	if s.Notes != "" {
		made.Notes = m.textShape("sldImg", "") + m.textShape("body", m.paragraphs(s.Notes)) +
			m.textShape("sldNum", `<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>7</a:t></a:fld></a:p>`)
	}
	if s.Hidden {
		made.Attrs = `show="0"`
	}
	return made
}

// paragraphsAt is the number of blocks, from the first, that go into one shape:
// paragraphs of one kind together, any other block alone.
func paragraphsAt(blocks []meeting.Block) int {
	n := 1
	for kind := blocks[0].Kind; n < len(blocks) && blocks[n].Kind == kind && (kind == meeting.Text || kind == meeting.Item); n++ {
	}
	return n
}

// blocks makes one shape of blocks of one kind.
func (m *pptxMaker) blocks(blocks []meeting.Block) string {
	b := blocks[0]
	switch b.Kind {
	case meeting.Table:
		return m.table(b)
	case meeting.Graph:
		return m.chart(b)
	case meeting.Diagram:
		return m.diagram(b)
	case meeting.Picture:
		return m.picture(b.Alt, "")
	}
	// Every other list has explicit bullets.
	part, bullet := "", ""
	if b.Kind == meeting.Item {
		if m.count%2 == 0 {
			part = "body"
		} else {
			bullet = `<a:buChar char="•"/>`
		}
	}
	var inner strings.Builder
	for _, b := range blocks {
		inner.WriteString(m.paragraph(b, bullet))
	}
	return m.textShape(part, inner.String())
}

// layout gives the current slide a layout with text, and with a prompt, which is not
// part of the slide's text.
func (m *pptxMaker) layout(line string) {
	if m.layouts[line] != "" {
		m.refs["rIdL"] = m.layouts[line]
		return
	}
	m.placed = 6 // below the shapes of most slides
	shape := m.textShape("", `<a:p><a:r><a:t>`+escape(line)+`</a:t></a:r></a:p>`)
	name := fmt.Sprintf("slideLayout%d", m.id())
	m.part("ppt/slideLayouts/"+name+".xml", `<p:sldLayout `+namespaces+`><p:cSld><p:spTree>`+groupHead+
		Shape("title", "Click to edit Master title style")+shape+`</p:spTree></p:cSld></p:sldLayout>`)
	m.part("ppt/slideLayouts/_rels/"+name+".xml.rels", strings.TrimPrefix(
		relations(map[string]string{"rId1": "slideMaster ../slideMasters/slideMaster1.xml"}), xmlHead))
	m.layouts[line] = "slideLayout ../slideLayouts/" + name + ".xml"
	m.refs["rIdL"] = m.layouts[line]
}

func (m *pptxMaker) comments(comments []meeting.Comment) {
	if len(comments) == 0 {
		return
	}
	var list strings.Builder
	for i, c := range comments {
		id, known := m.authors[c.Author]
		if !known {
			id = len(m.authors)
			m.authors[c.Author] = id
		}
		fmt.Fprintf(&list, `<p:cm authorId="%d" dt="%s" idx="%d"><p:pos x="10" y="10"/><p:text>%s</p:text></p:cm>`,
			id, escape(c.Date), i+1, escape(c.Text))
	}
	name := fmt.Sprintf("comment%d.xml", m.id())
	m.part("ppt/comments/"+name, `<p:cmLst `+namespaces+`>`+list.String()+`</p:cmLst>`)
	m.ref("comments", "../comments/"+name)
}

func coreProperties(p meeting.Properties) string {
	var b strings.Builder
	b.WriteString(`<cp:coreProperties xmlns:cp="` + schemas + `package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	for _, v := range [][2]string{
		{"dc:title", p.Title},
		{"dc:creator", p.Author},
		{"dc:subject", p.Subject},
		{"cp:keywords", p.Keywords},
		{"dc:description", p.Description},
	} {
		b.WriteString(`<` + v[0] + `>` + escape(v[1]) + `</` + v[0] + `>`)
	}
	for _, v := range [][2]string{{"dcterms:created", p.Created}, {"dcterms:modified", p.Modified}} {
		if v[1] != "" {
			b.WriteString(`<` + v[0] + ` xsi:type="dcterms:W3CDTF">` + escape(v[1]) + `</` + v[0] + `>`)
		}
	}
	return b.String() + `</cp:coreProperties>`
}
