package deckgen

import (
	"fmt"
	"strings"
)

// font is how text looks.
type font struct {
	family string
	size   float64 // points
	color  string
	bold   bool
	align  string // start, center or end
}

// item is a paragraph.
type item struct {
	text   string
	bullet string
	level  int
	gap    float64 // above it, centimetres
	font   font
}

// text places paragraphs. place is top, middle or bottom.
func (d *document) text(b box, place string, items ...item) {
	style := d.style("graphic", fmt.Sprintf(`<style:graphic-properties draw:fill="none" draw:stroke="none" fo:padding="0cm" fo:wrap-option="wrap" `+
		`draw:auto-grow-height="false" draw:auto-grow-width="false" draw:textarea-vertical-align="%s"/>`, place))
	fmt.Fprintf(&d.body, `<draw:frame draw:style-name="%s" %s><draw:text-box>`, style, b)
	for _, i := range items {
		d.paragraph(i)
	}
	d.body.WriteString(`</draw:text-box></draw:frame>`)
}

func (d *document) paragraph(i item) {
	indent, text := "", escape(i.text)
	if i.bullet != "" {
		hang := i.font.size * 0.022
		left := hang * float64(1+i.level)
		indent = fmt.Sprintf(` fo:margin-left="%.3fcm" fo:text-indent="-%.3fcm"`, left, hang)
		text = escape(i.bullet) + " \u00a0" + text
	}
	weight := "normal"
	if i.font.bold {
		weight = "bold"
	}
	// Spaces at the beginning of a line of code must survive.
	for strings.Contains(text, "  ") {
		text = strings.ReplaceAll(text, "  ", ` <text:s/>`)
	}
	style := d.style("paragraph", fmt.Sprintf(`<style:paragraph-properties fo:text-align="%s" fo:margin-top="%.3fcm" fo:margin-bottom="0cm"%s/>`+
		`<style:text-properties fo:font-family="%s" fo:font-size="%.1fpt" fo:color="%s" fo:font-weight="%s"/>`,
		i.font.align, i.gap, indent, i.font.family, i.font.size, i.font.color, weight))
	fmt.Fprintf(&d.body, `<text:p text:style-name="%s">%s</text:p>`, style, text)
}
