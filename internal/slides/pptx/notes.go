package pptx

import (
	"proceedings/internal/slides/office"
)

// notes are the notes of the slide with these relations, then the header and the
// footer of their page.
func (r *reader) notes(rels relations) (string, error) {
	part, _ := rels.first("notesSlide")
	root, err := r.optionalAs("notes", part)
	if err != nil {
		return "", err
	}
	var noted, around office.Lines
	for shape := range root.Down("cSld", "spTree").Find("sp") {
		body := shape.Down("txBody")
		switch placeholder(shape).kind {
		case "body", "obj", "":
			noted = append(noted, new(text).lines(body)...)
		case "hdr", "ftr", "dt":
			around = append(around, (&text{plain: true}).lines(body)...)
		}
	}
	return append(noted, around...).String(), nil
}
