package batch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"proceedings/internal/sheet"
	"proceedings/internal/words"
)

// headerRows is the number of rows among which the header is searched.
const headerRows = 20

// header is the row with the names of the columns.
type header struct {
	row     int // number; 0 without one
	columns []Column
	skipped map[int]bool // rows above the header, and those that repeat it
	notes   []string
}

// mapping is --map: names of columns as they are compared, to kinds.
type mapping struct {
	kinds map[string]Kind
	given map[string]string // the same names as they were written
}

func newMapping(given map[string]string) (mapping, error) {
	m := mapping{map[string]Kind{}, map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		kind := Kind(strings.ToLower(strings.TrimSpace(given[name])))
		if kind == "folder" || kind == "file" {
			kind = Files
		}
		if !slices.Contains(Kinds(), kind) {
			return m, fmt.Errorf("--map %q=%q: a column can be %s", name, given[name], kindList())
		}
		m.kinds[plainName(name)], m.given[plainName(name)] = kind, name
	}
	return m, nil
}

func kindList() string {
	var list []string
	for _, k := range Kinds() {
		if k == Files {
			k = "folder" // as the help has it
		}
		list = append(list, string(k))
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}

// findHeader searches the row that has the most names of columns that are known.
func findHeader(table sheet.Table, m mapping) (header, error) {
	known := newClassifier()
	best, most := -1, 0
	for i, row := range table.Rows[:min(len(table.Rows), headerRows)] {
		if n := score(row, known, m); n > most {
			best, most = i, n
		}
	}
	if best < 0 || most < 2 && !enough(table.Rows[best], known, m) {
		return withoutHeader(table, m)
	}
	h := header{row: table.Rows[best].Number, skipped: map[int]bool{}}
	used := map[string]bool{}
	for i, name := range table.Rows[best].Cells {
		c := Column{Letter: sheet.Column(i), Name: words.OneLine(name), index: i}
		plain := plainName(name)
		if kind, is := m.kinds[plain]; is && name != "" {
			c.Kind = kind
			used[plain] = true
		} else if kind, is := m.kinds[plainName(c.Letter)]; is && !used[plainName(c.Letter)] && !namesColumn(table.Rows[best], m.given[plainName(c.Letter)]) {
			c.Kind = kind
			used[plainName(c.Letter)] = true
		} else if name != "" {
			c.Kind, c.Role = known.find(name)
		}
		if c.Name == "" {
			c.Name = "column " + c.Letter
		}
		h.columns = append(h.columns, c)
	}
	for _, plain := range slices.Sorted(maps.Keys(m.kinds)) {
		if !used[plain] {
			return h, fmt.Errorf("--map %q: row %d has no such column; it has %s", m.given[plain], h.row, columnNames(h.columns))
		}
	}
	h.oneOfEach()
	h.skip(table.Rows, best, known, m)
	return h, nil
}

// namesColumn reports whether a row has a cell with that name.
func namesColumn(row sheet.Row, name string) bool {
	return slices.ContainsFunc(row.Cells, func(cell string) bool { return cell != "" && plainName(cell) == plainName(name) })
}

// score counts the different kinds of columns that a row names.
func score(row sheet.Row, known classifier, m mapping) int {
	kinds := map[Kind]bool{}
	for _, cell := range row.Cells {
		kind, is := m.kinds[plainName(cell)]
		if !is || len(plainName(cell)) == 1 { // a letter of --map is no name
			kind, _ = known.find(cell)
		}
		if cell != "" && kind != "" {
			kinds[kind] = true
		}
	}
	return len(kinds)
}

// enough reports whether a row with one known name is a header: a list of folders alone, or one
// whose folders --map names by a letter.
func enough(row sheet.Row, known classifier, m mapping) bool {
	for plain, kind := range m.kinds {
		if kind == Files && len(plain) == 1 {
			return true
		}
	}
	for _, cell := range row.Cells {
		if kind, _ := known.find(cell); kind == Files || m.kinds[plainName(cell)] == Files {
			return true
		}
	}
	return false
}

// withoutHeader takes all rows for meetings if --map names columns by their letters.
func withoutHeader(table sheet.Table, m mapping) (header, error) {
	var h header
	width, first := 0, []string{}
	for i, row := range table.Rows {
		width = max(width, len(row.Cells))
		if i == 0 {
			first = row.Cells
		}
	}
	used := 0
	for i := range width {
		c := Column{Letter: sheet.Column(i), Name: "column " + sheet.Column(i), index: i}
		if kind, is := m.kinds[plainName(c.Letter)]; is {
			c.Kind = kind
			used++
		}
		h.columns = append(h.columns, c)
	}
	if used > 0 && used == len(m.kinds) {
		return h, nil
	}
	return h, fmt.Errorf("none of the first %d rows has known column names, such as title, date and folder; the first row has %s; "+
		`name columns with --map "NAME=title", or by letter if there is no header: --map A=title --map B=folder`, headerRows, quotedList(first))
}

func quotedList(cells []string) string {
	var list []string
	for _, cell := range cells {
		if cell != "" {
			list = append(list, fmt.Sprintf("%q", shorten(cell)))
		}
	}
	return words.List(list, 12)
}

// shorten cuts a text for a message.
func shorten(text string) string {
	const most = 60
	text = words.OneLine(text)
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

func columnNames(columns []Column) string {
	var list []string
	for _, c := range columns {
		list = append(list, fmt.Sprintf("%q", shorten(c.Name)))
	}
	return words.List(list, 40)
}

// oneOfEach keeps a kind for the first of several columns; the others become metadata. Files
// and people may be in several.
func (h *header) oneOfEach() {
	seen := map[Kind]int{}
	for i := range h.columns {
		c := &h.columns[i]
		if c.Kind == "" || c.Kind == Files || c.Kind == People || c.Kind == Metadata || c.Kind == Ignore {
			continue
		}
		if first, again := seen[c.Kind]; again {
			h.notes = append(h.notes, fmt.Sprintf("The columns %s (%q) and %s (%q) both look like the %s. The first one is used, the second is kept as metadata.",
				h.columns[first].Letter, h.columns[first].Name, c.Letter, c.Name, c.Kind))
			c.Kind = ""
			continue
		}
		seen[c.Kind] = i
	}
}

// skip finds the rows that are no meetings: those above the header, and further headers.
func (h *header) skip(rows []sheet.Row, at int, known classifier, m mapping) {
	var above, again []int
	for i, row := range rows {
		switch {
		case i < at:
			above = append(above, row.Number)
		case i == at:
		case repeats(row, rows[at]) || i < headerRows && onlyNames(row, known, m):
			again = append(again, row.Number)
		default:
			continue
		}
		h.skipped[row.Number] = true
	}
	if len(above) > 0 {
		h.notes = append(h.notes, fmt.Sprintf("The header is in row %d. What is above it was left out.", h.row))
	}
	if len(again) > 0 {
		h.notes = append(h.notes, "Left out, since they repeat the header: "+words.Numbered("row", again, 5)+".")
	}
}

// repeats reports whether a row has the same text as the header, as on each printed page.
func repeats(row, header sheet.Row) bool {
	return slices.EqualFunc(row.Cells, header.Cells, func(a, b string) bool { return plainName(a) == plainName(b) })
}

// onlyNames reports whether all cells of a row are names of columns: a second header, such as
// one in another language.
func onlyNames(row sheet.Row, known classifier, m mapping) bool {
	n := 0
	for _, cell := range row.Cells {
		if cell == "" {
			continue
		}
		if kind, _ := known.find(cell); kind == "" && m.kinds[plainName(cell)] == "" {
			return false
		}
		n++
	}
	return n > 1
}
