// Package pdfcontent reads the content streams of PDF pages. It finds rectangles: shapes,
// clipping paths and images, since printed slides are such rectangles. And it finds what
// the streams contain but the pages do not show. It is pure.
package pdfcontent

import (
	"math"
	"slices"
)

// Box is an upright rectangle, in the units of a page, from its bottom left.
type Box struct{ Left, Bottom, Right, Top float64 }

// Matrix is a transformation (ISO 32000-1, 8.3.4).
type Matrix [6]float64

// Identity changes nothing.
func Identity() Matrix { return Matrix{1, 0, 0, 1, 0, 0} }

// Content is a content stream, and the images and forms that it may draw, by name.
type Content struct {
	ID     string // of the stream; empty if it does not matter
	Data   []byte
	Matrix Matrix // of a form
	Box    *Box   // of a form, which clips it; nil for none
	Image  bool   // it is no content stream, but an image
	Named  func(name string) (Content, bool)

	// Transparent reports whether a graphics state of that name makes what is filled
	// invisible, and whether it says so (ISO 32000-1, 11.6.4.4); nil if there is none.
	Transparent func(name string) (transparent, known bool)

	// Anywhere reports whether glyphs of the font of that name may be far from the line of
	// text: below each other, or drawings of any size; nil if there are none.
	Anywhere func(font string) bool
}

const (
	boxesMax = 2000 // of a page
	depthMax = 8    // of forms in forms, and of what the graphics state saves: deeper is not followed
	savedMax = 200
	dataMax  = 16 << 20 // bytes that are read for a page; a form is read each time that it is drawn
)

// Boxes are the boxes of a page that are at least as wide and as tall as that.
func Boxes(page Content, width, height float64) []Box {
	r := reader{width: width, height: height, left: dataMax}
	r.read(page, Identity(), 0)
	return r.boxes
}

// reader collects boxes.
type reader struct {
	width, height float64
	left          int // bytes that may still be read
	boxes         []Box
}

type point struct{ x, y float64 }

// path is the current path: its current part, if that has straight lines only.
type path struct {
	points []point
	curved bool
}

func (r *reader) read(c Content, m Matrix, depth int) {
	if r.left -= len(c.Data); r.left < 0 || depth > depthMax {
		return
	}
	var saved []Matrix
	var parts []path
	s := scanner{data: c.Data}
	for operator := s.next(); operator != "" && len(r.boxes) < boxesMax; operator = s.next() {
		n := s.numbers
		switch operator {
		case "q":
			if len(saved) < savedMax {
				saved = append(saved, m)
			}
		case "Q":
			if last := len(saved) - 1; last >= 0 {
				m, saved = saved[last], saved[:last]
			}
		case "cm":
			if len(n) == 6 {
				m = Matrix(n).then(m)
			}
		case "ID":
			s.skipImage()
			r.add(m.square())
		case "Do":
			r.draw(c, s.name, m, depth)
		case "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n":
			for _, p := range parts {
				if !p.curved {
					r.add(p.points)
				}
			}
			parts = parts[:0]
		default:
			parts = add(parts, operator, n, m)
		}
	}
}

// add adds what a path operator draws (8.5.2).
func add(parts []path, operator string, n []float64, m Matrix) []path {
	last := len(parts) - 1
	switch {
	case operator == "re" && len(n) == 4 && len(parts) < boxesMax:
		x, y, width, height := n[0], n[1], n[2], n[3]
		return append(parts, path{points: m.points(point{x, y}, point{x + width, y}, point{x + width, y + height}, point{x, y + height})})
	case operator == "m" && len(n) == 2 && len(parts) < boxesMax:
		return append(parts, path{points: m.points(point{n[0], n[1]})})
	case last < 0:
	case operator == "l" && len(n) == 2 && len(parts[last].points) < boxesMax:
		parts[last].points = append(parts[last].points, m.points(point{n[0], n[1]})...)
	case operator == "c", operator == "v", operator == "y":
		parts[last].curved = true
	}
	return parts
}

func (r *reader) draw(c Content, name string, m Matrix, depth int) {
	if c.Named == nil {
		return
	}
	drawn, ok := c.Named(name)
	switch {
	case !ok:
	case drawn.Image:
		r.add(m.square())
	default:
		m = drawn.Matrix.then(m)
		if b := drawn.Box; b != nil {
			r.add(m.points(point{b.Left, b.Bottom}, point{b.Right, b.Bottom}, point{b.Right, b.Top}, point{b.Left, b.Top}))
		}
		r.read(drawn, m, depth+1)
	}
}

// straight is a distance in points within which lines count as upright.
const straight = 0.5

// add adds the box of a closed path, if it has that shape.
func (r *reader) add(points []point) {
	if len(points) < 4 || len(r.boxes) >= boxesMax {
		return
	}
	b := Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		b.Left, b.Right = min(b.Left, p.x), max(b.Right, p.x)
		b.Bottom, b.Top = min(b.Bottom, p.y), max(b.Top, p.y)
	}
	if !(b.Right-b.Left >= r.width && b.Top-b.Bottom >= r.height) { // true for NaN, too
		return
	}
	near := func(a, b float64) bool { return math.Abs(a-b) < straight }
	corners := [4]bool{}
	for i, p := range points {
		onSide := near(p.x, b.Left) || near(p.x, b.Right)
		onEdge := near(p.y, b.Bottom) || near(p.y, b.Top)
		if !onSide && !onEdge {
			return
		}
		if next := points[(i+1)%len(points)]; !near(p.x, next.x) && !near(p.y, next.y) {
			return // a slanted line
		}
		if onSide && onEdge {
			corner := 0
			if near(p.x, b.Right) {
				corner++
			}
			if near(p.y, b.Top) {
				corner += 2
			}
			corners[corner] = true
		}
	}
	if corners == [4]bool{true, true, true, true} && !slices.Contains(r.boxes, b) {
		r.boxes = append(r.boxes, b)
	}
}

// then is the matrix that first does m and then n.
func (m Matrix) then(n Matrix) Matrix {
	return Matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m Matrix) points(from ...point) []point {
	for i, p := range from {
		from[i] = point{m[0]*p.x + m[2]*p.y + m[4], m[1]*p.x + m[3]*p.y + m[5]}
	}
	return from
}

// square is the unit square, which an image fills.
func (m Matrix) square() []point { return m.points(point{0, 0}, point{1, 0}, point{1, 1}, point{0, 1}) }
