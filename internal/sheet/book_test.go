package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"proceedings/internal/sheet"
)

// book is an XLSX file that edit has filled.
func book(t *testing.T, edit func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := edit(f); err != nil {
		t.Fatal(err)
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func setRows(f *excelize.File, name string, rows map[string][]any) (err error) {
	for at, row := range rows {
		if setErr := f.SetSheetRow(name, at, &row); setErr != nil {
			err = setErr
		}
	}
	return err
}

func TestReadsXLSX(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) error {
		day := time.Date(2003, 3, 12, 0, 0, 0, 0, time.UTC)
		if err := setRows(f, "Sheet1", map[string][]any{
			"A1": {"Recordings of the society"},
			"A3": {"Title", "Date", "Folder", "No."},
			"A4": {"Spring meeting", day, "a", 7},
			"A5": {nil, day.Add(14*time.Hour + 30*time.Minute), "b", 12.5},
			"A7": {"Autumn", 37622, "c", true},
		}); err != nil {
			return err
		}
		for i, code := range []string{`dd/mm/yyyy`, `[$-407]d. mmm yy;@`, `0.00E+00`} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			if err != nil {
				return err
			}
			if err = f.SetCellStyle("Sheet1", []string{"B4", "B7", "D4"}[i], []string{"B4", "B7", "D4"}[i], style); err != nil {
				return err
			}
		}
		if err := f.MergeCell("Sheet1", "A1", "D1"); err != nil {
			return err
		}
		if err := f.MergeCell("Sheet1", "A4", "A5"); err != nil {
			return err
		}
		if err := f.SetCellFormula("Sheet1", "C8", "A1&A2"); err != nil {
			return err
		}
		_, err := f.NewSheet("Old list")
		return err
	})
	table, err := decode(t, data, "")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1: Recordings of the society", "3: Title|Date|Folder|No.", "4: Spring meeting|2003-03-12|a|7.00E+00",
		"5: Spring meeting|2003-03-12 14:30|b|12.5", "7: Autumn|2003-01-01|c|TRUE",
	}
	if diff := cmp.Diff(want, shown(table)); diff != "" {
		t.Error(diff)
	}
	if !table.Rows[3].Merged[0] || table.Rows[2].Merged[0] {
		t.Errorf("merged: %v, %v", table.Rows[2].Merged, table.Rows[3].Merged)
	}
	if diff := cmp.Diff([]sheet.Fault{{Row: 8, Column: 2, Reason: "has a formula without a stored value: open the file in a spreadsheet program and save it again"}}, table.Faults); diff != "" {
		t.Error(diff)
	}
	if table.Name != "Sheet1" || len(table.Others) != 1 || table.Others[0] != "Old list" {
		t.Errorf("sheet %q, others %q", table.Name, table.Others)
	}
	if _, err = decode(t, data, "Nowhere"); err == nil || err.Error() != `has no sheet "Nowhere": it has Sheet1 and Old list` {
		t.Errorf("a missing sheet: %v", err)
	}
	if table, err = decode(t, data, "old list"); err != nil || len(table.Rows) != 0 {
		t.Errorf("an empty sheet: %v, %v", shown(table), err)
	}
}

func TestSkipsHiddenSheets(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) error {
		if _, err := f.NewSheet("List"); err != nil {
			return err
		}
		if err := setRows(f, "Sheet1", map[string][]any{"A1": {"hidden"}}); err != nil {
			return err
		}
		if err := setRows(f, "List", map[string][]any{"B2": {"shown"}}); err != nil {
			return err
		}
		f.SetActiveSheet(1)
		return f.SetSheetVisible("Sheet1", false)
	})
	table, err := decode(t, data, "")
	if diff := cmp.Diff([]string{"2: |shown"}, shown(table)); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

const odsNames = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ` +
	`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"`

func archive(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func ods(t *testing.T, tables string) []byte {
	t.Helper()
	return archive(t, "content.xml", `<office:document-content `+odsNames+`>
<office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>`+tables+`</office:spreadsheet></office:body></office:document-content>`)
}

func cell(text string) string {
	return `<table:table-cell><text:p>` + text + `</text:p></table:table-cell>`
}

func TestReadsODS(t *testing.T) {
	t.Parallel()
	data := ods(t, `<table:table table:name="Hidden" table:style-name="ta2"><table:table-row>`+cell("hidden")+`</table:table-row></table:table>
<table:table table:name="Liste">
<table:table-column table:number-columns-repeated="16384"/>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-header-rows><table:table-row>`+cell("Titel")+cell("Datum")+`<table:table-cell table:number-columns-repeated="2"/>`+cell("Ordner")+`</table:table-row></table:table-header-rows>
<table:table-row><table:table-cell table:number-rows-spanned="2"><office:annotation><text:p>ask</text:p></office:annotation><text:p>Früh<text:span>jahrs</text:span><text:s text:c="2"/>tagung</text:p><text:p>Tag 1</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2003-03-12"><text:p>12.03.03</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/><table:table-cell office:value-type="date" office:date-value="2003-03-13T09:30:00"><text:p>13.03.03</text:p></table:table-cell><table:table-cell table:formula="of:=1+1"/></table:table-row>
<table:table-row table:number-rows-repeated="3">`+cell("same")+`</table:table-row>
<table:table-row table:number-rows-repeated="1048568"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table><table:table table:name="Alt"><table:table-row>`+cell("old")+`</table:table-row></table:table>`)
	table, err := decode(t, data, "")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"3: Titel|Datum|||Ordner", "4: Frühjahrs  tagung\nTag 1|2003-03-12", "5: Frühjahrs  tagung\nTag 1|2003-03-13 09:30",
		"6: same", "7: same", "8: same",
	}
	if diff := cmp.Diff(want, shown(table)); diff != "" {
		t.Error(diff)
	}
	if table.Name != "Liste" || strings.Join(table.Others, " ") != "Hidden Alt" || len(table.Faults) != 1 || table.Faults[0].Column != 2 || table.Faults[0].Row != 5 {
		t.Errorf("%q, others %q, faults %+v", table.Name, table.Others, table.Faults)
	}
	if table, err = decode(t, data, "alt"); err != nil || len(table.Rows) != 1 {
		t.Errorf("a named sheet: %v, %v", shown(table), err)
	}
}

func TestRefusesDamagedBooks(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	if _, err := z.CreateRaw(&zip.FileHeader{Name: "content.xml", Method: zip.Deflate, UncompressedSize64: 5 << 30}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"a zip bomb", bomb.Bytes(), "is too large when it is unpacked: 5120 MB of tables and 0 MB of other parts; 1024 and 128 may be"},
		{"a million columns", ods(t, `<table:table table:name="A"><table:table-row><table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`), "has text in column BDWGN of row 1; 1000 columns may have text"},
		{"a billion repeated rows", ods(t, `<table:table table:name="A"><table:table-row table:number-rows-repeated="2000000000">`+strings.Repeat(cell("x"), 30)+`</table:table-row></table:table>`), "has too much text: more than 20000000 cells, or 512 MB"},
		{"an encrypted file", archive(t, "content.xml", "x", "META-INF/manifest.xml", `<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>`), "is encrypted: save it without a password"},
		{"a text document", archive(t, "content.xml", "<a/>"), "is no spreadsheet, but another OpenDocument file"},
		{"XML that is cut off", archive(t, "content.xml", `<a><table name="x"><table-row>`), "is damaged in row 1"},
		{"a ZIP archive", archive(t, "a.txt", "x"), "is a ZIP archive, not a table: save it as .xlsx, .ods or .csv"},
		{"a Numbers file", archive(t, "Index/Document.iwa", "x"), "is of Numbers: export it as .xlsx or .csv"},
		{"a workbook of rubbish", archive(t, "xl/workbook.xml", "x"), "is damaged, or not a spreadsheet that can be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if table, err := decode(t, tt.data, ""); err == nil || err.Error() != tt.want {
				t.Errorf("error is %q, want %q (%d rows)", fmt.Sprint(err), tt.want, len(table.Rows))
			}
		})
	}
}

func TestNamesWhatIsNotOpened(t *testing.T) {
	t.Parallel()
	plain := book(t, func(f *excelize.File) error { return f.SetCellStr("Sheet1", "A1", "x") })
	z, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		if err = w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"} {
		if _, err = w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err = w.Close(); err != nil {
		t.Fatal(err)
	}
	table, err := decode(t, out.Bytes(), "")
	if err != nil || len(table.Notes) != 2 || len(table.Rows) != 1 {
		t.Errorf("%q, %v", table.Notes, err)
	}
}
