package pptx

import (
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// slidePart is a slide in the list of the presentation (ECMA-376, part 1, 19.2.1.33).
type slidePart struct {
	id   string
	part string // empty if its relation leads nowhere
}

// slideParts are the slides in their order.
func slideParts(root *office.Node, rels relations) ([]slidePart, error) {
	var parts []slidePart
	for list := range root.Named("sldIdLst") {
		for id := range list.Named("sldId") {
			if len(parts) == MaxSlides {
				return nil, fault.Refuse("has more than %d slides", MaxSlides)
			}
			parts = append(parts, slidePart{slideID(id), rels[id.AttrIn("relationships", "id")].part})
		}
	}
	if len(parts) == 0 {
		return nil, fault.Refuse("has no slides")
	}
	return parts, nil
}

// slideID is the ID of a slide, not that of its relation, which has the same name in
// another namespace.
func slideID(n *office.Node) string {
	for _, a := range n.Attrs {
		if a.Space == "" && a.Name == "id" {
			return a.Value
		}
	}
	return ""
}

// slides reads all slides. A damaged one keeps its place, without content; a deck
// without any other is refused.
func (r *reader) slides(parts []slidePart) ([]meeting.Slide, error) {
	slides := make([]meeting.Slide, len(parts))
	damaged := map[string]error{} // by part, so that a part is tried once
	var first error
	whole := 0
	for i, p := range parts {
		err, known := damaged[p.part]
		switch {
		case known:
		case p.part == "":
			err = fault.Refuse("is damaged: slide %d is missing", i+1)
		default:
			slides[i], err = r.slide(p.part)
		}
		slides[i].Number = i + 1
		if err == nil {
			whole++
			continue
		}
		if !fault.IsPermanent(err) || r.archive.Spent() {
			return nil, err
		}
		if first == nil {
			first = err
		}
		if p.part != "" {
			damaged[p.part] = err
		}
		slides[i] = meeting.Slide{Number: i + 1, Damaged: damage(err)}
	}
	if whole == 0 {
		return nil, first
	}
	return slides, nil
}

// damage is the reason of a refusal without the words that the deck is damaged.
func damage(err error) string {
	const most = 300 // bytes: the names of parts may be long
	return strings.ToValidUTF8(clip(strings.TrimPrefix(fault.Reason(err), "is damaged: "), most), "\ufffd")
}

func (r *reader) slide(part string) (meeting.Slide, error) {
	root, err := r.archive.Tree(part, r.placed)
	if err != nil {
		return meeting.Slide{}, err
	}
	if root.Name != "sld" {
		return meeting.Slide{}, fault.Refuse("is damaged: %s is not a slide", part)
	}
	var unread []meeting.SlidePart
	rels, err := r.optionalRelations(part)
	if err != nil {
		return meeting.Slide{}, err
	}
	if _, name := relationsPart(part); rels == nil && r.archive.Has(name) {
		unread = append(unread, meeting.RelationsPart)
	}
	layout, err := r.layout(rels)
	if err != nil {
		return meeting.Slide{}, err
	}
	s := shapes{reader: r, rels: rels, layout: layout, transform: identity()}
	if err = s.walk(root.Down("cSld", "spTree")); err != nil {
		return meeting.Slide{}, err
	}
	if s.title == "" {
		s.guessTitle()
	}
	slide := meeting.Slide{
		Title: s.title, Links: s.links.list, Hidden: off(root.Attr("show")),
		Language: s.tally.Language(), Direction: s.tally.Direction(),
	}
	slide.Blocks = s.ordered(slide.Direction == "rtl")
	slide.Body = meeting.Body(slide.Blocks)
	var whole bool
	if slide.Notes, whole, err = r.notes(rels); err != nil {
		return meeting.Slide{}, err
	}
	if !whole {
		unread = append(unread, meeting.NotesPart)
	}
	if slide.Comments, whole, err = r.comments(rels); err != nil {
		return meeting.Slide{}, err
	}
	if !whole {
		unread = append(unread, meeting.CommentsPart)
	}
	slide.Unread = unread
	if slide.Embedded, err = s.played(part); err != nil {
		return meeting.Slide{}, err
	}
	var master office.Lines
	if !off(root.Attr("showMasterSp")) {
		master.Add(layout.backdrop())
	}
	slide.Master = append(master, s.footers...).String()
	return slide, nil
}

// off and on report whether an optional flag is set to false or to true. Other programs
// than PowerPoint write upper case, too.
func off(flag string) bool {
	flag = strings.TrimSpace(flag)
	return flag == "0" || strings.EqualFold(flag, "false") || strings.EqualFold(flag, "off")
}

func on(flag string) bool {
	flag = strings.TrimSpace(flag)
	return flag == "1" || strings.EqualFold(flag, "true") || strings.EqualFold(flag, "on")
}
