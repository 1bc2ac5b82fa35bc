package pptx

import (
	"bytes"

	"proceedings/internal/slides/office"
)

// Weight is a slide that is not read: the part that it is in, and how much is
// on it.
type Weight struct {
	Part  string
	Units int // its shapes and its texts, that is each box and each cell of a table
}

// Weigh weighs the slides of the presentation in a, in their order. A unit is
// what LibreOffice takes 62 KB for while it loads a file (measured: a box with
// text 124, a cell 87): its model of either has the eighteen paragraph formats
// that a list's levels may have, and lives until the last slide is loaded.
func Weigh(a *office.Archive) ([]Weight, error) {
	r := newReader(a)
	top, err := r.optionalRelations("")
	if err != nil {
		return nil, err
	}
	root, rels, err := r.main(top)
	if err != nil {
		return nil, err
	}
	parts, err := slideParts(root, rels)
	if err != nil {
		return nil, err
	}
	weights := make([]Weight, len(parts))
	for i, part := range parts {
		if weights[i], err = r.weigh(part); err != nil {
			return nil, err
		}
	}
	return weights, nil
}

func (r *reader) weigh(part string) (Weight, error) {
	rels, err := r.relations(part)
	if err != nil {
		return Weight{}, err
	}
	w := Weight{Part: part}
	for _, p := range append([]string{part}, rels.all("diagramDrawing")...) {
		if !r.archive.Has(p) {
			continue // a diagram whose drawing is made anew
		}
		data, err := r.archive.Read(p)
		if err != nil {
			return Weight{}, err
		}
		const tags = 2 // of a text: where it begins and where it ends
		w.Units += bytes.Count(data, []byte("cNvPr ")) + bytes.Count(data, []byte("txBody>"))/tags
	}
	return w, nil
}
