package pptx

import (
	"slices"
	"strings"

	"proceedings/internal/slides/office"
)

// graphic adds what a frame shows: a table, a chart, a diagram, or shapes.
func (s *shapes) graphic(data *office.Node) error {
	if data == nil {
		return nil
	}
	for _, kid := range data.Kids {
		var err error
		switch kid.Name {
		case "tbl":
			s.table(kid)
		case "chart":
			err = s.chart(kid.AttrIn("relationships", "id"))
		case "relIds":
			err = s.diagram(kid.AttrIn("relationships", "dm"))
		case "lockedCanvas":
			err = s.walk(kid)
		case "AlternateContent":
			for _, choice := range kid.Kids {
				had := len(s.body)
				if err = s.graphic(choice); err != nil || len(s.body) > had {
					break
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// table adds a row a line. A cell that is merged into another stays, empty, so
// that columns keep their places.
func (s *shapes) table(tbl *office.Node) {
	for row := range tbl.Named("tr") {
		var cells []string
		for cell := range row.Named("tc") {
			var lines office.Lines
			addParagraphs(&lines, cell.Down("txBody"))
			cells = append(cells, lines.String())
		}
		s.body.AddRow(cells)
	}
}

// part is the tree that a reference leads to; nil where it leads nowhere, for
// a slide is worth having without its chart.
func (s *shapes) part(id string) (*office.Node, error) {
	rel, ok := s.rels[id]
	if !ok || !s.reader.archive.Has(rel.part) {
		return nil, nil //nolint:nilnil // nowhere
	}
	return s.reader.archive.Tree(rel.part, s.reader.skip)
}

// diagram adds the texts of a SmartArt diagram, in the order of its data.
func (s *shapes) diagram(id string) error {
	root, err := s.part(id)
	if err != nil {
		return err
	}
	for point := range root.Find("pt") {
		if kind := point.Attr("type"); kind != "pres" {
			addParagraphs(&s.body, point.Down("t"))
		}
	}
	return nil
}

// chart adds a chart's titles, then the names of its series, then its
// categories. Its figures are in the picture.
func (s *shapes) chart(id string) error {
	root, err := s.part(id)
	if err != nil {
		return err
	}
	for title := range root.Find("title") {
		var lines office.Lines
		for p := range title.Find("p") {
			lines.Add(paragraph(p))
		}
		s.body.Add(office.OneLine(lines.String()))
	}
	var series, categories []string
	for _, name := range []string{"ser", "series"} { // "series" in the charts of 2016
		for ser := range root.Find(name) {
			series = append(series, values(ser.Down("tx"))...)
			for _, v := range values(ser.Down("cat")) {
				if !slices.Contains(categories, v) && len(categories) < maxCategories {
					categories = append(categories, v)
				}
			}
		}
	}
	for data := range root.Find("strDim") { // of 2016
		for pt := range data.Find("pt") {
			if len(categories) < maxCategories {
				categories = append(categories, strings.TrimSpace(pt.Content()))
			}
		}
	}
	s.body.AddRow(series)
	s.body.AddRow(categories)
	return nil
}

// maxCategories bounds the categories of a chart: beyond these it is a time
// series, and nobody looks for its dates.
const maxCategories = 100

func values(n *office.Node) []string {
	var texts []string
	for v := range n.Find("v") {
		texts = append(texts, v.Content())
	}
	return texts
}
