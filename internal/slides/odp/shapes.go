package odp

import (
	"slices"
	"strings"

	"proceedings/internal/slides/office"
)

// shapes gathers the text of a slide's shapes in document order.
type shapes struct {
	reader *reader
	title  string
	body   office.Lines
}

// class is the part that a shape plays in its layout.
func class(shape *office.Node) string { return shape.AttrIn("presentation:1.0", "class") }

// add takes up a shape, a group of shapes, or a link around them.
func (s *shapes) add(n *office.Node) error {
	switch {
	case n.Name == "" || n.Name == "notes" || n.Name == "title":
		return nil // a page's notes are read apart; a title here is alternative text
	case n.AttrIn("presentation:1.0", "placeholder") == "true":
		return nil // empty, and not shown
	case slices.Contains([]string{"header", "footer", "date-time", "page-number"}, class(n)):
		return nil
	case n.Name == "frame":
		return s.frame(n)
	case n.Name == "g" || n.Name == "a":
		for _, kid := range n.Kids {
			if err := s.add(kid); err != nil {
				return err
			}
		}
	case class(n) == "title" && s.title == "":
		s.title = title(n)
	default:
		addText(&s.body, n)
	}
	return nil
}

// frame adds what is in a frame: the first of its alternatives that has
// something to say.
func (s *shapes) frame(n *office.Node) error {
	for _, kid := range n.Kids {
		had := len(s.body)
		switch {
		case kid.Name == "text-box" && class(n) == "title" && s.title == "":
			s.title = title(kid)
			return nil
		case kid.Name == "text-box":
			addText(&s.body, kid)
		case kid.Name == "table":
			s.table(kid)
		case kid.Name == "object":
			if err := s.object(kid.AttrIn("xlink", "href")); err != nil {
				return err
			}
		}
		if len(s.body) > had {
			return nil
		}
	}
	return nil
}

func title(n *office.Node) string {
	var lines office.Lines
	addText(&lines, n)
	return office.OneLine(lines.String())
}

// table adds a row a line.
func (s *shapes) table(table *office.Node) {
	for row := range table.Find("table-row") {
		s.body.AddRow(cells(row))
	}
}

// cells are the texts of a row's cells; one that is covered by another is
// there, empty, so that columns keep their places.
func cells(row *office.Node) []string {
	var texts []string
	for _, kid := range row.Kids {
		if kid.Name != "table-cell" && kid.Name != "covered-table-cell" {
			continue
		}
		var lines office.Lines
		addText(&lines, kid)
		texts = append(texts, lines.String())
	}
	return texts
}

// object adds the text of a chart: titles, series, categories. Its figures are
// in the picture.
func (s *shapes) object(href string) error {
	name := strings.TrimPrefix(href, "./") + "/" + contentPart
	if href == "" || !s.reader.archive.Has(name) {
		return nil
	}
	root, err := s.reader.archive.Tree(name, s.reader.skip)
	if err != nil {
		return err
	}
	chart := root.Down("body", "chart", "chart")
	for _, name := range []string{"title", "subtitle"} {
		for n := range chart.Find(name) {
			s.body.Add(title(n))
		}
	}
	s.body.AddRow(header(chart.Down("table")))
	s.body.AddRow(categories(chart.Down("table")))
	return nil
}

// header is the first row of a chart's table: the names of its series.
func header(table *office.Node) []string {
	for rows := range table.Named("table-header-rows") {
		return trimEmpty(cells(rows.Down("table-row")))
	}
	return nil
}

// maxCategories bounds the categories of a chart: beyond these it is a time
// series, and nobody looks for its dates.
const maxCategories = 100

// categories is the first column of a chart's table.
func categories(table *office.Node) []string {
	var names []string
	for row := range table.Down("table-rows").Named("table-row") {
		if row := cells(row); len(row) > 0 && len(names) < maxCategories {
			names = append(names, row[0])
		}
	}
	return trimEmpty(names)
}

func trimEmpty(texts []string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return strings.TrimSpace(t) == "" })
}
