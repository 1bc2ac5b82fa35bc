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
	parts, err := slideParts(root, rels)
	if err != nil {
		return meeting.DeckText{}, err
	}
	deck.Slides, err = r.slides(parts)
	return deck, err
}

// reader is the state that all slides of one presentation share.
type reader struct {
	archive   *office.Archive
	skip      map[string]bool   // elements without text
	authors   map[string]string // of comments, by their IDs
	backdrops map[string]string // text of layouts and masters, by part
	points    int               // number of chart values so far
}

func newReader(a *office.Archive) *reader {
	r := &reader{archive: a, skip: map[string]bool{}, backdrops: map[string]string{}}
	for _, name := range []string{
		"spPr", "grpSpPr", "style", "bodyPr", "lstStyle", "timing", "transition", "blipFill", "endParaRPr",
		"tblPr", "tblGrid", "tcPr", "clrMap", "clrMapOvr", "txStyles", "notesStyle", "prSet", "cxnLst",
		"custDataLst", "xfrm", "txXfrm", "txPr", "defaultTextStyle", "solidFill", "ln", "effectLst",
	} {
		r.skip[name] = true
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
