package pptx

import (
	"strconv"

	"proceedings/internal/slides/office"
)

// listStyle are the properties of paragraphs by level (ECMA-376, part 1, 21.1.2.4.12).
type listStyle [deepest]struct {
	bullet bullet
	size   int // of the font, in hundredths of a point; 0 if it is inherited
}

// readListStyle is the style in an element such as lstStyle; nil without levels.
func readListStyle(n *office.Node) *listStyle {
	if n == nil {
		return nil
	}
	var style *listStyle
	for _, kid := range n.Kids {
		const first, last = len("lvl"), len("lvl1")
		if len(kid.Name) != len("lvl1pPr") || kid.Name[:first] != "lvl" || kid.Name[last:] != "pPr" {
			continue
		}
		level := int(kid.Name[first] - '1')
		if level < 0 || level >= deepest {
			continue
		}
		if style == nil {
			style = new(listStyle)
		}
		style[level].bullet = readBullet(kid)
		style[level].size = fontSize(kid.Down("defRPr"))
	}
	return style
}

// styles are the list styles that apply to a text body, the nearest first.
type styles []*listStyle

func (s styles) bullet(level int) bullet {
	for _, style := range s {
		if style != nil && style[level].bullet.kind != 0 {
			return style[level].bullet
		}
	}
	return bullet{}
}

// defaultSize is the size of text without a size (21.1.2.3.9), in hundredths of a point.
const defaultSize = 1800

func (s styles) size(level int) int {
	for _, style := range s {
		if style != nil && style[level].size > 0 {
			return style[level].size
		}
	}
	return defaultSize
}

// fontSize is the size in properties of a run; 0 if it has none.
func fontSize(properties *office.Node) int {
	size, err := strconv.Atoi(properties.Attr("sz"))
	const most = 400_000
	if err != nil || size < 0 || size > most {
		return 0
	}
	return size
}

// styles are the list styles of a shape's text.
func (s *shapes) styles(body *office.Node, as role) styles {
	chain := styles{readListStyle(body.Down("lstStyle"))}
	for _, from := range s.layout.inherit(as) {
		chain = append(chain, from.style)
	}
	if s.layout == nil || s.layout.master == nil {
		return chain
	}
	master := s.layout.master
	switch {
	case as.isTitle():
		return append(chain, master.titles)
	case as.kind == "":
		return append(chain, master.others)
	}
	return append(chain, master.bodies)
}
