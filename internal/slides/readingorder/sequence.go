package readingorder

// Piece is a shape, or a group of shapes, that has added blocks to a list.
type Piece struct {
	Area     Rect
	From, To int     // indexes of its blocks
	Kids     []Piece // in the order of their blocks
}

// Sequence is the order in which to read the blocks of p, as indexes: first those of
// a group itself, then its shapes.
func Sequence(p Piece, rtl bool) []int { return sequence(make([]int, 0, p.To-p.From), p, rtl) }

func sequence(to []int, p Piece, rtl bool) []int {
	areas := make([]Rect, len(p.Kids))
	next := p.From
	for i, kid := range p.Kids {
		areas[i] = kid.Area
		to = appendRange(to, next, kid.From)
		next = kid.To
	}
	for _, i := range Order(areas, rtl) {
		to = sequence(to, p.Kids[i], rtl)
	}
	return appendRange(to, next, p.To)
}

func appendRange(to []int, from, end int) []int {
	for i := from; i < end; i++ {
		to = append(to, i)
	}
	return to
}

// Join is the smallest area around a and b; an unknown one does not count.
func Join(a, b Rect) Rect {
	switch {
	case !a.Known:
		return b
	case !b.Known:
		return a
	}
	return Rect{min(a.Left, b.Left), min(a.Top, b.Top), max(a.Right, b.Right), max(a.Bottom, b.Bottom), true}
}
