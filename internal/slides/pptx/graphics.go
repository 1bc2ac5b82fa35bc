package pptx

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// graphic adds what a frame shows: a table, a chart, a diagram, or shapes. Of
// anything else, a film or another program's object, it adds what the author
// says that it shows.
func (s *shapes) graphic(frame *office.Node, alt string) error {
	about := properties(frame)
	had := len(s.blocks)
	if err := s.data(frame.Down("graphic", "graphicData")); err != nil {
		return err
	}
	if len(s.blocks) == had {
		s.picture(about)
		return nil
	}
	switch s.blocks[had].Kind {
	case meeting.Table, meeting.Graph, meeting.Diagram:
		s.blocks[had].Alt = alt
	}
	s.links.add(s.rels.follow(about), alt)
	return nil
}

func (s *shapes) data(data *office.Node) error {
	if data == nil {
		return nil
	}
	for _, kid := range data.Kids {
		var err error
		switch kid.Name {
		case "tbl":
			s.table(kid)
		case "chart":
			err = s.chart(s.rels[kid.AttrIn("relationships", "id")].part)
		case "relIds":
			err = s.diagram(s.rels[kid.AttrIn("relationships", "dm")].part)
		case "lockedCanvas":
			err = s.walk(kid)
		case "AlternateContent":
			err = s.alternate(kid, s.data)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// table adds a table. A cell that is merged into another stays, empty, so that
// columns keep their places.
func (s *shapes) table(tbl *office.Node) {
	t := text{rels: s.rels}
	var rows [][]string
	says := false
	for row := range tbl.Named("tr") {
		var cells []string
		for cell := range row.Named("tc") {
			said := ""
			if !on(cell.Attr("hMerge")) && !on(cell.Attr("vMerge")) {
				said = office.OneLine(t.lines(cell.Down("txBody")).String())
			}
			says = says || said != ""
			cells = append(cells, said)
		}
		rows = append(rows, cells)
	}
	s.links.join(t.links)
	if says {
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Table, Rows: rows})
	}
}

// diagram adds the texts of a SmartArt diagram: of the shapes that it was last
// drawn with, in their order, else of its data.
func (s *shapes) diagram(part string) error {
	root, err := s.reader.optional(part)
	if err != nil || root == nil {
		return err
	}
	var lines office.Lines
	for ext := range root.Find("dataModelExt") {
		lines, err = s.drawing(s.rels[ext.Attr("relId")].part)
		if err != nil || len(lines) > 0 {
			s.addDiagram(lines)
			return err
		}
	}
	lines, err = s.texts(part, func(yield func(*office.Node) bool) {
		for point := range root.Find("pt") {
			if point.Attr("type") != "pres" && !yield(point.Down("t")) {
				return
			}
		}
	})
	s.addDiagram(lines)
	return err
}

func (s *shapes) drawing(part string) (office.Lines, error) {
	root, err := s.reader.optional(part)
	if err != nil || root == nil {
		return nil, err
	}
	return s.texts(part, root.Find("txBody"))
}

func (s *shapes) addDiagram(lines office.Lines) {
	if len(lines) > 0 {
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Diagram, Text: strings.Join(lines, "\n")})
	}
}

// texts are the paragraphs of text bodies in a part of its own.
func (s *shapes) texts(part string, bodies func(func(*office.Node) bool)) (office.Lines, error) {
	rels, err := s.reader.optionalRelations(part)
	if err != nil {
		return nil, err
	}
	t := text{rels: rels}
	var lines office.Lines
	for body := range bodies {
		lines = append(lines, t.lines(body)...)
	}
	s.links.join(t.links)
	return lines, nil
}
