package odp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/slidestest"
)

func TestTables(t *testing.T) {
	t.Parallel()
	cell := func(attrs, content string) string {
		return `<table:table-cell ` + attrs + `>` + content + `</table:table-cell>`
	}
	table := `<table:table><table:table-header-rows><table:table-row>` + cell("", `<text:p>Item</text:p>`) + cell("", `<text:p>EUR</text:p>`) + cell("", "") + `</table:table-row></table:table-header-rows>` +
		`<table:table-row>` + cell(`table:number-columns-spanned="2" table:number-rows-spanned="2"`, `<text:p>Steel</text:p><text:p>and iron</text:p>`) +
		`<table:covered-table-cell><text:p>gone</text:p></table:covered-table-cell>` + cell("", `<text:p>b</text:p>`) + `</table:table-row>` +
		`<table:table-row><table:covered-table-cell table:number-columns-repeated="2"/>` + cell(`table:number-columns-spanned="9" table:number-rows-spanned="9"`, `<text:p>c</text:p>`) + `</table:table-row></table:table>`
	want := []meeting.Block{{
		Kind: meeting.Table, Header: 1, Rows: [][]string{{"Item", "EUR", ""}, {"Steel\nand iron", "", "b"}, {"", "", "c"}},
		Merged: []meeting.Merged{{Row: 1, Column: 0, Rows: 2, Columns: 2}},
	}}
	got, err := read(t, slidestest.ODP(t, []slidestest.ODPSlide{{Shapes: slidestest.Frame("", table), Notes: slidestest.Frame("notes", table)}}))
	if err != nil {
		t.Fatal(err)
	}
	body := "Item\tEUR\t\nSteel and iron\t\tb\n\t\tc"
	s := got.Slides[0]
	if diff := cmp.Diff(want, s.Blocks); diff != "" || s.Body != body || s.Notes != body {
		t.Errorf("body, notes = %q, %q, want %q; blocks differ (-want +got):\n%s", s.Body, s.Notes, body, diff)
	}
}
