package pptx

import (
	"proceedings/internal/slides/office"
)

// notes are the notes of the slide with these relations, then the header and the
// footer of their page. whole is false if their part is missing or damaged.
func (r *reader) notes(rels relations) (all string, whole bool, err error) {
	part, exists := rels.first("notesSlide")
	root, err := r.optionalAs("notes", part)
	if err != nil {
		return "", false, err
	}
	var n notes
	n.walk(root.Down("cSld", "spTree"))
	return append(n.noted, n.around...).String(), root != nil || !exists, nil
}

// notes collects the text of a page of notes.
type notes struct {
	noted, around office.Lines
}

// walk adds the shapes and the tables within n.
func (n *notes) walk(in *office.Node) {
	if in == nil {
		return
	}
	for _, kid := range in.Kids {
		switch kid.Name {
		case "sp":
			n.shape(kid)
		case "graphicFrame":
			for tbl := range kid.Find("tbl") {
				n.noted = append(n.noted, new(text).tableLines(tbl)...)
			}
		case "AlternateContent":
			had := len(n.noted)
			for _, choice := range kid.Kids {
				if n.walk(choice); len(n.noted) > had {
					break
				}
			}
		default:
			n.walk(kid)
		}
	}
}

func (n *notes) shape(shape *office.Node) {
	body := shape.Down("txBody")
	switch placeholder(shape).kind {
	case "body", "obj", "":
		n.noted = append(n.noted, new(text).lines(body)...)
	case "hdr", "ftr", "dt":
		n.around = append(n.around, (&text{plain: true}).lines(body)...)
	}
}
