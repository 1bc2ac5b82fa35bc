// Package odp reads what an OpenDocument presentation (ISO/IEC 26300) says: its
// slides in their order, and what it says of itself. It is pure: bytes in, text
// out.
package odp

import (
	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// MaxSlides bounds the slides of a deck.
const MaxSlides = 2000

const (
	contentPart = "content.xml"
	stylesPart  = "styles.xml"
	metaPart    = "meta.xml"
)

// Read gives what the presentation in a says.
func Read(a *office.Archive) (meeting.DeckText, error) {
	manifest, err := readManifest(a)
	if err != nil {
		return meeting.DeckText{}, err
	}
	r := newReader(a)
	content, err := a.Tree(contentPart, r.skip)
	if err != nil {
		return meeting.DeckText{}, err
	}
	styles, err := r.part(stylesPart)
	if err != nil {
		return meeting.DeckText{}, err
	}
	meta, err := r.part(metaPart)
	if err != nil {
		return meeting.DeckText{}, err
	}
	return r.deck(content, styles, meta, manifest.macros)
}

// copies bounds the bytes of text that may be given out more often than the
// file holds them: cells that repeat, masters of many slides, figures that many
// series point to. Honest decks need a thousandth of it.
const copies = 16 << 20

type reader struct {
	archive *office.Archive
	skip    map[string]bool // elements that say nothing
	masters map[string][]fixture
	decls   map[string]string // of footers and dates
	pages   map[string]*office.Node
	left    int // of copies
}

func newReader(a *office.Archive) *reader {
	return &reader{archive: a, left: copies, skip: map[string]bool{
		"text-properties": true, "paragraph-properties": true, "graphic-properties": true, "list-style": true,
		"table-cell-properties": true, "table-column-properties": true, "table-row-properties": true,
		"forms": true, "par": true, "enhanced-geometry": true, "binary-data": true, "source-code": true,
		"font-face-decls": true, "styles": true, "settings": true, "theme": true,
	}}
}

// spend reports whether so much text may be given out once more.
func (r *reader) spend(text string) bool {
	r.left -= len(text) + 1
	return r.left >= 0
}

// part is a part that a deck can do without. One that is missing or damaged is
// nil: what the slides say is worth more than to fail for a chart's sake.
func (r *reader) part(name string) (*office.Node, error) {
	if !r.archive.Has(name) {
		return nil, nil //nolint:nilnil // all methods of a nil node are of an empty one
	}
	root, err := r.archive.Tree(name, r.skip)
	if err != nil && !fault.IsPermanent(err) {
		return nil, err
	}
	return root, nil
}

// hasModules reports whether programs are within the text, as they are in what
// was a flat file.
func hasModules(content *office.Node) bool {
	for range content.Down("scripts").Find("module") {
		return true
	}
	return false
}

// deck puts together what the three main parts say.
func (r *reader) deck(content, styles, meta *office.Node, macros bool) (meeting.DeckText, error) {
	presentation := content.Down("body", "presentation")
	r.decls = declarations(presentation)
	r.masters = masters(styles)
	r.pages = pageStyles(content)
	text := meeting.DeckText{Properties: properties(meta), Macros: macros || hasModules(content)}
	for page := range presentation.Named("page") {
		if len(text.Slides) == MaxSlides {
			return meeting.DeckText{}, fault.Refuse("has more than %d slides", MaxSlides)
		}
		slide, err := r.slide(page)
		if err != nil {
			return meeting.DeckText{}, err
		}
		slide.Number = len(text.Slides) + 1
		text.Slides = append(text.Slides, slide)
	}
	if len(text.Slides) == 0 {
		return meeting.DeckText{}, fault.Refuse("has no slides")
	}
	return text, nil
}
