package slidestest

import (
	"fmt"
	"strings"

	"proceedings/internal/meeting"
)

// block is a shape with the content of b. A diagram is left out: the format has
// none.
func (d *odpDeck) block(b meeting.Block) string {
	switch b.Kind {
	case meeting.Text:
		return d.shape(odpLines(b.Text), b.Alt)
	case meeting.Item:
		open := strings.Repeat(`<text:list><text:list-item>`, b.Level)
		closed := strings.Repeat(`</text:list-item></text:list>`, b.Level)
		return d.shape(open+odpLines(b.Text)+closed, b.Alt)
	case meeting.Table:
		return d.frame(odpTable(b.Rows), b.Alt)
	case meeting.Graph:
		chart := odpChart(*b.Chart)
		if d.flat {
			inline := strings.ReplaceAll(strings.TrimPrefix(chart, xmlHead), "office:document-content", "office:document")
			inline = strings.Replace(inline, "<office:document ", `<office:document office:mimetype="application/vnd.oasis.opendocument.chart" `, 1)
			return d.frame(`<draw:object>`+inline+`</draw:object>`, b.Alt)
		}
		name := fmt.Sprintf("Object %d", len(d.objects)+1)
		d.objects = append(d.objects, Part{name + "/content.xml", chart})
		return d.frame(`<draw:object xlink:href="./`+name+`" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>`, b.Alt)
	case meeting.Picture:
		return d.frame(`<draw:image xlink:href="Pictures/one.png"><text:p/></draw:image>`, b.Alt)
	}
	return ""
}

// odpLines is one paragraph with line breaks, divided into spans as programs do.
func odpLines(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<text:line-break/>`)
		}
		first, rest, two := strings.Cut(line, " ")
		b.WriteString(`<text:span>` + escape(first) + `</text:span>`)
		if two {
			b.WriteString(`<text:s/><text:span>` + escape(rest) + `</text:span>`)
		}
	}
	return `<text:p>` + b.String() + `</text:p>`
}

func odpAlt(alt string) string {
	if alt == "" {
		return ""
	}
	return `<svg:desc>` + escape(alt) + `</svg:desc>`
}

// place is the position of the next shape of a page, below the last.
func (d *odpDeck) place(width string) string {
	d.placed++
	return fmt.Sprintf(`svg:x="2cm" svg:y="%dcm" svg:width="%s" svg:height="9mm"`, 7+d.placed%14, width)
}

func (d *odpDeck) shape(content, alt string) string {
	return `<draw:custom-shape ` + d.place("20cm") + `>` + odpAlt(alt) + content +
		`<draw:enhanced-geometry svg:viewBox="0 0 21600 21600" draw:type="rectangle" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape>`
}

func (d *odpDeck) frame(content, alt string) string {
	return `<draw:g><draw:frame ` + d.place("10cm") + `>` + content + odpAlt(alt) + `</draw:frame></draw:g>`
}

// odpTable writes equal adjacent cells once, with their number.
func odpTable(rows [][]string) string {
	var b strings.Builder
	b.WriteString(`<table:table><table:table-column table:number-columns-repeated="` + fmt.Sprint(len(rows[0])) + `"/>`)
	for _, row := range rows {
		b.WriteString(`<table:table-row>`)
		for i := 0; i < len(row); {
			n := 1
			for i+n < len(row) && row[i+n] == row[i] {
				n++
			}
			fmt.Fprintf(&b, `<table:table-cell table:number-columns-repeated="%d"><text:p>%s</text:p></table:table-cell>`, n, escape(row[i]))
			i += n
		}
		b.WriteString(`</table:table-row>`)
	}
	return b.String() + `</table:table>`
}

// odpChart is an embedded chart. Its parts refer to a table, with a series in each
// column.
func odpChart(c meeting.Chart) string {
	cell := func(text string) string {
		return `<table:table-cell office:value-type="string"><text:p>` + escape(text) + `</text:p></table:table-cell>`
	}
	value := func(text string) string {
		if text == "" {
			return `<table:table-cell><text:p/></table:table-cell>`
		}
		return `<table:table-cell office:value-type="float" office:value="` + escape(text) + `"><text:p>shown otherwise</text:p></table:table-cell>`
	}
	last := len(c.Categories) + 1
	var series, header, rows strings.Builder
	for i, s := range c.Series {
		column := string(rune('B' + i))
		fmt.Fprintf(&series, `<chart:series chart:values-cell-range-address="local-table.$%s$2:.$%s$%d" chart:label-cell-address="local-table.$%s$1" chart:class="chart:bar"/>`,
			column, column, last, column)
		header.WriteString(cell(s.Name))
	}
	for i, category := range c.Categories {
		rows.WriteString(`<table:table-row>` + cell(category))
		for _, s := range c.Series {
			rows.WriteString(value(s.Values[i]))
		}
		rows.WriteString(`</table:table-row>`)
	}
	return ODPObject(`<office:chart><chart:chart chart:class="chart:bar" svg:width="10cm" svg:height="5cm"><chart:title><text:p>` + escape(c.Title) + `</text:p></chart:title>` +
		fmt.Sprintf(`<chart:plot-area><chart:axis chart:dimension="x" chart:name="primary-x"><chart:categories table:cell-range-address="local-table.$A$2:.$A$%d"/></chart:axis>`, last) +
		`<chart:axis chart:dimension="y" chart:name="primary-y"/>` + series.String() + `</chart:plot-area>` +
		`<table:table table:name="local-table"><table:table-header-columns><table:table-column/></table:table-header-columns>` +
		fmt.Sprintf(`<table:table-columns><table:table-column table:number-columns-repeated="%d"/></table:table-columns>`, max(1, len(c.Series))) +
		`<table:table-header-rows><table:table-row>` + cell("") + header.String() + `</table:table-row></table:table-header-rows>` +
		`<table:table-rows>` + rows.String() + `</table:table-rows></table:table></chart:chart></office:chart>`)
}
