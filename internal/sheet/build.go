package sheet

import (
	"strings"
	"unicode/utf8"
)

// builder collects the rows of a table within the limits.
type builder struct {
	table       Table
	cells, text int
}

// add adds a row, unless it has no text.
func (b *builder) add(number int, cells []string) error {
	last := 0
	for i, cell := range cells {
		if i >= MaxColumns && strings.TrimSpace(cell) != "" {
			return tooWide(i, number)
		}
		cell = clean(cell)
		cells[i] = cell
		if cell != "" {
			last = i + 1
			b.cells++
			b.text += len(cell)
		}
		if len(cell) > maxCell {
			return refusef("has a cell of %d characters in row %d; a spreadsheet has 32,767 at most: is a quotation mark missing there?", utf8.RuneCountInString(cell), number)
		}
	}
	switch {
	case last == 0:
		return nil
	case number > MaxRows || len(b.table.Rows) >= MaxRows:
		return refusef("has more than %d rows", MaxRows)
	case b.cells > maxCells || b.text > maxText:
		return tooMuch()
	}
	b.table.Rows = append(b.table.Rows, Row{Number: number, Cells: cells[:last:last]})
	return nil
}

func tooWide(column, row int) error {
	return refusef("has text in column %s of row %d; %d columns may have text", Column(column), row, MaxColumns)
}

func tooMuch() error {
	return refusef("has too much text: more than %d cells, or %d MB", maxCells, maxText>>20)
}

// clean returns text without surrounding space, in valid UTF-8. No-break spaces, which
// spreadsheets are full of, become spaces.
func clean(text string) string {
	if plain(text) {
		return strings.TrimSpace(text)
	}
	text = strings.ToValidUTF8(text, "\ufffd")
	for _, odd := range [...][2]string{{"\u00a0", " "}, {"\u202f", " "}, {"\r\n", "\n"}, {"\ufeff", ""}} {
		text = strings.ReplaceAll(text, odd[0], odd[1])
	}
	return strings.TrimSpace(text)
}

// plain reports whether text has only ASCII characters, and no carriage return.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf || text[i] == '\r' {
			return false
		}
	}
	return true
}

// span is a merged cell. All numbers are inclusive; columns count from 0.
type span struct{ firstRow, lastRow, column int }

// maxSpread limits the rows that a merged cell is spread over.
const maxSpread = 10_000

// spread copies the text of merged cells to the rows below that they cover and that have
// other text. It is not copied to further columns: a merged heading is no table header.
func (b *builder) spread(spans []span) {
	at := map[int]int{}
	for i, r := range b.table.Rows {
		at[r.Number] = i
	}
	for _, s := range spans {
		first, known := at[s.firstRow]
		if !known || b.table.Rows[first].Cell(s.column) == "" {
			continue
		}
		text := b.table.Rows[first].Cell(s.column)
		for i := first + 1; i < len(b.table.Rows) && i-first <= maxSpread && b.table.Rows[i].Number <= s.lastRow; i++ {
			row := &b.table.Rows[i]
			if row.Cell(s.column) != "" {
				continue
			}
			for len(row.Cells) <= s.column {
				row.Cells = append(row.Cells, "")
			}
			row.Cells[s.column] = text
			if row.Merged == nil {
				row.Merged = map[int]bool{}
			}
			row.Merged[s.column] = true
		}
	}
}
