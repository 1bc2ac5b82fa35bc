package slidestest

import (
	"fmt"
	"strings"
	"testing"
)

const odfNamespaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
	`xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
	`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ` +
	`xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" ` +
	`xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" ` +
	`xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0" ` +
	`xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" ` +
	`xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" ` +
	`xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" ` +
	`xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" ` +
	`xmlns:ooo="http://openoffice.org/2004/office" ` +
	`xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
	`xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"`

// ODPSlide is a slide of an OpenDocument presentation.
type ODPSlide struct {
	Hidden bool
	Shapes string // XML: the content of its page
	Notes  string // XML: the content of its notes; "" for no notes
	Styles string // XML: automatic styles of its shapes
}

// ODP is an OpenDocument presentation of these slides, with extra parts.
func ODP(t testing.TB, slides []ODPSlide, extra ...Part) []byte {
	t.Helper()
	var pages, styles strings.Builder
	for i, s := range slides {
		styles.WriteString(s.Styles)
		style, notes := "dp1", ""
		if s.Hidden {
			style = "dp2"
		}
		if s.Notes != "" {
			notes = `<presentation:notes draw:style-name="dp1">` + s.Notes + `</presentation:notes>`
		}
		fmt.Fprintf(&pages, `<draw:page draw:name="page%d" draw:style-name="%s" draw:master-page-name="Default">%s%s</draw:page>`,
			i+1, style, s.Shapes, notes)
	}
	return Zip(t, append([]Part{
		{"mimetype", "application/vnd.oasis.opendocument.presentation"},
		{"META-INF/manifest.xml", xmlHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
			`<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.presentation"/>` +
			`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>` +
			`<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>` +
			`<manifest:file-entry manifest:full-path="Pictures/one.png" manifest:media-type="image/png"/></manifest:manifest>`},
		{"styles.xml", xmlHead + `<office:document-styles ` + odfNamespaces + `><office:automatic-styles><style:page-layout style:name="PM1">` +
			`<style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm" style:print-orientation="landscape"/></style:page-layout>` +
			`<style:style style:name="Mdp1" style:family="drawing-page"/></office:automatic-styles>` +
			`<office:master-styles><style:master-page style:name="Default" style:page-layout-name="PM1" draw:style-name="Mdp1"/></office:master-styles></office:document-styles>`},
		{"content.xml", ODPContent(pages.String(), styles.String())},
	}, extra...)...)
}

// ODPContent is the main part of a presentation with pages in XML. Pages of the
// style dp2 are hidden. The styles are automatic styles in XML.
func ODPContent(pages string, styles ...string) string {
	return xmlHead + `<office:document-content ` + odfNamespaces + `><office:automatic-styles>` +
		`<style:style style:name="dp1" style:family="drawing-page"/>` +
		`<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>` +
		strings.Join(styles, "") + `</office:automatic-styles><office:body><office:presentation>` + pages +
		`</office:presentation></office:body></office:document-content>`
}

// ODPObject is the main part of an embedded object with a body in XML.
func ODPObject(body string) string {
	return xmlHead + `<office:document-content ` + odfNamespaces + `><office:body>` + body + `</office:body></office:document-content>`
}

// Frame is a frame with content. The class is its role in the layout, or "".
func Frame(class, content string) string {
	var attr string
	if class != "" {
		attr = ` presentation:class="` + class + `"`
	}
	return `<draw:frame` + attr + ` svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="5cm">` + content + `</draw:frame>`
}

// TextBox is a text box of paragraphs.
func TextBox(paragraphs ...string) string {
	return `<draw:text-box><text:p>` + strings.Join(paragraphs, `</text:p><text:p>`) + `</text:p></draw:text-box>`
}
