// Package sheet reads a table from a file: CSV, TSV, XLSX or ODS. Cells become text, dates
// become ISO dates, and rows keep the numbers that a spreadsheet program shows. It never runs
// macros, never computes formulas and never follows links: a formula has its stored value.
//
// XLSX is read with excelize: row by row, so that 100,000 rows need little memory. ODS has no
// maintained library in Go; ods.go reads its content.xml as a stream.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"proceedings/internal/fault"
	"proceedings/internal/words"
)

// Limits on what is read. They stop a small file that unpacks to a huge one.
const (
	MaxBytes   = 256 << 20  // of the file
	MaxRows    = 1_048_576  // that a spreadsheet program has
	MaxColumns = 1000       // with text in a row
	maxCells   = 20_000_000 // with text
	maxText    = 512 << 20  // bytes of text in all cells
	maxCell    = 1 << 16    // bytes of text in a cell; a spreadsheet program has 32,767 characters
	maxUnzip   = 1 << 30    // bytes of an unpacked part
	maxOther   = 128 << 20  // bytes of the unpacked parts that are neither tables nor their text
	headBytes  = 4 << 10    // that tell the format
)

// Table is one sheet of a file.
type Table struct {
	Name   string   // of the sheet; empty for CSV
	Others []string // names of the sheets that were not read
	Rows   []Row    // that have text, in order
	Faults []Fault  // cells without a usable value
	Notes  []string // how the file was read, a sentence each
}

// Row is a row with text in at least one cell.
type Row struct {
	Number int      // as a spreadsheet program shows it, from 1
	Cells  []string // without surrounding space; empty at the end are left out

	// Merged has the columns whose text comes from a merged cell that began in a row above.
	Merged map[int]bool
}

// Cell returns the text in a column, counted from 0; empty if the row is shorter.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Fault is a cell without a usable value.
type Fault struct {
	Row, Column int    // from 1, and from 0
	Reason      string // a predicate
}

// Column returns the letters of a column, counted from 0: A, Z, AA.
func Column(n int) string {
	name := ""
	for n++; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// refusal is a reason not to read a file, a predicate.
type refusal string

func (r refusal) Error() string { return string(r) }

func refusef(format string, args ...any) error { return refusal(fmt.Sprintf(format, args...)) }

// Read reads the sheet called name, or the first visible one that has text. Its errors are
// predicates of the file: "is encrypted".
func Read(path, name string) (Table, error) {
	file, err := os.Open(path)
	if err != nil {
		return Table{}, refusef("cannot be read: %v", fault.Cause(err))
	}
	defer file.Close() //nolint:errcheck // only read from
	info, err := file.Stat()
	switch {
	case err != nil:
		return Table{}, refusef("cannot be read: %v", fault.Cause(err))
	case info.IsDir():
		return Table{}, refusal("is a folder")
	case !info.Mode().IsRegular():
		return Table{}, refusal("is not a regular file")
	case info.Size() > MaxBytes:
		return Table{}, refusef("has %s; a sheet may have %s", words.Size(info.Size()), words.Size(MaxBytes))
	}
	return Decode(file, info.Size(), name)
}

// Decode is [Read] for a file of that size.
func Decode(r io.ReaderAt, size int64, name string) (table Table, err error) {
	head := make([]byte, min(size, headBytes))
	if _, err = r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return table, refusef("cannot be read: %v", fault.Cause(err))
	}
	defer func() {
		if failed := recover(); failed != nil { // a library met what its authors did not expect
			table, err = Table{}, refusal("is damaged, or not what its beginning says")
		}
	}()
	switch {
	case size == 0:
		return table, refusal("is empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return decodeZip(r, size, name)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return table, refusal("is encrypted, or of Excel 2003 or earlier: save it as .xlsx, .ods or .csv without a password")
	case bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")):
		return table, refusal("is HTML or XML, not a table: save it as .xlsx, .ods or .csv")
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return table, refusal("is a PDF file, not a table: save it as .xlsx, .ods or .csv")
	}
	if name != "" {
		return table, refusal("is a text file, which has no named sheets")
	}
	data, err := io.ReadAll(io.NewSectionReader(r, 0, size))
	if err != nil {
		return table, refusef("cannot be read: %v", fault.Cause(err))
	}
	return decodeText(data)
}
