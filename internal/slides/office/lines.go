package office

import "strings"

// Lines gathers text, a paragraph a line, without empty ones.
type Lines []string

// Add appends a paragraph; line breaks within it part lines.
func (l *Lines) Add(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimRight(line, " \t\r\u00a0"); strings.TrimSpace(line) != "" {
			*l = append(*l, line)
		}
	}
}

// AddRow appends a row of a table, its cells parted by tabs.
func (l *Lines) AddRow(cells []string) {
	for i, cell := range cells {
		cells[i] = OneLine(cell)
	}
	l.Add(strings.Join(cells, "\t"))
}

// String is the lines as one text.
func (l Lines) String() string { return strings.Join(l, "\n") }

// OneLine is text with every stretch of white space as one space.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
