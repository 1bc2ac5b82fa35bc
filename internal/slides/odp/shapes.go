package odp

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/readingorder"
	"proceedings/internal/slides/titleguess"
	"proceedings/internal/words"
)

// shapes collects the text of a page's shapes, in the order of their tree.
type shapes struct {
	reader *reader
	page   pageSize
	title  string
	blocks []meeting.Block
	pieces []readingorder.Piece
	titles []titleguess.Text // texts that may be the title
	apart  office.Lines      // footers and dates

	clips []meeting.Embedded
}

// class is the role of a shape in its layout.
func class(shape *office.Node) string { return shape.AttrIn(showSpace, "class") }

// alt is the alternative text of a shape, made of its title and its description.
func alt(shape *office.Node) string {
	short, long := "", ""
	for _, kid := range shape.Kids {
		switch {
		case !strings.HasSuffix(kid.Space, svgSpace):
		case kid.Name == "title":
			short = authored(kid)
		case kid.Name == "desc":
			long = authored(kid)
		}
	}
	switch {
	case short == "" || strings.Contains(long, short):
		return long
	case long == "":
		return short
	}
	return short + ": " + long
}

// authored is a text about a shape, unless a program filled it in.
func authored(n *office.Node) string {
	text := words.OneLine(n.Content())
	if office.IsImageName(text) {
		return ""
	}
	return text
}

// add adds a shape, the shapes in a group, or those in a link.
func (s *shapes) add(n *office.Node) error {
	switch part := class(n); {
	case n.Name == "" || n.Name == "notes" || n.Name == "title" || n.Name == "desc" || n.Name == "annotation":
		return nil // read elsewhere
	case n.AttrIn(showSpace, "placeholder") == "true":
		return nil // empty, and not shown
	case part == "page-number":
		return nil
	case isRepeated(part):
		for _, inner := range inside(n) {
			addText(&s.apart, inner)
		}
		return nil
	case s.page.isInvisible(n), s.page.isBeside(n) && part != "title":
		return nil
	}
	return s.enclose(area(n), func() error { return s.shapeOrGroup(n) })
}

func (s *shapes) shapeOrGroup(n *office.Node) error {
	if n.Name == "g" || n.Name == "a" {
		if text := alt(n); text != "" {
			s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Picture, Alt: text})
		}
		for _, kid := range n.Kids {
			if err := s.add(kid); err != nil {
				return err
			}
		}
		return nil
	}
	return s.shape(n)
}

// enclose makes one piece of all blocks that add adds. A group has the area of its
// shapes.
func (s *shapes) enclose(area readingorder.Rect, add func() error) error {
	outer, from := s.pieces, len(s.blocks)
	s.pieces = nil
	err := add()
	for _, kid := range s.pieces {
		area = readingorder.Join(area, kid.Area)
	}
	made := readingorder.Piece{Area: area, From: from, To: len(s.blocks), Kids: s.pieces}
	s.pieces = outer
	if made.To > made.From {
		s.pieces = append(s.pieces, made)
	}
	return err
}

// arrange puts the blocks into reading order, without those of which the title was taken.
func (s *shapes) arrange(rtl bool) {
	var ordered []meeting.Block
	for _, from := range readingorder.Sequence(readingorder.Piece{To: len(s.blocks), Kids: s.pieces}, rtl) {
		if s.blocks[from].Kind != "" {
			ordered = append(ordered, s.blocks[from])
		}
	}
	s.blocks = ordered
}

// shape adds a single shape, with its alternative text.
func (s *shapes) shape(n *office.Node) error {
	had := len(s.blocks)
	switch {
	case n.Name == "frame":
		if err := s.frame(n); err != nil {
			return err
		}
		s.media(n)
	case class(n) == "title" && s.title == "":
		s.title = oneLine(n)
	default:
		s.blocks = append(s.blocks, s.reader.blocks(n)...)
	}
	if hasText := n.Name != "frame" || n.Down("text-box") != nil; hasText && len(s.blocks) > had {
		s.titles = append(s.titles, titleguess.Text{From: had, To: len(s.blocks), HasRole: class(n) != "", Area: area(n), Looks: s.reader.styles.looks(n)})
	}
	switch text := alt(n); {
	case text == "" || class(n) == "title":
	case len(s.blocks) > had:
		s.blocks[had].Alt = text
	default:
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Picture, Alt: text})
	}
	return nil
}

// frame adds the content of a frame: its first alternative with text.
func (s *shapes) frame(n *office.Node) error {
	for _, kid := range n.Kids {
		had := len(s.blocks)
		switch {
		case kid.Name == "text-box" && class(n) == "title" && s.title == "":
			s.title = oneLine(kid)
			return nil
		case kid.Name == "text-box":
			s.blocks = append(s.blocks, s.reader.blocks(kid)...)
		case kid.Name == "table":
			s.table(kid)
		case kid.Name == "object":
			if err := s.object(kid); err != nil {
				return err
			}
		}
		if len(s.blocks) > had {
			return nil
		}
	}
	return nil
}
