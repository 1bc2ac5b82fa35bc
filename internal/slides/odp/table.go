package odp

import (
	"strconv"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// Limits of repeated columns and rows: a sheet of a million empty ones has six
// elements.
const (
	maxColumns = 256
	maxRepeats = 1000
)

// table adds the rows of a table, without empty rows at its end.
func (s *shapes) table(table *office.Node) {
	b := meeting.Block{Kind: meeting.Table}
	used := 0 // rows up to the last that is not empty
	for row := range table.Find("table-row") {
		cells, merged := s.reader.cells(row)
		for _, m := range merged {
			m.Row = len(b.Rows)
			b.Merged = append(b.Merged, m)
		}
		times := repeats(row, "number-rows-repeated")
		for i := range times {
			if i > 0 && !s.reader.spendAll(cells) {
				break
			}
			b.Rows = append(b.Rows, cells)
		}
		if !empty(cells) {
			used = len(b.Rows)
		}
	}
	if used == 0 {
		return
	}
	b.Rows = b.Rows[:used]
	b.Merged = within(b.Merged, b.Rows)
	for row := range table.Down("table-header-rows").Named("table-row") {
		b.Header = min(b.Header+repeats(row, "number-rows-repeated"), used)
	}
	s.blocks = append(s.blocks, b)
}

// within limits merged cells to the table, and leaves out those that cover no other.
func within(merged []meeting.Merged, rows [][]string) []meeting.Merged {
	var kept []meeting.Merged
	for _, m := range merged {
		if m.Row >= len(rows) {
			continue
		}
		m.Rows, m.Columns = min(m.Rows, len(rows)-m.Row), min(m.Columns, len(rows[m.Row])-m.Column)
		if m.Rows > 1 || m.Columns > 1 {
			kept = append(kept, m)
		}
	}
	return kept
}

// cells are the texts of a row's cells, a paragraph a line, and the cells that cover
// others. A cell that is covered by another is empty, so that columns keep their
// places.
func (r *reader) cells(row *office.Node) (texts []string, merged []meeting.Merged) {
	for _, kid := range row.Kids {
		if kid.Name != "table-cell" && kid.Name != "covered-table-cell" {
			continue
		}
		text := ""
		if kid.Name == "table-cell" {
			text = cellText(kid)
			rows, columns := repeats(kid, "number-rows-spanned"), repeats(kid, "number-columns-spanned")
			if rows > 1 || columns > 1 {
				merged = append(merged, meeting.Merged{Column: len(texts), Rows: rows, Columns: columns})
			}
		}
		for i := range min(repeats(kid, "number-columns-repeated"), max(1, maxColumns-len(texts))) {
			if i > 0 && !r.spend(text) {
				break
			}
			texts = append(texts, text)
		}
	}
	return texts, merged
}

// cellText is the text of a cell, a paragraph a line.
func cellText(cell *office.Node) string {
	var lines office.Lines
	addText(&lines, cell)
	for i := range lines {
		lines[i] = words.OneLine(lines[i])
	}
	return lines.String()
}

// repeats is how often a cell or a row is repeated.
func repeats(n *office.Node, attr string) int {
	times, err := strconv.Atoi(n.AttrIn(tableSpace, attr))
	if err != nil || times < 1 {
		return 1
	}
	return min(times, maxRepeats)
}

func (r *reader) spendAll(texts []string) bool {
	for _, t := range texts {
		if !r.spend(t) {
			return false
		}
	}
	return true
}

func empty(texts []string) bool {
	for _, t := range texts {
		if t != "" {
			return false
		}
	}
	return true
}
