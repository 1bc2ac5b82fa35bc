package sheet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"proceedings/internal/sheet"
)

func decode(t *testing.T, data []byte, name string) (sheet.Table, error) {
	t.Helper()
	return sheet.Decode(bytes.NewReader(data), int64(len(data)), name)
}

// shown is a table with the number of each row before its cells.
func shown(table sheet.Table) (rows []string) {
	for _, r := range table.Rows {
		rows = append(rows, fmt.Sprintf("%d: %s", r.Number, strings.Join(r.Cells, "|")))
	}
	return rows
}

func encoded(t *testing.T, e encoding.Encoding, text string) []byte {
	t.Helper()
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadsText(t *testing.T) {
	t.Parallel()
	const german = "Titel;Datum\nFrühjahrstagung;12.03.2003\n"
	want := []string{"1: Titel|Datum", "2: Frühjahrstagung|12.03.2003"}
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"UTF-8", []byte(german), want},
		{"UTF-8 with a byte order mark", []byte("\xef\xbb\xbf" + german), want},
		{"UTF-16 little endian", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), german), want},
		{"UTF-16 big endian", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM), german), want},
		{"UTF-16 without a mark", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), german), want},
		{"Windows-1252", encoded(t, charmap.Windows1252, german), want},
		{"lines of Windows", []byte(strings.ReplaceAll(german, "\n", "\r\n")), want},
		{"lines of an old Macintosh", []byte(strings.ReplaceAll(german, "\n", "\r")), want},
		{"commas", []byte("a,b\n\"1,5\",\"x;y\"\n"), []string{"1: a|b", "2: 1,5|x;y"}},
		{"tabs", []byte("a\tb\n1,5; 2\tx\n"), []string{"1: a|b", "2: 1,5; 2|x"}},
		{"semicolons between decimal commas", []byte("a;b;c\n1,5;2,5;3,5\n"), []string{"1: a|b|c", "2: 1,5|2,5|3,5"}},
		{"a line that names the separator", []byte("sep=|\na|b\n"), []string{"1: a|b"}},
		{"empty lines count as rows", []byte("\n\na,b\n\n1,2\n"), []string{"3: a|b", "5: 1|2"}},
		{"lines in cells count once", []byte("a,b\n\"1\n\n2\",3\n4,5\n"), []string{"1: a|b", "2: 1\n\n2|3", "3: 4|5"}},
		{"a quotation mark within a cell", []byte("a,b\n12\" tape,x\n"), []string{"1: a|b", "2: 12\" tape|x"}},
		{"one column", []byte("folder\na\nb\n"), []string{"1: folder", "2: a", "3: b"}},
		{"rows of different length", []byte("a,b,c\n1\n1,2,,,\n"), []string{"1: a|b|c", "2: 1", "3: 1|2"}},
		{"space around text", []byte("a, b\u00a0\n"), []string{"1: a|b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			table, err := decode(t, tt.data, "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(table)); diff != "" {
				t.Error(diff)
			}
			if len(table.Notes) != 1 {
				t.Errorf("notes: %q", table.Notes)
			}
		})
	}
}

func TestRefusesOtherFiles(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want string }{
		{"an empty file", "", "is empty"},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is encrypted, or of Excel 2003 or earlier: save it as .xlsx, .ods or .csv without a password"},
		{"HTML that calls itself a spreadsheet", "\n<html><table>", "is HTML or XML, not a table: save it as .xlsx, .ods or .csv"},
		{"a PDF file", "%PDF-1.7", "is a PDF file, not a table: save it as .xlsx, .ods or .csv"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x01\x02\x03\x04", "is neither a spreadsheet nor text: save it as .xlsx, .ods or .csv"},
		{"a cut archive", "PK\x03\x04abc", "is damaged: it is cut off, or not complete"},
		{"a missing quotation mark", "a,b\n\"" + strings.Repeat("1,2\n", 20_000), "has a quotation mark in row 2 that is never closed, so that the rows below cannot be told from its text"},
		{"a million columns", strings.Repeat("a,", 1_000_000) + "b\n", "has text in column ALM of row 1; 1000 columns may have text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := decode(t, []byte(tt.data), ""); err == nil || err.Error() != tt.want {
				t.Errorf("error is %q, want %q", err, tt.want)
			}
		})
	}
	if _, err := decode(t, []byte("a,b\n"), "Tabelle1"); err == nil || err.Error() != "is a text file, which has no named sheets" {
		t.Errorf("a named sheet of text: %v", err)
	}
}

// TestMissingQuotationMarks: rows must not vanish in the text of another one without a word.
func TestMissingQuotationMarks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"folder,title\np,\"Tape A,x\nq,B\nr,C\n":          "has a quotation mark in row 2 that is never closed, so that the rows below cannot be told from its text",
		"folder,title\np,\"Tape A\nq,\"B\"\n":             "note",
		"folder,title\np,\"Tape A\nand B\"\n":             "",
		"folder,title\np,\"Tape A\nand B\"":               "",
		"folder,title\np,5\" tape\nq,B\n":                 "",
		"folder;title\np;\"two\nlines; one ends\"\nq;B\n": "note",
	} {
		table, err := decode(t, []byte(text), "")
		note := strings.Contains(strings.Join(table.Notes, " "), "A text in row 2 has lines that look like rows")
		switch {
		case want == "note" && (err != nil || !note), want == "" && (err != nil || note):
			t.Errorf("%q: %v, notes %q", text, err, table.Notes)
		case want != "" && want != "note" && (err == nil || err.Error() != want):
			t.Errorf("%q: error %v", text, err)
		}
	}
}

func TestReadsManyRows(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("id,title,folder\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "%d,Meeting %d,m/%d\n", i, i, i)
	}
	table, err := decode(t, []byte(text.String()), "")
	if err != nil || len(table.Rows) != 100_001 || table.Rows[100_000].Number != 100_001 {
		t.Errorf("%d rows, %v", len(table.Rows), err)
	}
}

func TestColumn(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := sheet.Column(n); got != want {
			t.Errorf("Column(%d) = %s, want %s", n, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "sep=;\n\"", "\xff\xfea\x00", "PK\x03\x04", "\r\r\"\r"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := decode(t, data, "")
		if err != nil {
			return
		}
		last := 0
		for _, r := range table.Rows {
			if r.Number <= last || len(r.Cells) == 0 || r.Cells[len(r.Cells)-1] == "" {
				t.Fatalf("row %+v after row %d", r, last)
			}
			last = r.Number
		}
	})
}
