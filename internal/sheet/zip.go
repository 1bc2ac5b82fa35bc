package sheet

import (
	"archive/zip"
	"io"
	"path"
	"strings"
)

// decodeZip reads XLSX or ODS. archive/zip returns an error if a part is longer than the
// size that is checked here.
func decodeZip(r io.ReaderAt, size int64, name string) (Table, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Table{}, refusal("is damaged: it is cut off, or not complete")
	}
	var tables, other uint64
	for _, f := range z.File {
		if isTable(f.Name) {
			tables += f.UncompressedSize64
		} else {
			other += f.UncompressedSize64
		}
	}
	if tables > maxUnzip || other > maxOther {
		return Table{}, refusef("is too large when it is unpacked: %d MB of tables and %d MB of other parts; %d and %d may be", tables>>20, other>>20, maxUnzip>>20, maxOther>>20)
	}
	switch {
	case part(z, "xl/workbook.xml") != nil:
		return decodeXLSX(z, r, size, name)
	case part(z, "xl/workbook.bin") != nil:
		return Table{}, refusal("is a binary Excel file (.xlsb): save it as .xlsx, .ods or .csv")
	case part(z, "content.xml") != nil:
		return decodeODS(z, name)
	case part(z, "Index/Document.iwa") != nil:
		return Table{}, refusal("is of Numbers: export it as .xlsx or .csv")
	}
	return Table{}, refusal("is a ZIP archive, not a table: save it as .xlsx, .ods or .csv")
}

// isTable reports whether a part may be large because of many rows.
func isTable(name string) bool {
	name = strings.ToLower(name)
	return path.Dir(name) == "xl/worksheets" || name == "xl/sharedstrings.xml" || name == "content.xml"
}

// part returns the part with a name in any case.
func part(z *zip.Reader, name string) *zip.File {
	for _, f := range z.File {
		if strings.EqualFold(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"), name) {
			return f
		}
	}
	return nil
}
