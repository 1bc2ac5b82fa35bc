package odp

import (
	"strconv"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// Limits of repeated columns and rows: a sheet of a million empty ones has six
// elements.
const (
	maxColumns = 256
	maxRepeats = 1000
)

// table adds the rows of a table, without empty rows at its end.
func (s *shapes) table(table *office.Node) {
	var rows [][]string
	used := 0 // rows up to the last that is not empty
	for row := range table.Find("table-row") {
		cells := s.reader.cells(row)
		times := repeats(row, "number-rows-repeated")
		for i := range times {
			if i > 0 && !s.reader.spendAll(cells) {
				break
			}
			rows = append(rows, cells)
		}
		if !empty(cells) {
			used = len(rows)
		}
	}
	if used > 0 {
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Table, Rows: rows[:used]})
	}
}

// cells are the texts of a row's cells. A cell that is covered by another is empty,
// so that columns keep their places.
func (r *reader) cells(row *office.Node) []string {
	var texts []string
	for _, kid := range row.Kids {
		if kid.Name != "table-cell" && kid.Name != "covered-table-cell" {
			continue
		}
		text := oneLine(kid)
		for i := range min(repeats(kid, "number-columns-repeated"), max(1, maxColumns-len(texts))) {
			if i > 0 && !r.spend(text) {
				break
			}
			texts = append(texts, text)
		}
	}
	return texts
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
