package meeting

import "strings"

// Body is what blocks say, a paragraph a line; a row of a table is one line.
// Alternative texts are no part of it: they say what is seen.
func Body(blocks []Block) string {
	var lines []string
	add := func(s string) {
		if strings.TrimSpace(s) != "" {
			lines = append(lines, s)
		}
	}
	for _, b := range blocks {
		add(b.Text)
		for _, row := range b.Rows {
			add(strings.ReplaceAll(strings.Join(row, "\t"), "\n", " "))
		}
		if c := b.Chart; c != nil {
			add(c.Title)
			names := make([]string, 0, len(c.Series))
			for _, s := range c.Series {
				names = append(names, s.Name)
			}
			add(strings.Join(names, "\t"))
			add(strings.Join(c.Categories, "\t"))
		}
	}
	return strings.Join(lines, "\n")
}
