package odp

import (
	"strings"

	"proceedings/internal/meeting"
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
	if math := formula(root); math != "" {
		s.blocks = append(s.blocks, meeting.Block{Kind: meeting.Text, Text: math})
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

// formula is the text of a MathML document: its leaves, separated by spaces.
func formula(root *office.Node) string {
	if root == nil {
		return ""
	}
	math := root
	if root.Name != "math" {
		math = root.Down("math")
	}
	var leaves []string
	addLeaves(math, &leaves)
	return words.OneLine(strings.Join(leaves, " "))
}

func addLeaves(n *office.Node, leaves *[]string) {
	for _, kid := range kids(n) {
		switch kid.Name {
		case "":
		case "mi", "mn", "mo", "ms", "mtext":
			*leaves = append(*leaves, kid.Content())
		case "annotation": // the same formula in another notation
		default:
			addLeaves(kid, leaves)
		}
	}
}
