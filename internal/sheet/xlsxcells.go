package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxFaults limits the faults that are kept of a sheet.
const maxFaults = 10_000

// xlsxCells reads what excelize's rows do not say: merged cells, and formulas without a value.
func xlsxCells(z *zip.Reader, name string) (spans []span, faults []Fault, err error) {
	file := xlsxPart(z, name)
	if file == nil {
		return nil, nil, nil // the rows could be read, and that is enough
	}
	r, err := file.Open()
	if err != nil {
		return nil, nil, refusal("is damaged")
	}
	defer r.Close() //nolint:errcheck // only read from
	d := xml.NewDecoder(r)
	var cell xlsxCell
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return spans, faults, nil
		}
		if err != nil {
			return nil, nil, refusef("is damaged: its sheet %q is not valid XML", name)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "c":
				cell = xlsxCell{at: attr(t, "r"), kind: attr(t, "t")}
			case "f":
				cell.formula = true
			case "v", "is":
				cell.value = true
			case "mergeCell":
				if s, ok := mergedRows(attr(t, "ref")); ok {
					spans = append(spans, s)
				}
			}
		case xml.EndElement:
			if reason := cell.fault(); t.Name.Local == "c" && reason != "" && len(faults) < maxFaults {
				if column, row, err := excelize.CellNameToCoordinates(cell.at); err == nil {
					faults = append(faults, Fault{row, column - 1, reason})
				}
			}
		}
	}
}

// xlsxCell is what a cell's XML says about its value.
type xlsxCell struct {
	at, kind       string
	formula, value bool
}

// The reasons why a cell has no usable value.
const (
	noValue    = "has a formula without a stored value: open the file in a spreadsheet program and save it again"
	errorValue = "has a formula that ended in an error"
)

func (c xlsxCell) fault() string {
	switch {
	case c.kind == "e":
		return errorValue
	case c.formula && !c.value:
		return noValue
	}
	return ""
}

// mergedRows returns the first column of a merged cell over several rows.
func mergedRows(ref string) (span, bool) {
	from, to, found := strings.Cut(ref, ":")
	column, first, err1 := excelize.CellNameToCoordinates(from)
	_, last, err2 := excelize.CellNameToCoordinates(to)
	return span{first, last, column - 1}, found && err1 == nil && err2 == nil && last > first
}

// xlsxPart returns the part with the rows of a sheet.
func xlsxPart(z *zip.Reader, name string) *zip.File {
	var book struct {
		Sheets []struct {
			Name string     `xml:"name,attr"`
			Attr []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if decodePart(z, "xl/workbook.xml", &book) != nil || decodePart(z, "xl/_rels/workbook.xml.rels", &links) != nil {
		return nil
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attr {
			for _, link := range links.List {
				if s.Name == name && a.Name.Local == "id" && a.Value == link.ID {
					target := path.Join("xl", link.Target)
					if strings.HasPrefix(link.Target, "/") {
						target = link.Target[1:]
					}
					return part(z, target)
				}
			}
		}
	}
	return nil
}

// maxPart is the size of an unpacked part that is decoded at once.
const maxPart = 16 << 20

func decodePart(z *zip.Reader, name string, v any) error {
	file := part(z, name)
	if file == nil {
		return refusal("has no " + name)
	}
	r, err := file.Open()
	if err != nil {
		return err //nolint:wrapcheck // only whether there is one counts
	}
	defer r.Close()                                             //nolint:errcheck // only read from
	return xml.NewDecoder(io.LimitReader(r, maxPart)).Decode(v) //nolint:wrapcheck // likewise
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
