package pptx_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

func TestTables(t *testing.T) {
	t.Parallel()

	tc := func(attrs string, paragraphs ...string) string {
		return `<a:tc ` + attrs + `><a:txBody><a:bodyPr/><a:p><a:r><a:t>` + strings.Join(paragraphs, `</a:t></a:r></a:p><a:p><a:r><a:t>`) + `</a:t></a:r></a:p></a:txBody></a:tc>`
	}
	tr := func(cells ...string) string { return `<a:tr h="1">` + strings.Join(cells, "") + `</a:tr>` }
	tbl := func(properties string, rows ...string) string {
		return framed("", `<a:tbl><a:tblPr `+properties+`/><a:tblGrid/>`+strings.Join(rows, "")+`</a:tbl>`)
	}
	tests := []struct {
		name, shapes string
		want         meeting.Block
		body         string
	}{
		{
			"a header row, and paragraphs", tbl(`firstRow="1" bandRow="1"`, tr(tc("", "Item"), tc("", "EUR")), tr(tc("", "Steel", "and  iron"), tc("", "12"))),
			meeting.Block{Kind: meeting.Table, Header: 1, Rows: [][]string{{"Item", "EUR"}, {"Steel\nand iron", "12"}}},
			"Item\tEUR\nSteel and iron\t12",
		},
		{
			"merged columns and rows", tbl("", tr(tc(`gridSpan="2" rowSpan="2"`, "a"), tc(`hMerge="1" rowSpan="2"`, "gone"), tc("", "b")), tr(tc(`gridSpan="2" vMerge="1"`, ""), tc(`hMerge="1" vMerge="1"`, ""), tc("", "c"))),
			meeting.Block{Kind: meeting.Table, Rows: [][]string{{"a", "", "b"}, {"", "", "c"}}, Merged: []meeting.Merged{{Rows: 2, Columns: 2}}},
			"a\t\tb\n\t\tc",
		},
		{
			"spans beyond the table", tbl("", tr(tc("", "a"), tc(`gridSpan="99" rowSpan="2000000000"`, "b")), tr(tc("", "c"), tc(`vMerge="1"`, ""))),
			meeting.Block{Kind: meeting.Table, Rows: [][]string{{"a", "b"}, {"c", ""}}, Merged: []meeting.Merged{{Row: 0, Column: 1, Rows: 2, Columns: 1}}},
			"a\tb\nc\t",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: tt.shapes, Notes: slidestest.Shape("body", "Before") + tt.shapes + slidestest.Shape("", "After")}}))
			if err != nil {
				t.Fatal(err)
			}
			s := got.Slides[0]
			if diff := cmp.Diff([]meeting.Block{tt.want}, s.Blocks); diff != "" || s.Body != tt.body {
				t.Errorf("body = %q, want %q; blocks differ (-want +got):\n%s", s.Body, tt.body, diff)
			}
			if want := "Before\n" + tt.body + "\nAfter"; s.Notes != want {
				t.Errorf("notes = %q, want %q", s.Notes, want)
			}
		})
	}
}
