package pptx

import (
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/readingorder"
)

// area is the area of a shape on the slide. A placeholder may have it from its
// layout; own is false then.
func (s *shapes) area(n *office.Node, as role) (place frame, area readingorder.Rect, own bool) {
	if s.unplaced {
		return frame{}, readingorder.Rect{}, false
	}
	xfrm := n.Down("xfrm")
	for _, name := range []string{"spPr", "grpSpPr"} {
		if xfrm == nil {
			xfrm = n.Down(name, "xfrm")
		}
	}
	place, known := readFrame(xfrm)
	if known {
		return place, place.area(s.transform), true
	}
	for _, from := range s.layout.inherit(as) {
		if from.known {
			return from.place, from.place.area(identity()), false
		}
	}
	return frame{}, readingorder.Rect{}, false
}

// enclose makes one piece of all blocks that add adds; pieces that it adds itself are
// within.
func (s *shapes) enclose(area readingorder.Rect, add func() error) error {
	outer, from := s.pieces, len(s.blocks)
	s.pieces = nil
	err := add()
	made := readingorder.Piece{Area: area, From: from, To: len(s.blocks), Kids: s.pieces}
	s.pieces = outer
	if made.To > made.From {
		s.pieces = append(s.pieces, made)
	}
	return err
}

// within adds the children of a group at place.
func (s *shapes) within(place frame, area readingorder.Rect, group *office.Node) error {
	outer := s.transform
	if area.Known {
		s.transform = outer.after(place.children())
	}
	err := s.walk(group)
	s.transform = outer
	return err
}

// unplace adds shapes whose coordinates are not those of the slide.
func (s *shapes) unplace(n *office.Node) error {
	outer := s.unplaced
	s.unplaced = true
	err := s.walk(n)
	s.unplaced = outer
	return err
}

// ordered are the blocks in the order in which they are read.
func (s *shapes) ordered(rtl bool) []meeting.Block {
	var ordered []meeting.Block
	for _, i := range readingorder.Sequence(readingorder.Piece{To: len(s.blocks), Kids: s.pieces}, rtl) {
		if s.blocks[i].Kind != "" { // not the title
			ordered = append(ordered, s.blocks[i])
		}
	}
	return ordered
}
