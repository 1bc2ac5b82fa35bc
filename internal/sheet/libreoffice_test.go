package sheet_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/sheet"
)

// TestReadsLibreOffice reads what LibreOffice 7.4 made of testdata/list.fods with "soffice
// --headless --convert-to xlsx" and "… ods": a header in the third row, merged cells, formulas,
// a date as a number, and dates whose cells show two digits of the year.
func TestReadsLibreOffice(t *testing.T) {
	t.Parallel()
	want := []string{
		"1: Aufnahmen der Gesellschaft", "3: Titel|Datum|Ordner|Band", "4: Frühjahrstagung|2003-03-12|a|7", "5: Frühjahrstagung||b",
		"6: Herbsttagung|2003-09-28|c", "7: Zahl|38000|d",
	}
	for _, name := range []string{"list.xlsx", "list.ods"} {
		table, err := sheet.Read(filepath.Join("testdata", name), "")
		if diff := cmp.Diff(want, shown(table)); diff != "" || err != nil || table.Name != "Aufnahmen" || len(table.Faults) > 0 {
			t.Errorf("%s: %v, sheet %q, faults %v %s", name, err, table.Name, table.Faults, diff)
		}
		if len(table.Rows) > 3 && !table.Rows[3].Merged[0] {
			t.Errorf("%s: row 5 does not continue a merged cell", name)
		}
	}
	if _, err := sheet.Read("testdata", ""); err == nil || err.Error() != "is a folder" {
		t.Errorf("a folder: %v", err)
	}
}
