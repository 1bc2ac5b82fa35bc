package pptx

import (
	"strconv"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// table adds a table, unless it is empty.
func (s *shapes) table(tbl *office.Node) {
	t := text{rels: s.rels, tally: &s.tally}
	b, filled := t.table(tbl)
	s.links.join(t.links)
	if filled {
		s.blocks = append(s.blocks, b)
	}
}

// table is a table (ECMA-376, part 1, 21.1.3.13). A cell that is merged into another
// is empty, so that columns keep their places. filled is false for a table without
// text.
func (t *text) table(tbl *office.Node) (b meeting.Block, filled bool) {
	b.Kind = meeting.Table
	t.styles = nil
	if on(tbl.Down("tblPr").Attr("firstRow")) {
		b.Header = 1
	}
	for tr := range tbl.Named("tr") {
		var cells []string
		for cell := range tr.Named("tc") {
			text := ""
			if !on(cell.Attr("hMerge")) && !on(cell.Attr("vMerge")) {
				text = t.cell(cell.Down("txBody"))
				if rows, columns := span(cell, "rowSpan"), span(cell, "gridSpan"); rows > 1 || columns > 1 {
					b.Merged = append(b.Merged, meeting.Merged{Row: len(b.Rows), Column: len(cells), Rows: rows, Columns: columns})
				}
			}
			filled = filled || text != ""
			cells = append(cells, text)
		}
		b.Rows = append(b.Rows, cells)
	}
	b.Merged = within(b.Merged, b.Rows)
	b.Header = min(b.Header, len(b.Rows))
	return b, filled
}

// cell is the text of a cell, a paragraph a line.
func (t *text) cell(body *office.Node) string {
	lines := t.lines(body)
	for i := range lines {
		lines[i] = words.OneLine(lines[i])
	}
	return lines.String()
}

// span is how many rows or columns a cell covers.
func span(cell *office.Node, attr string) int {
	n, err := strconv.Atoi(cell.Attr(attr))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// within limits merged cells to the table, and leaves out those that cover no other.
func within(merged []meeting.Merged, rows [][]string) []meeting.Merged {
	var kept []meeting.Merged
	for _, m := range merged {
		m.Rows, m.Columns = min(m.Rows, len(rows)-m.Row), min(m.Columns, len(rows[m.Row])-m.Column)
		if m.Rows > 1 || m.Columns > 1 {
			kept = append(kept, m)
		}
	}
	return kept
}

// tableLines are the rows of a table, each a line with a tab between cells.
func (t *text) tableLines(tbl *office.Node) []string {
	b, filled := t.table(tbl)
	if !filled {
		return nil
	}
	return strings.Split(meeting.Body([]meeting.Block{b}), "\n")
}
