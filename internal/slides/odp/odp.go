// Package odp reads the text of an OpenDocument presentation (ISO/IEC 26300): its
// slides in their order, and its metadata. It is pure: bytes in, text out.
package odp

import (
	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// MaxSlides is the largest number of slides of a deck.
const MaxSlides = 2000

const (
	contentPart = "content.xml"
	stylesPart  = "styles.xml"
	metaPart    = "meta.xml"
)

// Read reads the text of the presentation in a.
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

// copiesMax bounds the bytes of text that are returned more often than the file
// contains them: repeated cells, masters of many slides, data that many series
// share. Real decks need a thousandth of it.
const copiesMax = 16 << 20

type reader struct {
	archive *office.Archive
	skip    map[string]bool // elements without text
	masters map[string][]fixture
	decls   map[string]string // of footers and dates
	pages   map[string]*office.Node
	sizes   map[string]pageSize // by master page
	numbers numberStyles
	styles  textStyles
	left    int // of copiesMax
}

func newReader(a *office.Archive) *reader {
	return &reader{archive: a, left: copiesMax, skip: map[string]bool{
		"paragraph-properties": true, "graphic-properties": true,
		"list-level-style-bullet": true, "list-level-style-image": true, "list-level-properties": true, "list-level-label-alignment": true,
		"table-cell-properties": true, "table-column-properties": true, "table-row-properties": true,
		"forms": true, "par": true, "enhanced-geometry": true, "binary-data": true, "source-code": true,
		"font-face-decls": true, "default-style": true, "marker": true, "gradient": true, "hatch": true, "fill-image": true, "stroke-dash": true, "settings": true, "theme": true,
	}}
}

// spend counts a copy of text, and reports whether it is within copiesMax.
func (r *reader) spend(text string) bool {
	r.left -= len(text) + 1
	return r.left >= 0
}

// part is a part that a deck can do without. It is nil if it is missing or damaged:
// a deck without a chart is better than none.
func (r *reader) part(name string) (*office.Node, error) {
	if !r.archive.Has(name) {
		return nil, nil //nolint:nilnil // a nil node is like an empty one
	}
	root, err := r.archive.Tree(name, r.skip)
	if err != nil && !fault.IsPermanent(err) {
		return nil, err
	}
	return root, nil
}

// hasModules reports whether macros are in the content, as in a deck that was flat
// XML.
func hasModules(content *office.Node) bool {
	for range content.Down("scripts").Find("module") {
		return true
	}
	return false
}

// deck is the text of the three main parts.
func (r *reader) deck(content, styles, meta *office.Node, macros bool) (meeting.DeckText, error) {
	presentation := content.Down("body", "presentation")
	r.decls = declarations(presentation)
	r.masters = masters(styles)
	r.sizes = pageSizes(styles)
	r.numbers = numberStyles{}
	r.numbers.read(styles)
	r.numbers.read(content)
	r.styles = textStyles{}
	r.styles.read(styles, "styles")
	r.styles.read(content, "automatic-styles")
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
