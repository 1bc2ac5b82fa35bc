package intake_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
)

const (
	docsFile  = "../../docs/input-files.md"
	tableHead = "<!-- The table is written by go test ./internal/intake -update -->\n"
	tableEnd  = "<!-- /table -->\n"
)

// The table of the documentation is the recognisers' own.
func TestDocumentListsTheRecognisers(t *testing.T) {
	t.Parallel()
	table := "| from | files | becomes |\n|---|---|---|\n"
	for _, row := range intake.Recognisers() {
		for _, cell := range row {
			if cell == "" || strings.Contains(cell, "|") {
				t.Errorf("%q cannot be a cell", cell)
			}
		}
		table += "| " + strings.Join(row[:], " | ") + " |\n"
	}
	data, err := os.ReadFile(docsFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(data), tableHead)
	got, after, ended := strings.Cut(rest, tableEnd)
	if !found || !ended {
		t.Fatalf("%s has no table between %q and %q", docsFile, tableHead, tableEnd)
	}
	if *update {
		if err := os.WriteFile(docsFile, []byte(before+tableHead+table+tableEnd+after), 0o644); err != nil { //nolint:gosec // for all to read
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(table, got); diff != "" {
		t.Errorf("%s is out of step; go test ./internal/intake -update rewrites it (-want +got):\n%s", docsFile, diff)
	}
}
