package odp

import (
	"math"
	"regexp"
	"strconv"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/readingorder"
)

// pageSize is the size of a page, in points; 0 if it is unknown.
type pageSize struct {
	width, height float64

	invisible map[string]bool // names of the layers that are not shown
}

// isInvisible reports whether a slide show does not display a shape, or its layer
// (OpenDocument 1.3, draw:display).
func (p pageSize) isInvisible(shape *office.Node) bool {
	return isUndisplayed(shape) || p.invisible[shape.AttrIn(drawSpace, "layer")]
}

func isUndisplayed(n *office.Node) bool {
	display := n.Attr("display")
	return display == "none" || display == "printer"
}

// invisibleLayers are the names of the layers that a slide show does not display.
func invisibleLayers(styles *office.Node) map[string]bool {
	names := map[string]bool{}
	for layer := range styles.Down("master-styles", "layer-set").Named("layer") {
		if isUndisplayed(layer) {
			names[layer.AttrIn(drawSpace, "name")] = true
		}
	}
	return names
}

// isBeside reports whether no part of a shape is on the page.
func (p pageSize) isBeside(shape *office.Node) bool { return area(shape).Outside(p.width, p.height) }

// holdsOnlyBeside reports whether a link is around shapes that are not on the page.
func (p pageSize) holdsOnlyBeside(link *office.Node) bool {
	found := false
	for _, kid := range link.Kids {
		if kid.Name == "" || kid.Name == "event-listeners" {
			continue
		}
		if !p.isBeside(kid) && !p.isInvisible(kid) {
			return false
		}
		found = true
	}
	return found
}

// pageSizes are the sizes of the pages with a master page, by its name.
func pageSizes(styles *office.Node) map[string]pageSize {
	layouts := map[string]pageSize{}
	for layout := range styles.Down("automatic-styles").Named("page-layout") {
		properties := layout.Down("page-layout-properties")
		width, okW := length(properties.AttrIn("fo-compatible:1.0", "page-width"))
		height, okH := length(properties.AttrIn("fo-compatible:1.0", "page-height"))
		if okW && okH {
			layouts[layout.AttrIn("style:1.0", "name")] = pageSize{width: width, height: height}
		}
	}
	sizes, layers := map[string]pageSize{}, invisibleLayers(styles)
	for master := range styles.Down("master-styles").Named("master-page") {
		size := layouts[master.AttrIn("style:1.0", "page-layout-name")]
		size.invisible = layers
		sizes[master.AttrIn("style:1.0", "name")] = size
	}
	return sizes
}

// area is the area of a shape on its page. The coordinates of shapes in groups are
// those of the page, too.
func area(shape *office.Node) readingorder.Rect {
	width, okW := length(shape.AttrIn(svgSpace, "width"))
	height, okH := length(shape.AttrIn(svgSpace, "height"))
	if !okW || !okH {
		return readingorder.Rect{}
	}
	if transform := shape.AttrIn(drawSpace, "transform"); transform != "" {
		return turned(width, height, transform)
	}
	x, okX := length(shape.AttrIn(svgSpace, "x"))
	y, okY := length(shape.AttrIn(svgSpace, "y"))
	return readingorder.Rect{Left: x, Top: y, Right: x + width, Bottom: y + height, Known: okX && okY}
}

// turn matches the transform of a turned shape as LibreOffice and OpenOffice write it.
var turn = regexp.MustCompile(`^\s*rotate\s*\(\s*(\S+?)\s*\)\s*translate\s*\(\s*(\S+?)[\s,]+(\S+?)\s*\)\s*$`)

// turned is the area around a shape that is turned about the origin, counterclockwise
// in radians, and then moved (ODF 1.3, part 3, 19.228).
func turned(width, height float64, transform string) readingorder.Rect {
	match := turn.FindStringSubmatch(transform)
	if match == nil {
		return readingorder.Rect{}
	}
	angle, err := strconv.ParseFloat(match[1], 64)
	x, okX := length(match[2])
	y, okY := length(match[3])
	if err != nil || !okX || !okY || math.IsNaN(angle) || math.IsInf(angle, 0) {
		return readingorder.Rect{}
	}
	sin, cos := math.Sincos(angle)
	r := readingorder.Rect{Left: x, Top: y, Right: x, Bottom: y, Known: true}
	for _, corner := range [][2]float64{{width, 0}, {0, height}, {width, height}} {
		cx, cy := x+corner[0]*cos+corner[1]*sin, y-corner[0]*sin+corner[1]*cos
		r.Left, r.Right = min(r.Left, cx), max(r.Right, cx)
		r.Top, r.Bottom = min(r.Top, cy), max(r.Bottom, cy)
	}
	return r
}
