// Package pptx reads what the slides of a PowerPoint file (ECMA-376, both the
// transitional and the strict form) say, in their order. It is pure: bytes in,
// text out.
package pptx

import (
	"maps"
	"path"
	"slices"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// MaxSlides bounds the slides of a deck: a slide that is named twice is read
// twice.
const MaxSlides = 2000

const mainPart = "ppt/presentation.xml"

// Read gives the slides of the presentation in a.
func Read(a *office.Archive) ([]meeting.Slide, error) {
	r := &reader{archive: a, skip: map[string]bool{
		"spPr": true, "grpSpPr": true, "style": true, "bodyPr": true, "lstStyle": true, "timing": true,
		"transition": true, "pic": true, "tblPr": true, "tblGrid": true, "tcPr": true, "clrMapOvr": true,
	}}
	main := r.mainPart()
	root, err := a.Tree(main, r.skip)
	if err != nil {
		return nil, err
	}
	rels, err := r.relations(main)
	if err != nil {
		return nil, err
	}
	var slides []meeting.Slide
	for list := range root.Named("sldIdLst") {
		for id := range list.Named("sldId") {
			target, ok := rels[id.AttrIn("relationships", "id")]
			if !ok {
				return nil, fault.Refuse("is damaged: slide %d is missing", len(slides)+1)
			}
			if len(slides) == MaxSlides {
				return nil, fault.Refuse("has more than %d slides", MaxSlides)
			}
			slide, err := r.slide(target.part)
			if err != nil {
				return nil, err
			}
			slide.Number = len(slides) + 1
			slides = append(slides, slide)
		}
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
	notes, err := r.notes(rels)
	if err != nil {
		return meeting.Slide{}, err
	}
	show := root.Attr("show")
	return meeting.Slide{
		Title: s.title, Body: s.body.String(), Notes: notes, Hidden: show == "0" || show == "false",
	}, nil
}

// notes are the speaker's notes of the slide that has rels: the body
// placeholder of its notes page, which holds headers and a picture besides.
func (r *reader) notes(rels relations) (string, error) {
	part, ok := rels.first("notesSlide")
	if !ok || !r.archive.Has(part) {
		return "", nil
	}
	root, err := r.archive.Tree(part, r.skip)
	if err != nil {
		return "", err
	}
	var lines office.Lines
	for shape := range root.Down("cSld", "spTree").Find("sp") {
		if placeholder(shape) == "body" {
			addParagraphs(&lines, shape.Down("txBody"))
		}
	}
	return lines.String(), nil
}

// mainPart is where the archive says that its presentation is.
func (r *reader) mainPart() string {
	rels, err := r.relations("")
	if part, ok := rels.first("officeDocument"); err == nil && ok && r.archive.Has(part) {
		return part
	}
	return mainPart
}

// relations are the references of a part to others, by their IDs.
type relations map[string]relation

type relation struct{ kind, part string }

// first is a part that is referred to as kind: of several, that of the first
// ID, so that a file is always read in the same way.
func (r relations) first(kind string) (string, bool) {
	for _, id := range slices.Sorted(maps.Keys(r)) {
		if r[id].kind == kind {
			return r[id].part, true
		}
	}
	return "", false
}

func (r *reader) relations(part string) (relations, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if !r.archive.Has(name) {
		return relations{}, nil
	}
	root, err := r.archive.Tree(name, nil)
	if err != nil {
		return nil, err
	}
	rels := relations{}
	for rel := range root.Named("Relationship") {
		if rel.Attr("TargetMode") == "External" {
			continue
		}
		target := strings.ReplaceAll(rel.Attr("Target"), `\`, "/")
		if absolute, ok := strings.CutPrefix(target, "/"); ok {
			target = path.Clean(absolute)
		} else {
			target = path.Join(dir, target)
		}
		rels[rel.Attr("Id")] = relation{kind: path.Base(rel.Attr("Type")), part: target}
	}
	return rels, nil
}
