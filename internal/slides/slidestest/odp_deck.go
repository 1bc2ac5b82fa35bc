package slidestest

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

// ODPOf is an OpenDocument presentation with exactly this text. Spaces in its texts
// must be single; a link is on the block with its text or, as the last of its slide,
// on a shape without text; a master has at most two lines.
func ODPOf(t testing.TB, text meeting.DeckText) []byte {
	t.Helper()
	d := newODPDeck(text, false)
	files := []Part{
		{"mimetype", odpType},
		{"content.xml", d.document("content", d.styles+d.body)},
		{"styles.xml", d.document("styles", odpMasterStyles+d.masters)},
		{"meta.xml", d.document("meta", d.meta)},
	}
	files = append(files, d.objects...)
	if text.Macros {
		files = append(files, Part{"Basic/Standard/Module1.xml", `<module/>`})
	}
	var manifest strings.Builder
	manifest.WriteString(xmlHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
		`<manifest:file-entry manifest:full-path="/" manifest:media-type="` + odpType + `"/>`)
	for _, f := range files[1:] {
		manifest.WriteString(`<manifest:file-entry manifest:full-path="` + f.Name + `" manifest:media-type="text/xml"/>`)
		if folder, isObject := strings.CutSuffix(f.Name, "/content.xml"); isObject {
			manifest.WriteString(`<manifest:file-entry manifest:full-path="` + folder + `/" manifest:media-type="application/vnd.oasis.opendocument.chart"/>`)
		}
	}
	return Zip(t, append(files, Part{"META-INF/manifest.xml", manifest.String() + `</manifest:manifest>`})...)
}

// FODPOf is the same presentation as flat XML.
func FODPOf(text meeting.DeckText) []byte {
	d := newODPDeck(text, true)
	scripts := ""
	if text.Macros {
		scripts = `<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries><ooo:library-embedded ooo:name="Standard">` +
			`<ooo:module ooo:name="M"><ooo:source-code>Sub M</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script></office:scripts>`
	}
	styles := strings.TrimSuffix(odpMasterStyles, `</office:automatic-styles>`) + strings.TrimPrefix(d.styles, `<office:automatic-styles>`)
	return []byte(xmlHead + `<office:document ` + odfNamespaces + ` office:mimetype="` + odpType + `">` +
		d.meta + scripts + styles + d.masters + d.body + `</office:document>`)
}

const (
	odpType         = "application/vnd.oasis.opendocument.presentation"
	odpMasterStyles = `<office:styles/><office:automatic-styles><style:page-layout style:name="PM1">` +
		`<style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm" style:print-orientation="landscape"/></style:page-layout>` +
		`<style:style style:name="Mdp1" style:family="drawing-page"/></office:automatic-styles>`
)

// odpDeck builds a presentation.
type odpDeck struct {
	flat                        bool
	meta, styles, masters, body string
	objects                     []Part
	placed                      int // number of shapes of the current page
}

func newODPDeck(text meeting.DeckText, flat bool) *odpDeck {
	d := &odpDeck{flat: flat, meta: odpMeta(text.Properties)}
	var masters, decls, pages strings.Builder
	for i, s := range text.Slides {
		n := i + 1
		master, footer, _ := strings.Cut(s.Master, "\n")
		fmt.Fprintf(&masters, `<style:master-page style:name="M%d" style:page-layout-name="PM1" draw:style-name="Mdp1">`, n)
		if master != "" {
			masters.WriteString(`<draw:custom-shape draw:layer="backgroundobjects" svg:x="1cm" svg:y="18cm" svg:width="5cm" svg:height="1cm"><text:p>` + escape(master) + `</text:p></draw:custom-shape>`)
		}
		masters.WriteString(`<draw:frame presentation:class="title" presentation:placeholder="true" svg:width="20cm" svg:height="2cm" svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>Click to add a title</text:p></draw:text-box></draw:frame>` +
			Frame("footer", `<draw:text-box><text:p><presentation:footer/></text:p></draw:text-box>`) +
			Frame("page-number", `<draw:text-box><text:p>Page <text:page-number>&lt;number&gt;</text:page-number></text:p></draw:text-box>`) +
			`</style:master-page>`)
		style := map[bool]string{true: "dp2", false: "dp1"}[s.Hidden]
		fmt.Fprintf(&decls, `<presentation:footer-decl presentation:name="ftr%d">%s</presentation:footer-decl>`, n, escape(footer))
		fmt.Fprintf(&pages, `<draw:page draw:name="page%d" draw:style-name="%s" draw:master-page-name="M%d" presentation:use-footer-name="ftr%d">%s</draw:page>`,
			n, style, n, n, d.page(s))
	}
	d.masters = `<office:master-styles>` + masters.String() + `</office:master-styles>`
	style := func(name, visibility string) string {
		return `<style:style style:name="` + name + `" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="` + visibility +
			`" presentation:display-footer="true" presentation:display-page-number="false"/></style:style>`
	}
	d.styles = `<office:automatic-styles>` + style("dp1", "visible") + style("dp2", "hidden") + `</office:automatic-styles>`
	d.body = `<office:body><office:presentation>` + decls.String() + pages.String() + `</office:presentation></office:body>`
	return d
}

func (d *odpDeck) document(kind, content string) string {
	return xmlHead + `<office:document-` + kind + ` ` + odfNamespaces + `>` + content + `</office:document-` + kind + `>`
}

// page is the content of a page.
func (d *odpDeck) page(s meeting.Slide) string {
	var b strings.Builder
	d.placed = 0
	if s.Title != "" {
		b.WriteString(Frame("title", TextBox(escape(s.Title))))
	}
	urls := map[string]string{} // by their texts
	for _, link := range s.Links {
		urls[link.Text] = link.URL
	}
	for _, block := range s.Blocks {
		shape := d.block(block)
		if url := urls[block.Text]; url != "" && block.Text != "" {
			shape = `<draw:a xlink:type="simple" xlink:href="` + escape(url) + `">` + shape + `</draw:a>`
		}
		b.WriteString(shape)
	}
	if url := urls[""]; url != "" {
		b.WriteString(`<draw:rect svg:x="1cm" svg:y="1cm" svg:width="1cm" svg:height="1cm"><office:event-listeners><presentation:event-listener ` +
			`script:event-name="dom:click" presentation:action="show" xlink:href="` + escape(url) + `"/></office:event-listeners></draw:rect>`)
	}
	for _, c := range s.Comments {
		b.WriteString(`<office:annotation svg:x="1cm" svg:y="1cm"><dc:creator>` + escape(c.Author) + `</dc:creator><dc:date>` + escape(c.Date) + `</dc:date>` +
			odpParagraphs(c.Text) + `</office:annotation>`)
	}
	if s.Notes != "" {
		b.WriteString(`<presentation:notes draw:style-name="dp1">` + Frame("notes", `<draw:text-box>`+odpParagraphs(s.Notes)+`</draw:text-box>`) + `</presentation:notes>`)
	}
	return b.String()
}

func odpMeta(p meeting.Properties) string {
	var b strings.Builder
	element := func(name, value string) {
		if value != "" {
			b.WriteString(`<` + name + `>` + escape(value) + `</` + name + `>`)
		}
	}
	element("dc:title", p.Title)
	element("meta:initial-creator", p.Author)
	element("dc:creator", p.Author+" the second")
	element("dc:subject", p.Subject)
	for keyword := range strings.SplitSeq(p.Keywords, ", ") {
		element("meta:keyword", keyword)
	}
	element("dc:description", p.Description)
	element("meta:creation-date", p.Created)
	element("dc:date", p.Modified)
	if p.Author == "" {
		return `<office:meta>` + strings.Replace(b.String(), `<dc:creator> the second</dc:creator>`, "", 1) + `</office:meta>`
	}
	return `<office:meta>` + b.String() + `</office:meta>`
}

// odpParagraphs makes a paragraph of each line.
func odpParagraphs(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(`<text:p>` + escape(line) + `</text:p>`)
	}
	return b.String()
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder accepts everything
	return b.String()
}
