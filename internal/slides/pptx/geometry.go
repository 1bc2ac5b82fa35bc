package pptx

import (
	"math"
	"strconv"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/readingorder"
)

// affine is a transform of the plane: x' = a·x + c·y + e, y' = b·x + d·y + f.
type affine struct{ a, b, c, d, e, f float64 }

func identity() affine { return affine{a: 1, d: 1} }

func (t affine) apply(x, y float64) (float64, float64) {
	return t.a*x + t.c*y + t.e, t.b*x + t.d*y + t.f
}

// after is the transform that applies first, and then t.
func (t affine) after(first affine) affine {
	var s affine
	s.a, s.b = t.a*first.a+t.c*first.b, t.b*first.a+t.d*first.b
	s.c, s.d = t.a*first.c+t.c*first.d, t.b*first.c+t.d*first.d
	s.e, s.f = t.apply(first.e, first.f)
	return s
}

// frame is the position of a shape in its group (ECMA-376, part 1, 20.1.7.6), in
// EMU (1/914400 in).
type frame struct {
	x, y, width, height      float64
	turn                     float64 // clockwise, in radians
	flipH, flipV             bool
	childX, childY           float64 // of a group: the area of its children
	childWidth, childHeight  float64
	hasChildOff, hasChildExt bool
}

// readFrame is the position in an xfrm element; ok is false without one.
func readFrame(xfrm *office.Node) (f frame, ok bool) {
	const unit = math.Pi / 180 / 60_000
	x, okX := coordinate(xfrm.Down("off"), "x")
	y, okY := coordinate(xfrm.Down("off"), "y")
	width, okW := coordinate(xfrm.Down("ext"), "cx")
	height, okH := coordinate(xfrm.Down("ext"), "cy")
	if !okX || !okY || !okW || !okH || width < 0 || height < 0 {
		return frame{}, false
	}
	f = frame{x: x, y: y, width: width, height: height, flipH: on(xfrm.Attr("flipH")), flipV: on(xfrm.Attr("flipV"))}
	if turn, err := strconv.ParseInt(xfrm.Attr("rot"), 10, 32); err == nil {
		f.turn = float64(turn) * unit
	}
	f.childX, okX = coordinate(xfrm.Down("chOff"), "x")
	f.childY, okY = coordinate(xfrm.Down("chOff"), "y")
	f.childWidth, okW = coordinate(xfrm.Down("chExt"), "cx")
	f.childHeight, okH = coordinate(xfrm.Down("chExt"), "cy")
	f.hasChildOff, f.hasChildExt = okX && okY, okW && okH
	return f, true
}

func coordinate(n *office.Node, name string) (float64, bool) {
	v, err := strconv.ParseInt(n.Attr(name), 10, 64)
	return float64(v), err == nil
}

// turned is the rotation, and with it the flips, about the centre.
func (f frame) turned() affine {
	cx, cy := f.x+f.width/2, f.y+f.height/2
	sin, cos := math.Sincos(f.turn)
	t := affine{cos, sin, -sin, cos, cx, cy}
	h, v := 1.0, 1.0
	if f.flipH {
		h = -1
	}
	if f.flipV {
		v = -1
	}
	return t.after(affine{a: h, d: v, e: -h * cx, f: -v * cy})
}

// children is the transform from the coordinates of a group's children to those of
// the group.
func (f frame) children() affine {
	sx, sy := 1.0, 1.0
	if f.hasChildExt && f.childWidth > 0 && f.childHeight > 0 {
		sx, sy = f.width/f.childWidth, f.height/f.childHeight
	}
	childX, childY := f.x, f.y
	if f.hasChildOff {
		childX, childY = f.childX, f.childY
	}
	return f.turned().after(affine{a: sx, d: sy, e: f.x - sx*childX, f: f.y - sy*childY})
}

// area is the smallest upright area around a shape on the slide, whose group has
// the transform t.
func (f frame) area(t affine) readingorder.Rect {
	t = t.after(f.turned())
	r := readingorder.Rect{Left: math.Inf(1), Top: math.Inf(1), Right: math.Inf(-1), Bottom: math.Inf(-1)}
	for _, corner := range [4][2]float64{{f.x, f.y}, {f.x + f.width, f.y}, {f.x, f.y + f.height}, {f.x + f.width, f.y + f.height}} {
		x, y := t.apply(corner[0], corner[1])
		r.Left, r.Right = min(r.Left, x), max(r.Right, x)
		r.Top, r.Bottom = min(r.Top, y), max(r.Bottom, y)
	}
	r.Left, r.Top, r.Right, r.Bottom = math.Round(r.Left), math.Round(r.Top), math.Round(r.Right), math.Round(r.Bottom)
	const most = 1e15 // groups in groups may scale without bound
	r.Known = r.Left > -most && r.Top > -most && r.Right < most && r.Bottom < most
	return r
}

// slideSize is the size of all slides (19.2.1.39), in EMU; 0 if it is unknown.
func slideSize(presentation *office.Node) (width, height float64) {
	size := presentation.Down("sldSz")
	width, okW := coordinate(size, "cx")
	height, okH := coordinate(size, "cy")
	if !okW || !okH {
		return 0, 0
	}
	return width, height
}
