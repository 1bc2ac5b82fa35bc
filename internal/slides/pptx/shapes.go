package pptx

import (
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// shapes collects the text of the shapes of a slide, a layout or a master, in the
// order of their tree, in which PowerPoint reads a slide aloud, too.
type shapes struct {
	reader   *reader
	rels     relations
	backdrop bool // a layout or a master, whose placeholders only prompt for text
	title    string
	blocks   []meeting.Block
	links    links
	footers  office.Lines
}

// walk adds the children of n.
func (s *shapes) walk(n *office.Node) error {
	if n == nil {
		return nil
	}
	for _, kid := range n.Kids {
		if err := s.add(kid); err != nil {
			return err
		}
	}
	return nil
}

func (s *shapes) add(n *office.Node) error {
	if n.Name == "" || n.Name == "extLst" || strings.HasPrefix(n.Name, "nv") {
		return nil
	}
	if n.Name == "AlternateContent" {
		return s.alternate(n, s.walk)
	}
	about := properties(n)
	part := placeholder(n)
	title := part == "title" || part == "ctrTitle"
	// A hidden title is meant for screen readers.
	if on(about.Attr("hidden")) && !title || s.backdrop && part != "" {
		return nil
	}
	switch n.Name {
	case "graphicFrame":
		return s.graphic(n, alternative(about))
	case "pic":
		s.picture(about)
	case "grpSp":
		s.picture(about)
		return s.walk(n)
	default:
		return s.shape(n, part)
	}
	return nil
}

// alternate adds the first alternative with text. Alternatives have the same
// content, and a preview image replaces what an older program cannot show.
func (s *shapes) alternate(n *office.Node, read func(*office.Node) error) error {
	for _, choice := range n.Kids {
		if choice.Name != "Choice" && choice.Name != "Fallback" {
			continue
		}
		title, blocks, footers := s.title, len(s.blocks), len(s.footers)
		if err := read(choice); err != nil {
			return err
		}
		if s.title != title || len(s.blocks) > blocks || len(s.footers) > footers {
			return nil
		}
	}
	return nil
}

// shape adds the text of any shape, or the shapes within an unknown element.
func (s *shapes) shape(n *office.Node, part string) error {
	body := n.Down("txBody")
	if body == nil {
		body = n.Down("txSp", "txBody") // in a locked canvas
	}
	about := properties(n)
	if body == nil && about == nil {
		return s.walk(n)
	}
	t := text{rels: s.rels}
	switch {
	case slices.Contains([]string{"dt", "ftr", "sldNum", "hdr"}, part):
		s.footer(body, part)
		return nil
	case (part == "title" || part == "ctrTitle") && s.title == "":
		s.title = words.OneLine(t.lines(body).String())
		s.links.add(s.follow(about), s.title)
	default:
		had := len(s.blocks)
		s.blocks = append(s.blocks, t.blocks(body, part)...)
		if len(s.blocks) == had && part == "" {
			s.picture(about)
		} else {
			s.links.add(s.follow(about), words.OneLine(meeting.Body(s.blocks[had:])))
		}
	}
	s.links.join(t.links)
	return nil
}

// footer adds the text of a footer, without the number of its slide and the current
// date.
func (s *shapes) footer(body *office.Node, part string) {
	for _, line := range (&text{plain: true}).lines(body) {
		if part != "sldNum" || strings.ContainsFunc(line, unicode.IsLetter) {
			s.footers.Add(line)
		}
	}
}

// picture adds the alternative text of an image.
func (s *shapes) picture(about *office.Node) {
	alt := alternative(about)
	if alt != "" {
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Picture, Alt: alt})
	}
	s.links.add(s.follow(about), alt)
}

// properties are the non-visual properties of a shape: name, alternative text,
// whether it is hidden.
func properties(shape *office.Node) *office.Node {
	for _, kid := range shape.Kids {
		if about := kid.Down("cNvPr"); about != nil {
			return about
		}
	}
	return nil
}

// placeholder is the role of a shape in its layout: "" for a shape that has none,
// "obj" for one without a type.
func placeholder(shape *office.Node) string {
	for _, kid := range shape.Kids {
		if ph := kid.Down("nvPr", "ph"); ph != nil {
			if kind := ph.Attr("type"); kind != "" {
				return kind
			}
			return "obj"
		}
	}
	return placeholderByName(properties(shape))
}

// placeholderByName is the role by the name that PowerPoint gave to a shape:
// LibreOffice turns the footers of old decks into ordinary shapes.
func placeholderByName(about *office.Node) string {
	for _, known := range [][2]string{{"Footer", "ftr"}, {"Date", "dt"}, {"Slide Number", "sldNum"}} {
		if strings.HasPrefix(about.Attr("name"), known[0]+" Placeholder ") {
			return known[1]
		}
	}
	return ""
}
