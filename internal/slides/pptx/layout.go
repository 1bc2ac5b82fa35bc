package pptx

import (
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// layout is what slides inherit from a layout or a master.
type layout struct {
	text         string // of its shapes, without placeholders, which only prompt for text
	placeholders []inherited
	master       *layout // of a layout; nil for a master
	withMaster   bool    // shapes of the master are shown

	titles, bodies, others *listStyle // of a master: for titles, for other placeholders, for shapes
}

// inherited is what a placeholder of a slide inherits from one of a layout.
type inherited struct {
	role  role
	place frame
	known bool // it has a place
	style *listStyle
}

// role is the place of a placeholder in its layout (ECMA-376, part 1, 19.3.1.36).
type role struct {
	kind  string // "" for a shape that is none, "obj" for one without a type
	index string
}

// isTitle reports whether a placeholder holds the title of its slide.
func (r role) isTitle() bool { return r.kind == "title" || r.kind == "ctrTitle" }

// group is the kind of a master's placeholder that a layout's placeholder follows: a
// master has one for all kinds of content.
func (r role) group() string {
	switch r.kind {
	case "title", "ctrTitle":
		return "title"
	case "dt", "ftr", "sldNum", "hdr":
		return r.kind
	}
	return "body"
}

// maxPlaceholders is the largest number of placeholders of a layout that slides
// inherit from: each of theirs is compared with them.
const maxPlaceholders = 64

// inherit are the placeholders from which a placeholder of a slide with this layout
// inherits, the nearest first.
func (l *layout) inherit(r role) []inherited {
	if l == nil || r.kind == "" {
		return nil
	}
	var chain []inherited
	for _, p := range l.placeholders {
		if r.index != "" && p.role.index == r.index || r.index == "" && p.role.kind == r.kind {
			chain = append(chain, p)
			break
		}
	}
	if l.master != nil {
		for _, p := range l.master.placeholders {
			if p.role.group() == r.group() {
				return append(chain, p)
			}
		}
	}
	return chain
}

// maxBackdrop is the largest length of the text of a layout, which each of its
// slides repeats.
const maxBackdrop = 16 << 10

// layout is the layout of the slide with these relations, nil if it has none.
func (r *reader) layout(rels relations) (*layout, error) {
	part, ok := rels.first("slideLayout")
	if !ok {
		return nil, nil //nolint:nilnil // a nil layout is like an empty one
	}
	if known, ok := r.layouts[part]; ok {
		return known, nil
	}
	made, below, err := r.readLayout("sldLayout", part)
	if err != nil {
		return nil, err
	}
	if master, ok := below.first("slideMaster"); ok {
		known, ok := r.layouts[master]
		if !ok {
			if known, _, err = r.readLayout("sldMaster", master); err != nil {
				return nil, err
			}
			r.layouts[master] = known
		}
		made.master = known
	}
	r.layouts[part] = made
	return made, nil
}

func (r *reader) readLayout(kind, part string) (*layout, relations, error) {
	root, err := r.optionalAs(kind, part)
	if err != nil {
		return nil, nil, err
	}
	rels, err := r.optionalRelations(part)
	if err != nil {
		return nil, nil, err
	}
	s := shapes{reader: r, rels: rels, backdrop: true, transform: identity()}
	if err = s.walk(root.Down("cSld", "spTree")); err != nil {
		return nil, nil, err
	}
	var lines office.Lines
	lines.Add(clip(meeting.Body(s.ordered(false)), maxBackdrop))
	made := &layout{text: lines.String(), withMaster: !off(root.Attr("showMasterSp"))}
	made.titles, made.bodies, made.others = readListStyle(root.Down("txStyles", "titleStyle")), readListStyle(root.Down("txStyles", "bodyStyle")), readListStyle(root.Down("txStyles", "otherStyle"))
	for shape := range root.Down("cSld", "spTree").Find("sp") {
		if about := placeholder(shape); about.kind != "" && len(made.placeholders) < maxPlaceholders {
			place, known := readFrame(shape.Down("spPr", "xfrm"))
			made.placeholders = append(made.placeholders, inherited{about, place, known, readListStyle(shape.Down("txBody", "lstStyle"))})
		}
	}
	return made, rels, nil
}

// backdrop is the text of the master and the layout of a slide.
func (l *layout) backdrop() string {
	if l == nil {
		return ""
	}
	var all office.Lines
	if l.master != nil && l.withMaster {
		all.Add(l.master.text)
	}
	all.Add(l.text)
	return all.String()
}
