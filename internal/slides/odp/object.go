package odp

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/formula"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// object adds the text of an embedded document, which is a folder of the archive or
// inline.
func (s *shapes) object(n *office.Node) error {
	root := n
	if n.Down("document") == nil && n.Down("math") == nil {
		var err error
		if root, err = s.embedded(n.AttrIn("xlink", "href")); err != nil {
			return err
		}
	} else if document := n.Down("document"); document != nil {
		root = document
	}
	if e := mathOf(root); words.OneLine(e.Text()) != "" {
		s.blocks = append(s.blocks, meeting.Block{
			Kind: meeting.Text, Text: words.OneLine(e.Text()), LaTeX: `\(` + words.OneLine(e.LaTeX()) + `\)`, MathML: []string{e.Markup()},
		})
		return nil
	}
	for _, kid := range kids(root.Down("body")) {
		switch kid.Name {
		case "chart":
			s.chart(kid.Down("chart"))
		case "spreadsheet":
			for sheet := range kid.Named("table") {
				s.table(sheet)
			}
		default: // a text document or a drawing
			s.blocks = append(s.blocks, s.reader.blocks(kid)...)
		}
	}
	return nil
}

func (s *shapes) embedded(href string) (*office.Node, error) {
	if href == "" {
		return nil, nil //nolint:nilnil // a nil node is like an empty one
	}
	return s.reader.part(strings.TrimPrefix(href, "./") + "/" + contentPart)
}

// mathOf is the formula of a MathML document; nil without one.
func mathOf(root *office.Node) *formula.Expr {
	if root == nil {
		return nil
	}
	math := root
	if root.Name != "math" {
		math = root.Down("math")
	}
	return formula.MathML(math)
}
