package pptx

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/language"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/readingorder"
	"proceedings/internal/slides/titleguess"
	"proceedings/internal/words"
)

// shapes collects the text of the shapes of a slide, a layout or a master, in the
// order of their tree.
type shapes struct {
	reader    *reader
	rels      relations
	layout    *layout // that placeholders inherit from
	backdrop  bool    // a layout or a master, whose placeholders only prompt for text
	transform affine  // from the coordinates of the current group to those of the slide
	unplaced  bool    // the current shapes have other coordinates
	title     string
	blocks    []meeting.Block
	pieces    []readingorder.Piece
	links     links
	titles    []titleguess.Text // texts that may be the title
	footers   office.Lines
	embedded  []embedded
	tally     language.Tally
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
	switch n.Name {
	case "", "extLst", "spPr", "grpSpPr", "xfrm":
		return nil
	}
	if strings.HasPrefix(n.Name, "nv") {
		return nil
	}
	if n.Name == "AlternateContent" {
		return s.alternate(n, s.walk)
	}
	about := properties(n)
	as := placeholder(n)
	// A hidden title is the name of the slide, for screen readers. One beside the slide is
	// like all that is parked there: the audience did not see it.
	if on(about.Attr("hidden")) && !as.isTitle() || s.backdrop && as.kind != "" {
		return nil
	}
	place, area, own := s.area(n, as)
	beside := own && area.Outside(s.reader.width, s.reader.height)
	if beside && n.Name != "grpSp" {
		return nil
	}
	return s.enclose(area, func() error {
		switch n.Name {
		case "graphicFrame":
			return s.graphic(n, alternative(about))
		case "pic":
			s.picture(about)
			s.media(n, alternative(about))
		case "grpSp":
			if !beside {
				s.picture(about)
			}
			return s.within(place, area, n)
		default:
			return s.shape(n, as, area)
		}
		return nil
	})
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
func (s *shapes) shape(n *office.Node, as role, area readingorder.Rect) error {
	body := n.Down("txBody")
	if body == nil {
		body = n.Down("txSp", "txBody") // in a locked canvas
	}
	about := properties(n)
	if body == nil && about == nil {
		return s.walk(n)
	}
	t := text{rels: s.rels, tally: &s.tally}
	switch {
	case slices.Contains([]string{"dt", "ftr", "sldNum", "hdr"}, as.kind):
		s.footer(body, as.kind)
		return nil
	case as.isTitle() && s.title == "":
		s.title = words.OneLine(t.lines(body).String())
		s.links.add(s.follow(about), s.title)
	default:
		t.styles = s.styles(body, as)
		had := len(s.blocks)
		s.blocks = append(s.blocks, t.blocks(body, as.kind)...)
		if len(s.blocks) == had && as.kind == "" {
			s.picture(about)
		} else {
			s.links.add(s.follow(about), words.OneLine(meeting.Body(s.blocks[had:])))
			s.titles = append(s.titles, titleguess.Text{From: had, To: len(s.blocks), HasRole: as.kind != "", Area: area, Looks: t.looks})
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

// placeholder is the role of a shape in its layout.
func placeholder(shape *office.Node) role {
	for _, kid := range shape.Kids {
		if ph := kid.Down("nvPr", "ph"); ph != nil {
			return role{cmp.Or(ph.Attr("type"), "obj"), ph.Attr("idx")}
		}
	}
	return role{kind: placeholderByName(properties(shape))}
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
