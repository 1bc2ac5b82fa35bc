package deckgen

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"strings"
)

// document writes a flat OpenDocument presentation.
type document struct {
	width, height float64
	styles        map[string]string // names by definition
	defined       bytes.Buffer      // the definitions
	body          bytes.Buffer
	open          bool // a page has begun
	pages         int
}

func newDocument(width, height float64) *document {
	return &document{width: width, height: height, styles: map[string]string{}}
}

// style returns the name of a style with these properties, which it defines once.
func (d *document) style(family, properties string) string {
	key := family + properties
	if d.styles[key] == "" {
		name := fmt.Sprintf("s%d", len(d.styles)+1)
		d.styles[key] = name
		fmt.Fprintf(&d.defined, `<style:style style:name="%s" style:family="%s">%s</style:style>`, name, family, properties)
	}
	return d.styles[key]
}

// page begins a page with a background of that color.
func (d *document) page(back string) {
	d.end()
	style := d.style("drawing-page", fmt.Sprintf(`<style:drawing-page-properties draw:fill="solid" draw:fill-color="%s" presentation:background-visible="true"/>`, back))
	d.pages++
	fmt.Fprintf(&d.body, `<draw:page draw:name="p%d" draw:style-name="%s" draw:master-page-name="Standard">`, d.pages, style)
	d.open = true
}

func (d *document) end() {
	if d.open {
		d.body.WriteString(`</draw:page>`)
	}
	d.open = false
}

// box is a rectangle on a page.
type box struct{ x, y, w, h float64 }

func (b box) String() string {
	return fmt.Sprintf(`svg:x="%.3fcm" svg:y="%.3fcm" svg:width="%.3fcm" svg:height="%.3fcm"`, b.x, b.y, b.w, b.h)
}

// inner is the rectangle within b at a distance.
func (b box) inner(by float64) box { return box{b.x + by, b.y + by, b.w - 2*by, b.h - 2*by} }

// paint is the style of a shape: colors, or empty for none.
func (d *document) paint(fill, line string, width float64) string {
	properties := `draw:fill="none"`
	if fill != "" {
		properties = fmt.Sprintf(`draw:fill="solid" draw:fill-color="%s"`, fill)
	}
	if line == "" {
		properties += ` draw:stroke="none"`
	} else {
		properties += fmt.Sprintf(` draw:stroke="solid" svg:stroke-color="%s" svg:stroke-width="%.3fcm"`, line, width)
	}
	return d.style("graphic", `<style:graphic-properties `+properties+`/>`)
}

func (d *document) rect(b box, fill, line string) {
	fmt.Fprintf(&d.body, `<draw:rect draw:style-name="%s" %s/>`, d.paint(fill, line, 0.05), b)
}

func (d *document) ellipse(b box, fill, line string) {
	fmt.Fprintf(&d.body, `<draw:ellipse draw:style-name="%s" %s/>`, d.paint(fill, line, 0.08), b)
}

func (d *document) line(x1, y1, x2, y2 float64, color string, width float64) {
	fmt.Fprintf(&d.body, `<draw:line draw:style-name="%s" svg:x1="%.3fcm" svg:y1="%.3fcm" svg:x2="%.3fcm" svg:y2="%.3fcm"/>`,
		d.paint("", color, width), x1, y1, x2, y2)
}

// point is a place on a page.
type point struct{ x, y float64 }

// polygon draws a closed shape with a fill, or an open line if fill is empty.
func (d *document) polygon(points []point, fill, line string, width float64) {
	from, to := points[0], points[0]
	for _, p := range points {
		from = point{min(from.x, p.x), min(from.y, p.y)}
		to = point{max(to.x, p.x), max(to.y, p.y)}
	}
	// LibreOffice takes the view box for the bounds of the points.
	var list []string
	for _, p := range points {
		list = append(list, fmt.Sprintf("%d,%d", int((p.x-from.x)*1000), int((p.y-from.y)*1000)))
	}
	element := "polygon"
	if fill == "" {
		element = "polyline"
	}
	b := box{from.x, from.y, to.x - from.x, to.y - from.y}
	fmt.Fprintf(&d.body, `<draw:%s draw:style-name="%s" %s svg:viewBox="0 0 %d %d" draw:points="%s"/>`, element,
		d.paint(fill, line, width), b, int(b.w*1000), int(b.h*1000), strings.Join(list, " "))
}

// picture places an image file.
func (d *document) picture(b box, data []byte) {
	fmt.Fprintf(&d.body, `<draw:frame draw:style-name="%s" %s><draw:image><office:binary-data>%s</office:binary-data></draw:image></draw:frame>`,
		d.paint("", "", 0), b, base64.StdEncoding.EncodeToString(data))
}

// bytes returns the file.
func (d *document) bytes() []byte {
	d.end()
	const namespaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
		`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" ` +
		`xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" ` +
		`xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"`
	var out bytes.Buffer
	// LibreOffice ignores a page layout of another name.
	fmt.Fprintf(&out, `<?xml version="1.0" encoding="UTF-8"?><office:document %s office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation">`, namespaces)
	fmt.Fprintf(&out, `<office:styles/><office:automatic-styles><style:page-layout style:name="PM1"><style:page-layout-properties fo:page-width="%.3fcm" fo:page-height="%.3fcm" style:print-orientation="landscape" `+
		`fo:margin-top="0cm" fo:margin-bottom="0cm" fo:margin-left="0cm" fo:margin-right="0cm"/></style:page-layout>%s</office:automatic-styles>`, d.width, d.height, d.defined.Bytes())
	out.WriteString(`<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="PM1"/></office:master-styles>`)
	fmt.Fprintf(&out, `<office:body><office:presentation>%s</office:presentation></office:body></office:document>`, d.body.Bytes())
	return out.Bytes()
}

func escape(s string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(s)) // a buffer accepts all
	return out.String()
}

// keep drops the pages after the first count.
func (d *document) keep(count int) {
	d.end()
	end := []byte(`</draw:page>`)
	at := 0
	for range count {
		at += bytes.Index(d.body.Bytes()[at:], end) + len(end)
	}
	d.body.Truncate(at)
}
