package office

import (
	"strings"
)

// Lines collects text, one paragraph a line, without empty lines.
type Lines []string

// Add appends a paragraph. Line breaks within it begin new lines.
func (l *Lines) Add(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimRight(line, " \t\r\u00a0"); strings.TrimSpace(line) != "" {
			*l = append(*l, line)
		}
	}
}

// String joins the lines.
func (l Lines) String() string { return strings.Join(l, "\n") }
