package sanitize

import (
	"regexp"
	"slices"
	"strconv"
)

// titlePattern matches a slide whose title may have a position of its own.
var titlePattern = regexp.MustCompile(`<(?:\w+:)?ph\s[^>]*type\s*=\s*["'](?:title|ctrTitle)["'][^>]*/?>(?s:.{0,400}?)<(?:\w+:)?off\s`)

// title empties a title that is beside the slide: LibreOffice draws nothing of it, but
// makes it the name of the page in the table of contents. It reports whether it did.
func (v *viewer) title(shape, parent *element) bool {
	kind := shape.child("nvSpPr").child("nvPr").child("ph")
	place := shape.child("spPr").child("xfrm")
	body := shape.child("txBody")
	if kind == nil || place == nil || body == nil || parent == nil || parent.name != "spTree" {
		return false
	}
	if !slices.Contains([]string{"title", "ctrTitle"}, kind.attr("type")) {
		return false
	}
	width, height := v.slideSize()
	left, top := length(place.child("off"), "x"), length(place.child("off"), "y")
	right, bottom := left+length(place.child("ext"), "cx"), top+length(place.child("ext"), "cy")
	if !(width > 0 && height > 0) || right > 0 && bottom > 0 && left < width && top < height {
		return false
	}
	for _, p := range body.kids {
		if p.name == "p" {
			v.replace(p.innerFrom, p.inner, nil)
		}
	}
	return true
}

// slideSize is the size of slides, or 0 if it is unknown.
func (c *copier) slideSize() (width, height float64) {
	if c.size == nil {
		c.size = &element{}
		if root, err := readElements(c.readPlain("ppt/presentation.xml")); err == nil {
			if size := root.find("sldSz"); size != nil {
				c.size = size
			}
		}
	}
	return length(c.size, "cx"), length(c.size, "cy")
}

// length is the value of an attribute, or 0.
func length(e *element, name string) float64 {
	if e == nil {
		return 0
	}
	n, err := strconv.ParseFloat(e.attr(name), 64)
	if err != nil {
		return 0
	}
	return n
}
