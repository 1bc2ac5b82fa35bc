// Package pptx reads the text of a PowerPoint file (ECMA-376, the transitional and
// the strict form): its slides in their order, and its metadata. It is pure: bytes
// in, text out.
package pptx

import (
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// MaxSlides is the largest number of slides of a deck. A slide that is listed twice
// is read twice.
const MaxSlides = 2000

const mainPart = "ppt/presentation.xml"

// Read reads the text of the presentation in a.
func Read(a *office.Archive) (meeting.DeckText, error) {
	r := newReader(a)
	top, err := r.optionalRelations("")
	if err != nil {
		return meeting.DeckText{}, err
	}
	root, rels, err := r.main(top)
	if err != nil {
		return meeting.DeckText{}, err
	}
	_, macros := rels.first("vbaProject")
	deck := meeting.DeckText{Macros: macros || a.Has("ppt/vbaProject.bin")}
	if deck.Properties, err = r.properties(top); err != nil {
		return meeting.DeckText{}, err
	}
	if r.authors, err = r.commentAuthors(rels); err != nil {
		return meeting.DeckText{}, err
	}
	r.width, r.height = slideSize(root)
	parts, err := slideParts(root, rels)
	if err != nil {
		return meeting.DeckText{}, err
	}
	deck.Outline = sections(root, parts)
	deck.Slides, err = r.slides(parts)
	return deck, err
}

// reader is the state that all slides of one presentation share.
type reader struct {
	archive       *office.Archive
	skip          map[string]bool    // elements without text
	placed        map[string]bool    // the same, of parts whose shapes have a position
	authors       map[string]string  // of comments, by their IDs
	layouts       map[string]*layout // and masters, by part
	width, height float64            // of all slides, in EMU
	points        int                // number of chart values so far
}

func newReader(a *office.Archive) *reader {
	r := &reader{archive: a, skip: map[string]bool{}, placed: map[string]bool{}, layouts: map[string]*layout{}}
	for _, name := range []string{
		"style", "bodyPr", "timing", "transition", "blipFill", "endParaRPr",
		"tblGrid", "tcPr", "clrMap", "clrMapOvr", "notesStyle", "prSet", "cxnLst",
		"custDataLst", "txXfrm", "txPr", "defaultTextStyle", "solidFill", "ln", "effectLst",
	} {
		r.skip[name], r.placed[name] = true, true
	}
	delete(r.placed, "blipFill") // a film may be cropped
	for _, name := range []string{"spPr", "grpSpPr", "xfrm", "lstStyle", "txStyles", "tblPr"} {
		r.skip[name] = true
	}
	for _, name := range []string{
		"prstGeom", "custGeom", "noFill", "gradFill", "pattFill", "grpFill", "effectDag", "scene3d", "sp3d",
	} {
		r.placed[name] = true
	}
	return r
}

// main is the part that lists the slides, and its relations.
func (r *reader) main(top relations) (*office.Node, relations, error) {
	main, ok := top.first("officeDocument")
	if !ok || !r.archive.Has(main) {
		main = mainPart
	}
	root, err := r.archive.Tree(main, r.skip)
	if err != nil {
		return nil, nil, err
	}
	rels, err := r.relations(main)
	return root, rels, err
}
