package pptx

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// graphic adds the content of a frame: a table, a chart, a diagram, or shapes. For
// anything else, such as a film or an object of another program, it adds the
// alternative text.
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
			err = s.unplace(kid)
		case "AlternateContent":
			err = s.alternate(kid, s.data)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// diagram adds the text of a SmartArt diagram: of its last drawing, in the order of
// the shapes, or else of its data.
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

// texts are the paragraphs of text bodies in another part.
func (s *shapes) texts(part string, bodies func(func(*office.Node) bool)) (office.Lines, error) {
	rels, err := s.reader.optionalRelations(part)
	if err != nil {
		return nil, err
	}
	t := text{rels: rels, tally: &s.tally}
	var lines office.Lines
	for body := range bodies {
		lines = append(lines, t.lines(body)...)
	}
	s.links.join(t.links)
	return lines, nil
}
