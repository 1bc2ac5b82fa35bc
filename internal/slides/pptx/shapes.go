package pptx

import (
	"slices"
	"strings"

	"proceedings/internal/slides/office"
)

// shapes gathers the text of a slide's tree of shapes, in the tree's order:
// PowerPoint reads a slide aloud in that order, too.
type shapes struct {
	reader *reader
	rels   relations
	title  string
	body   office.Lines
}

// walk goes through the children of n.
func (s *shapes) walk(n *office.Node) error {
	if n == nil {
		return nil
	}
	for _, kid := range n.Kids {
		var err error
		switch kid.Name {
		case "sp":
			s.shape(kid)
		case "graphicFrame":
			err = s.graphic(kid.Down("graphic", "graphicData"))
		case "grpSp", "lockedCanvas":
			err = s.walk(kid)
		case "AlternateContent":
			err = s.alternate(kid)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// alternate takes the first alternative that has something to say. They say
// the same in different words, and a picture stands in for what an older
// program cannot show.
func (s *shapes) alternate(n *office.Node) error {
	for _, choice := range n.Kids {
		if choice.Name != "Choice" && choice.Name != "Fallback" {
			continue
		}
		title, had := s.title, len(s.body)
		if err := s.walk(choice); err != nil {
			return err
		}
		if s.title != title || len(s.body) > had {
			return nil
		}
	}
	return nil
}

func (s *shapes) shape(n *office.Node) {
	text := n.Down("txBody")
	if text == nil {
		text = n.Down("txSp", "txBody") // in a locked canvas
	}
	switch kind := placeholder(n); {
	case slices.Contains([]string{"dt", "ftr", "sldNum", "hdr"}, kind):
	case (kind == "title" || kind == "ctrTitle") && s.title == "":
		var lines office.Lines
		addParagraphs(&lines, text)
		s.title = office.OneLine(lines.String())
	default:
		addParagraphs(&s.body, text)
	}
}

// placeholder is the part that a shape plays in its layout: "" for a shape
// that is not of the layout, "obj" for one that does not say.
func placeholder(shape *office.Node) string {
	ph := shape.Down("nvSpPr", "nvPr", "ph")
	if ph == nil {
		return ""
	}
	if kind := ph.Attr("type"); kind != "" {
		return kind
	}
	return "obj"
}

func addParagraphs(lines *office.Lines, body *office.Node) {
	if body == nil {
		return
	}
	for _, kid := range body.Kids {
		switch kid.Name {
		case "p":
			lines.Add(paragraph(kid))
		case "AlternateContent": // a formula, with its picture as the fallback
			had := len(*lines)
			for _, choice := range kid.Kids {
				if addParagraphs(lines, choice); len(*lines) > had {
					break
				}
			}
		}
	}
}

// paragraph is the text of a paragraph; its line breaks are newlines.
func paragraph(p *office.Node) string {
	var b strings.Builder
	addRuns(&b, p)
	return b.String()
}

func addRuns(b *strings.Builder, n *office.Node) {
	for _, kid := range n.Kids {
		switch kid.Name {
		case "t": // of DrawingML, or of a formula
			b.WriteString(unescape(kid.Content()))
		case "r":
			var run strings.Builder
			if addRuns(&run, kid); inSymbol(kid) {
				b.WriteString(readable(run.String()))
			} else {
				b.WriteString(run.String())
			}
		case "br":
			b.WriteByte('\n')
		case "AlternateContent":
			had := b.Len()
			for _, choice := range kid.Kids {
				if addRuns(b, choice); b.Len() > had {
					break
				}
			}
		case "":
		default:
			addRuns(b, kid)
		}
	}
}

// unescape undoes the way in which control characters are written in text.
func unescape(text string) string {
	if !strings.Contains(text, "_x00") {
		return text
	}
	return strings.NewReplacer("_x000B_", "\n", "_x000b_", "\n", "_x000D_", "\n", "_x000d_", "\n", "_x000A_", "\n", "_x000a_", "\n", "_x0009_", " ").Replace(text)
}
