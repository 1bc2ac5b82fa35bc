// Package readingorder puts the shapes of a slide into the order in which a person
// reads them: by recursive cuts along the white space between them (the XY-cut of
// Nagy and Seth, 1984). It is pure, and changes the given order only where the
// positions contradict it.
package readingorder

// Rect is the area of a shape, in any unit; y grows downwards. An area that is not
// Known has no position.
type Rect struct {
	Left, Top, Right, Bottom float64
	Known                    bool
}

// Outside reports whether no part of r is on a page of this size.
func (r Rect) Outside(width, height float64) bool {
	return r.Known && width > 0 && height > 0 &&
		(r.Right <= 0 && r.Left < 0 || r.Left >= width && r.Right > width || r.Bottom <= 0 && r.Top < 0 || r.Top >= height && r.Bottom > height)
}

// maxDepth bounds the number of nested cuts, and with it the cost: O(n log n).
const maxDepth = 16

// Order is the order in which to read shapes, as indexes. Shapes are given from back
// to front; those without a position keep their index. Columns are read from right
// to left if rtl is set.
func Order(shapes []Rect, rtl bool) []int {
	c := cutter{shapes: shapes, rtl: rtl}
	var known []int
	for i, s := range shapes {
		if s.Known {
			known = append(known, i)
		}
	}
	c.cut(known, 0)
	order := make([]int, len(shapes))
	next := 0
	for i, s := range shapes {
		order[i] = i
		if s.Known {
			order[i] = c.order[next]
			next++
		}
	}
	return order
}

// cutter collects the order of shapes.
type cutter struct {
	shapes []Rect
	rtl    bool
	order  []int
}

// cut adds the shapes with these indexes, which are from back to front.
func (c *cutter) cut(ids []int, depth int) {
	if len(ids) < 2 || depth == maxDepth {
		c.order = append(c.order, ids...)
		return
	}
	rows, columns := c.groups(ids, vertical), c.groups(ids, horizontal)
	for _, groups := range [][][]int{rows, columns} {
		// First the cuts that agree with the given order.
		if agreed := merge(groups); len(agreed) > 1 {
			c.cutAll(agreed, depth)
			return
		}
	}
	switch {
	case len(rows) == 1 && len(columns) == 1:
		c.backdrops(ids, depth)
	case len(columns) == 1 || len(rows) > 1 && c.rowsFirst(rows, columns):
		c.cutAll(rows, depth)
	default:
		c.cutAll(columns, depth)
	}
}

func (c *cutter) cutAll(groups [][]int, depth int) {
	for _, ids := range groups {
		c.cut(ids, depth+1)
	}
}

// backdrops puts shapes that all others lie on, such as a photograph, at the place
// that their layer has among the others: before or after all of them.
func (c *cutter) backdrops(ids []int, depth int) {
	const most = 0.9
	around := c.bounds(ids)
	var before, rest, after []int
	for i, id := range ids {
		s := c.shapes[id]
		switch covers := s.Right-s.Left >= most*(around.Right-around.Left) && s.Bottom-s.Top >= most*(around.Bottom-around.Top); {
		case !covers:
			rest = append(rest, id)
		case i == len(ids)-1:
			after = append(after, id)
		default:
			before = append(before, id)
		}
	}
	if len(rest) == len(ids) || len(rest) == 0 {
		c.order = append(c.order, ids...)
		return
	}
	c.order = append(c.order, before...)
	c.cut(rest, depth+1)
	c.order = append(c.order, after...)
}

// bounds is the smallest area around shapes.
func (c *cutter) bounds(ids []int) Rect {
	around := c.shapes[ids[0]]
	for _, id := range ids[1:] {
		around = Join(around, c.shapes[id])
	}
	return around
}
