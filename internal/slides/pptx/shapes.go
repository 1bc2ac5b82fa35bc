package pptx

import (
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// shapes gathers what the shapes of a slide, a layout or a master say, in the
// order of their tree: PowerPoint reads a slide aloud in that order, too.
type shapes struct {
	reader   *reader
	rels     relations
	backdrop bool // a layout or a master, whose placeholders only prompt
	title    string
	blocks   []meeting.Block
	links    links
	footers  office.Lines
}

// walk goes through the children of n.
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
	// A title may be hidden for the eye and yet be there for those who listen.
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

// alternate takes the first alternative that has something to say. They say
// the same in different words, and a picture stands in for what an older
// program cannot show.
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

// shape adds the text of any shape; one that is not known is taken for the
// shapes that it holds.
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
		s.title = office.OneLine(t.lines(body).String())
		s.links.add(s.follow(about), s.title)
	default:
		had := len(s.blocks)
		s.blocks = append(s.blocks, t.blocks(body, part)...)
		if len(s.blocks) == had && part == "" {
			s.picture(about)
		} else {
			s.links.add(s.follow(about), office.OneLine(meeting.Body(s.blocks[had:])))
		}
	}
	s.links.join(t.links)
	return nil
}

// footer adds what a footer says itself: not the number of its slide, nor the
// day on which the file was last opened.
func (s *shapes) footer(body *office.Node, part string) {
	for _, line := range (&text{plain: true}).lines(body) {
		if part != "sldNum" || strings.ContainsFunc(line, unicode.IsLetter) {
			s.footers.Add(line)
		}
	}
}

// picture adds what the author of something to look at says that it shows.
func (s *shapes) picture(about *office.Node) {
	alt := alternative(about)
	if alt != "" {
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Picture, Alt: alt})
	}
	s.links.add(s.follow(about), alt)
}

// properties are those of a shape that is not for its looks: name, alternative
// text, whether it is hidden.
func properties(shape *office.Node) *office.Node {
	for _, kid := range shape.Kids {
		if about := kid.Down("cNvPr"); about != nil {
			return about
		}
	}
	return nil
}

// placeholder is the part that a shape plays in its layout: "" for a shape
// that is not of the layout, "obj" for one that does not say.
func placeholder(shape *office.Node) string {
	for _, kid := range shape.Kids {
		if ph := kid.Down("nvPr", "ph"); ph != nil {
			if kind := ph.Attr("type"); kind != "" {
				return kind
			}
			return "obj"
		}
	}
	return former(properties(shape))
}

// former is the part that a shape played before LibreOffice wrote it: the
// footers of an old deck become shapes of the slide, under the names that
// PowerPoint gave them.
func former(about *office.Node) string {
	for _, known := range [][2]string{{"Footer", "ftr"}, {"Date", "dt"}, {"Slide Number", "sldNum"}} {
		if strings.HasPrefix(about.Attr("name"), known[0]+" Placeholder ") {
			return known[1]
		}
	}
	return ""
}
