package odp

import (
	"strconv"
	"strings"
)

// at are the cells at an address of the grid such as "local-table.$B$2:.$B$5", a
// string a row. Cells of one row are joined: categories may be in two columns.
func (g grid) at(address string) []string {
	from, to, ranged := strings.Cut(address, ":")
	column, row, ok := cell(from)
	lastColumn, lastRow := column, row
	if ranged {
		var okTo bool
		lastColumn, lastRow, okTo = cell(to)
		ok = ok && okTo
	}
	if !ok {
		return nil
	}
	var texts []string
	for r := row; r <= lastRow && r < len(g.rows); r++ {
		var words []string
		for c := column; c <= lastColumn && c < len(g.rows[r]); c++ {
			if text := g.rows[r][c]; text != "" && g.reader.spend(text) {
				words = append(words, text)
			}
		}
		texts = append(texts, strings.Join(words, " "))
	}
	return texts
}

// cell parses an address such as "local-table.$B$2" as column and row, from 0.
func cell(address string) (column, row int, ok bool) {
	name := address[strings.LastIndexByte(address, '.')+1:]
	name = strings.ReplaceAll(name, "$", "")
	letters := strings.TrimRight(name, "0123456789")
	row, err := strconv.Atoi(name[len(letters):])
	if err != nil || row < 1 || letters == "" || len(letters) > 3 {
		return 0, 0, false
	}
	for _, l := range letters {
		if l < 'A' || l > 'Z' {
			return 0, 0, false
		}
		column = column*26 + int(l-'A') + 1
	}
	return column - 1, row - 1, true
}
