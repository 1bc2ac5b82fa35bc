package pptx

import (
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/readingorder"
)

// piece is a shape, or a group of shapes, that has added blocks.
type piece struct {
	area     readingorder.Rect
	from, to int // indexes of its blocks
	kids     []piece
}

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
	made := piece{area: area, from: from, to: len(s.blocks), kids: s.pieces}
	s.pieces = outer
	if made.to > made.from {
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
	if len(s.blocks) == 0 {
		return nil
	}
	ordered := make([]meeting.Block, 0, len(s.blocks))
	return arrange(ordered, s.blocks, piece{to: len(s.blocks), kids: s.pieces}, rtl)
}

// arrange appends the blocks of a piece: those of its own, then its shapes in reading
// order.
func arrange(to, blocks []meeting.Block, p piece, rtl bool) []meeting.Block {
	areas := make([]readingorder.Rect, len(p.kids))
	next := p.from
	for i, kid := range p.kids {
		areas[i] = kid.area
		to = append(to, blocks[next:kid.from]...)
		next = kid.to
	}
	for _, i := range readingorder.Order(areas, rtl) {
		to = arrange(to, blocks, p.kids[i], rtl)
	}
	return append(to, blocks[next:p.to]...)
}
