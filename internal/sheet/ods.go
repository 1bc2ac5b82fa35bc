package sheet

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// decodeODS reads an OpenDocument spreadsheet (OpenDocument 1.3, part 3, 9.1) as a stream.
func decodeODS(z *zip.Reader, name string) (Table, error) {
	if encrypted(z) {
		return Table{}, refusal("is encrypted: save it without a password")
	}
	file, err := part(z, "content.xml").Open()
	if err != nil {
		return Table{}, refusal("is damaged")
	}
	defer file.Close() //nolint:errcheck // only read from
	d := &odsReader{xml: xml.NewDecoder(file), want: name, styles: map[string]bool{}}
	if err := d.read(); err != nil {
		return Table{}, err
	}
	if name != "" && d.best == nil {
		_, err := wanted(nil, d.names, name)
		return Table{}, err
	}
	var table Table
	if d.best != nil {
		d.best.spread(d.spans)
		table = d.best.table
	} else if len(d.names) == 0 {
		return Table{}, refusal("is no spreadsheet, but another OpenDocument file")
	}
	table.Others = others(d.names, table.Name)
	if slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.HasPrefix(f.Name, "Basic/") }) {
		table.Notes = append(table.Notes, "It has macros, which were not run.")
	}
	if d.links {
		table.Notes = append(table.Notes, "It has links to other files, which were not opened; their cells have the values that were last saved.")
	}
	return table, nil
}

// encrypted reports whether the parts of an OpenDocument file are encrypted.
func encrypted(z *zip.Reader) bool {
	var list struct {
		Entries []struct {
			Path string    `xml:"full-path,attr"`
			Key  *struct{} `xml:"encryption-data"`
		} `xml:"file-entry"`
	}
	if decodePart(z, "META-INF/manifest.xml", &list) != nil {
		return false
	}
	for _, e := range list.Entries {
		if e.Path == "content.xml" && e.Key != nil {
			return true
		}
	}
	return false
}

// odsReader reads the tables of content.xml until one is the wanted one.
type odsReader struct {
	xml    *xml.Decoder
	want   string // name of a sheet, or empty for the first visible one with text
	styles map[string]bool
	names  []string
	links  bool

	best  *builder
	spans []span

	row int // number of the next row
}

func (d *odsReader) read() error {
	hidden := ""
	for {
		token, err := d.xml.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return refusal("is damaged: its content is not valid XML")
		}
		e, is := token.(xml.StartElement)
		if !is {
			continue
		}
		switch e.Name.Local {
		case "style":
			hidden = attr(e, "name")
		case "table-properties":
			if attr(e, "display") == "false" {
				d.styles[hidden] = true
			}
		case "dde-links", "tracked-changes": // they have tables that are no sheets
			if err := d.skip(); err != nil {
				return err
			}
		case "table":
			if err := d.table(e); err != nil {
				return err
			}
		}
	}
}

// table reads a sheet, or skips it.
func (d *odsReader) table(e xml.StartElement) error {
	name := attr(e, "name")
	d.names = append(d.names, name)
	skip := d.best != nil || d.want == "" && d.styles[attr(e, "style-name")] || d.want != "" && !strings.EqualFold(d.want, name)
	if skip {
		return d.skip()
	}
	b := &builder{table: Table{Name: name}}
	d.row, d.spans = 1, nil
	for {
		token, err := d.xml.Token()
		if err != nil {
			return refusef("is damaged: its sheet %q is not valid XML", name)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "table-row":
				err = d.tableRow(b, t)
			case "table-source":
				d.links = true
				err = d.skip()
			case "table-row-group", "table-rows", "table-header-rows": // rows follow
			default:
				err = d.skip()
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			if t.Name.Local != "table" {
				continue
			}
			if len(b.table.Rows) > 0 || d.want != "" {
				d.best = b
			}
			return nil
		}
	}
}

// repeats returns how often a row or a cell is repeated.
func repeats(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(attr(e, name))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, MaxRows)
}

// tableRow reads a row, which may stand for several.
func (d *odsReader) tableRow(b *builder, e xml.StartElement) error {
	times := repeats(e, "number-rows-repeated")
	var cells []string
	column, empty := 0, 0 // empty cells are added only if others follow
	for {
		token, err := d.xml.Token()
		if err != nil {
			return refusef("is damaged in row %d", d.row)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "table-cell" && t.Name.Local != "covered-table-cell" {
				if err := d.skip(); err != nil {
					return err
				}
				continue
			}
			c, err := d.cell(t)
			if err != nil {
				return err
			}
			n := repeats(t, "number-columns-repeated")
			if c.text == "" && c.fault == "" {
				empty += n
				column += n
				continue
			}
			if column+n > MaxColumns {
				return tooWide(column+n-1, d.row)
			}
			cells = append(cells, make([]string, empty)...)
			empty = 0
			for range n {
				cells = append(cells, c.text)
			}
			if rows := repeats(t, "number-rows-spanned"); rows > 1 {
				d.spans = append(d.spans, span{d.row, d.row + rows - 1, column})
			}
			if c.fault != "" && len(b.table.Faults) < maxFaults {
				b.table.Faults = append(b.table.Faults, Fault{d.row, column, c.fault})
			}
			column += n
		case xml.EndElement:
			if t.Name.Local != "table-row" {
				continue
			}
			if len(cells) > 0 && times*len(cells) > maxCells {
				return tooMuch()
			}
			for i := range times {
				if len(cells) == 0 {
					break
				}
				if err := b.add(d.row+i, slices.Clone(cells)); err != nil {
					return err
				}
			}
			d.row += times
			return nil
		}
	}
}

// odsCell is the value of a cell.
type odsCell struct{ text, fault string }

// cell reads a cell to its end.
func (d *odsReader) cell(e xml.StartElement) (c odsCell, err error) {
	kind, formula := attr(e, "value-type"), attr(e, "formula")
	var shown strings.Builder
	paragraphs, depth := 0, 1
	for depth > 0 {
		token, err := d.xml.Token()
		if err != nil {
			return c, refusef("is damaged in row %d", d.row)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "annotation", "shapes", "frame", "detective", "custom-shape", "control":
				if err := d.skip(); err != nil {
					return c, err
				}
				continue
			case "p":
				if paragraphs++; paragraphs > 1 {
					shown.WriteByte('\n')
				}
			case "s":
				shown.WriteString(strings.Repeat(" ", min(100, repeats(t, "c"))))
			case "tab":
				shown.WriteByte(' ')
			case "line-break":
				shown.WriteByte('\n')
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if paragraphs > 0 && shown.Len() <= maxCell {
				shown.Write(t)
			}
		}
	}
	c.text = odsValue(e, kind, clean(shown.String()))
	switch {
	case attr(e, "value-type") == "" && formula != "" && c.text == "":
		c.fault = noValue
	case formula != "" && (strings.HasPrefix(c.text, "#") || strings.HasPrefix(c.text, "Err:")):
		c.fault = errorValue
	}
	return c, nil
}

// odsValue returns the value of a cell whose text is shown. Dates are stored as ISO dates.
func odsValue(e xml.StartElement, kind, shown string) string {
	if kind != "date" {
		if shown == "" { // some programs write the value only
			return cmp.Or(attr(e, "value"), attr(e, "string-value"), attr(e, "boolean-value"))
		}
		return shown
	}
	date, clock, _ := strings.Cut(attr(e, "date-value"), "T")
	if hour, _, ok := strings.Cut(clock, "."); ok || clock != "" {
		if hour = hour[:min(5, len(hour))]; hour != "00:00" {
			return date + " " + hour
		}
	}
	return date
}

// skip reads to the end of the element that has begun.
func (d *odsReader) skip() error {
	if err := d.xml.Skip(); err != nil {
		return refusal("is damaged: its content is not valid XML")
	}
	return nil
}
