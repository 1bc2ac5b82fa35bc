package site

import (
	"fmt"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Limits of a table on the page, far above what fits on a slide. All of it is in the
// file of the deck.
const (
	maxRows    = 200
	maxColumns = 50
)

// table is a table of a slide, or the figures of a chart.
type table struct {
	Caption  *line // nil if there is none
	Head     [][]cell
	Rows     [][]cell
	LeftRows int // number of rows that are left out
}

// cell is a cell. Scope is "col", "row" or the like for a header, empty for others.
type cell struct {
	line

	Scope         string
	Rows, Columns int // that it covers, if more than one
}

// table is a table with its header rows and merged cells.
func (w writer) table(b meeting.Block) *table {
	t := &table{LeftRows: max(0, len(b.Rows)-maxRows)}
	if b.Alt != "" {
		alt := w.text(b.Alt)
		t.Caption = &alt
	}
	rows := b.Rows[:min(len(b.Rows), maxRows)]
	merged, covered := merges(b.Merged, rows)
	head := b.Header
	for at, m := range merged {
		if at[0] < b.Header && at[0]+m.Rows > b.Header { // a cell cannot leave the header
			head = 0
		}
	}
	for r, texts := range rows {
		cells := make([]cell, 0, len(texts))
		for c, text := range texts[:min(len(texts), maxColumns)] {
			at := [2]int{r, c}
			if covered[at] {
				continue
			}
			one := cell{line: w.text(text)}
			if m, ok := merged[at]; ok {
				one.Rows, one.Columns = m.Rows, m.Columns
			}
			if r < b.Header && len(one.Runs) > 0 {
				one.Scope = "col"
				if one.Columns > 1 {
					one.Scope = "colgroup"
				}
			}
			cells = append(cells, one)
		}
		if r < head {
			t.Head = append(t.Head, cells)
		} else {
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

// merges are the cells that cover others, within the rows, and the covered ones.
func merges(list []meeting.Merged, rows [][]string) (merged map[[2]int]meeting.Merged, covered map[[2]int]bool) {
	merged, covered = map[[2]int]meeting.Merged{}, map[[2]int]bool{}
	for _, m := range list {
		at := [2]int{m.Row, m.Column}
		if m.Row < 0 || m.Column < 0 || m.Row >= len(rows) || covered[at] {
			continue
		}
		m.Rows = min(max(m.Rows, 1), len(rows)-m.Row)
		m.Columns = min(max(m.Columns, 1), min(len(rows[m.Row]), maxColumns)-m.Column)
		if m.Columns < 1 {
			continue
		}
		merged[at] = m
		for r := range m.Rows {
			for c := range m.Columns {
				if r+c > 0 {
					covered[[2]int{m.Row + r, m.Column + c}] = true
				}
			}
		}
	}
	return merged, covered
}

// chart is the data of a chart: a row for each category, a column for each series.
func (w writer) chart(c meeting.Chart, alt string) *table {
	name := "Chart"
	if title := words.OneLine(c.Title); title != "" {
		name += ": " + title
	}
	if alt = words.OneLine(alt); alt != "" && !strings.Contains(name, alt) {
		name += ". " + alt
	}
	caption := w.text(name)
	t := &table{Caption: &caption}
	series := c.Series[:min(len(c.Series), maxColumns)]
	rows, named := len(c.Categories), false
	for _, s := range series {
		rows, named = max(rows, len(s.Values)), named || s.Name != ""
	}
	if rows == 0 || len(series) == 0 {
		return t
	}
	if named {
		head := []cell{{}}
		for i, s := range series {
			text := words.OneLine(s.Name)
			if text == "" {
				text = fmt.Sprintf("Series %d", i+1)
			}
			head = append(head, cell{line: w.text(text), Scope: "col"})
		}
		t.Head = [][]cell{head}
	}
	t.LeftRows = max(0, rows-maxRows)
	for r := range min(rows, maxRows) {
		category := at(c.Categories, r)
		if category == "" {
			category = fmt.Sprint(r + 1)
		}
		cells := []cell{{line: w.text(category), Scope: "row"}}
		for _, s := range series {
			value := at(s.Formatted, r)
			if value == "" {
				value = at(s.Values, r)
			}
			cells = append(cells, cell{line: w.text(value)})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// at is the text i of a list, or empty beyond its end.
func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
