package pptx

import (
	"proceedings/internal/meeting"
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
		switch placeholder(shape) {
		case "body", "obj", "":
			noted = append(noted, new(text).lines(body)...)
		case "hdr", "ftr", "dt":
			around = append(around, (&text{plain: true}).lines(body)...)
		}
	}
	return append(noted, around...).String(), nil
}

// maxBackdrop is the largest length of the text of a layout, which each of its
// slides repeats.
const maxBackdrop = 16 << 10

// backdrop is the text of a slide's master and layout, without placeholders, which
// only prompt for text.
func (r *reader) backdrop(rels relations) (string, error) {
	part, ok := rels.first("slideLayout")
	if !ok {
		return "", nil
	}
	if known, ok := r.backdrops[part]; ok {
		return known, nil
	}
	lines, layout, layoutRels, err := r.backdropOf("sldLayout", part)
	if err != nil {
		return "", err
	}
	if master, ok := layoutRels.first("slideMaster"); ok && !off(layout.Attr("showMasterSp")) {
		below, known := r.backdrops[master]
		if !known {
			var own office.Lines
			if own, _, _, err = r.backdropOf("sldMaster", master); err != nil {
				return "", err
			}
			below = own.String()
			r.backdrops[master] = below
		}
		var all office.Lines
		all.Add(below)
		lines = append(all, lines...)
	}
	r.backdrops[part] = lines.String()
	return r.backdrops[part], nil
}

func (r *reader) backdropOf(kind, part string) (office.Lines, *office.Node, relations, error) {
	root, err := r.optionalAs(kind, part)
	if err != nil {
		return nil, nil, nil, err
	}
	rels, err := r.optionalRelations(part)
	if err != nil {
		return nil, nil, nil, err
	}
	s := shapes{reader: r, rels: rels, backdrop: true}
	if err = s.walk(root.Down("cSld", "spTree")); err != nil {
		return nil, nil, nil, err
	}
	var lines office.Lines
	lines.Add(clip(meeting.Body(s.blocks), maxBackdrop))
	return lines, root, rels, nil
}
