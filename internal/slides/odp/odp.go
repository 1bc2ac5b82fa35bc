// Package odp reads what the slides of an OpenDocument presentation
// (ISO/IEC 26300) say, in their order. It is pure: bytes in, text out.
package odp

import (
	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// MaxSlides bounds the slides of a deck.
const MaxSlides = 2000

const (
	contentPart  = "content.xml"
	manifestPart = "META-INF/manifest.xml"
)

// Read gives the slides of the presentation in a.
func Read(a *office.Archive) ([]meeting.Slide, error) {
	r := &reader{archive: a, skip: map[string]bool{
		"text-properties": true, "paragraph-properties": true, "graphic-properties": true, "list-style": true,
		"table-cell-properties": true, "table-column-properties": true, "table-row-properties": true,
		"forms": true, "par": true, "event-listeners": true, "enhanced-geometry": true, "annotation": true,
		"binary-data": true, "image": true, "desc": true, "scripts": true, "font-face-decls": true,
	}}
	if err := r.refuseEncrypted(); err != nil {
		return nil, err
	}
	root, err := a.Tree(contentPart, r.skip)
	if err != nil {
		return nil, err
	}
	hidden := hiddenStyles(root)
	var slides []meeting.Slide
	for page := range root.Down("body", "presentation").Named("page") {
		if len(slides) == MaxSlides {
			return nil, fault.Refuse("has more than %d slides", MaxSlides)
		}
		slide, err := r.slide(page)
		if err != nil {
			return nil, err
		}
		slide.Number = len(slides) + 1
		slide.Hidden = hidden[page.AttrIn("drawing:1.0", "style-name")]
		slides = append(slides, slide)
	}
	if len(slides) == 0 {
		return nil, fault.Refuse("has no slides")
	}
	return slides, nil
}

type reader struct {
	archive *office.Archive
	skip    map[string]bool // elements that say nothing
}

// refuseEncrypted looks into the manifest: the parts of an encrypted file look
// like damaged ones.
func (r *reader) refuseEncrypted() error {
	if !r.archive.Has(manifestPart) {
		return nil
	}
	root, err := r.archive.Tree(manifestPart, nil)
	if err != nil {
		return err
	}
	for range root.Find("encryption-data") {
		return fault.Refuse("is encrypted and needs a password")
	}
	return nil
}

// hiddenStyles are the names of the page styles that hide a slide.
func hiddenStyles(root *office.Node) map[string]bool {
	hidden := map[string]bool{}
	for style := range root.Down("automatic-styles").Named("style") {
		if style.Down("drawing-page-properties").AttrIn("presentation:1.0", "visibility") == "hidden" {
			hidden[style.Attr("name")] = true
		}
	}
	return hidden
}

func (r *reader) slide(page *office.Node) (meeting.Slide, error) {
	s := shapes{reader: r}
	var g guess
	for _, kid := range page.Kids {
		had := len(s.body)
		if err := s.add(kid); err != nil {
			return meeting.Slide{}, err
		}
		if len(s.body) > had {
			g.look(kid, s.body[had:])
		}
	}
	if s.title == "" && g.found {
		s.title, s.body = s.body[0], s.body[1:]
	}
	var notes office.Lines
	for frame := range page.Down("notes").Find("frame") {
		if class(frame) == "notes" {
			addText(&notes, frame.Down("text-box"))
		}
	}
	return meeting.Slide{Title: s.title, Body: s.body.String(), Notes: notes.String()}, nil
}
