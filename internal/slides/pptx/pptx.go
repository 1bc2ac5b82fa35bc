// Package pptx reads the text of a PowerPoint file (ECMA-376, the transitional and
// the strict form): its slides in their order, and its metadata. It is pure: bytes
// in, text out.
package pptx

import (
	"proceedings/internal/fault"
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
	deck.Slides, err = r.slides(root, rels)
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

// slideParts are the parts of the slides in their order.
func slideParts(root *office.Node, rels relations) ([]string, error) {
	var parts []string
	for list := range root.Named("sldIdLst") {
		for id := range list.Named("sldId") {
			target := rels[id.AttrIn("relationships", "id")]
			if target.part == "" {
				return nil, fault.Refuse("is damaged: slide %d is missing", len(parts)+1)
			}
			if len(parts) == MaxSlides {
				return nil, fault.Refuse("has more than %d slides", MaxSlides)
			}
			parts = append(parts, target.part)
		}
	}
	if len(parts) == 0 {
		return nil, fault.Refuse("has no slides")
	}
	return parts, nil
}

func (r *reader) slides(root *office.Node, rels relations) ([]meeting.Slide, error) {
	parts, err := slideParts(root, rels)
	if err != nil {
		return nil, err
	}
	slides := make([]meeting.Slide, len(parts))
	for i, part := range parts {
		if slides[i], err = r.slide(part); err != nil {
			return nil, err
		}
		slides[i].Number = i + 1
	}
	return slides, nil
}

func (r *reader) slide(part string) (meeting.Slide, error) {
	root, err := r.archive.Tree(part, r.skip)
	if err != nil {
		return meeting.Slide{}, err
	}
	rels, err := r.relations(part)
	if err != nil {
		return meeting.Slide{}, err
	}
	s := shapes{reader: r, rels: rels}
	if err = s.walk(root.Down("cSld", "spTree")); err != nil {
		return meeting.Slide{}, err
	}
	slide := meeting.Slide{
		Title: s.title, Body: meeting.Body(s.blocks), Blocks: s.blocks, Links: s.links.list,
		Hidden: off(root.Attr("show")),
	}
	if slide.Notes, err = r.notes(rels); err != nil {
		return meeting.Slide{}, err
	}
	if slide.Comments, err = r.comments(rels); err != nil {
		return meeting.Slide{}, err
	}
	var master office.Lines
	if !off(root.Attr("showMasterSp")) {
		text, err := r.backdrop(rels)
		if err != nil {
			return meeting.Slide{}, err
		}
		master.Add(text)
	}
	master = append(master, s.footers...)
	slide.Master = master.String()
	return slide, nil
}

// off and on report whether an optional flag is set to false or to true.
func off(flag string) bool { return flag == "0" || flag == "false" }

func on(flag string) bool { return flag == "1" || flag == "true" }
