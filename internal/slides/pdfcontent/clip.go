package pdfcontent

import (
	"math"
	"slices"
)

// Area is a convex polygon: what clipping paths leave. It is empty if it has no points.
type Area []point

// Row is the part of an area between two heights. ok is false if there is none.
func (a Area) Row(bottom, top float64) (left, right float64, ok bool) {
	if len(a) == 0 {
		return 0, 0, false
	}
	b := around(a.within(Area{{a[0].x - 1e9, bottom}, {a[0].x + 1e9, bottom}, {a[0].x + 1e9, top}, {a[0].x - 1e9, top}}))
	return b.Left, b.Right, !b.isEmpty()
}

// Crops reports whether an area is less than the unit square, by what may show something.
func (a Area) Crops() bool {
	const most = 0.96 // two percent on each side
	return a.size() < most
}

// corners is a box as an area, counter-clockwise.
func (b Box) corners() Area {
	if b.isEmpty() {
		return nil
	}
	return Area{{b.Left, b.Bottom}, {b.Right, b.Bottom}, {b.Right, b.Top}, {b.Left, b.Top}}
}

// areaOf is the area within a path: exactly if it is one convex polygon, or else the box
// around it.
func areaOf(points []point, parts int, curved bool) Area {
	const most = 16 // points of a polygon that pictures are cropped to
	if parts == 1 && !curved && len(points) <= most {
		if a, ok := convex(points); ok {
			return a
		}
	}
	return around(points).corners()
}

// convex is a polygon counter-clockwise, without points on its sides.
func convex(points []point) (Area, bool) {
	points = slices.Clone(points)
	for i := 0; i < len(points); {
		before, next := points[(i+len(points)-1)%len(points)], points[(i+1)%len(points)]
		if turn(before, points[i], next) == 0 {
			points = slices.Delete(points, i, i+1)
			i = max(0, i-1)
			continue
		}
		i++
	}
	if len(points) < 3 {
		return nil, false
	}
	left := 0
	for i, p := range points {
		if turn(p, points[(i+1)%len(points)], points[(i+2)%len(points)]) > 0 {
			left++
		}
	}
	if left == 0 {
		slices.Reverse(points)
		left = len(points)
	}
	return points, left == len(points) && !windsTwice(points)
}

// windsTwice reports whether a polygon that only turns left does so more than once
// around, as a star does.
func windsTwice(points []point) bool {
	sum := 0.0
	for i, p := range points {
		q, r := points[(i+1)%len(points)], points[(i+2)%len(points)]
		a := math.Atan2(r.y-q.y, r.x-q.x) - math.Atan2(q.y-p.y, q.x-p.x)
		if a < 0 {
			a += 2 * math.Pi
		}
		sum += a
	}
	return sum > 3*math.Pi
}

// turn is positive where a way from a over b to c turns left.
func turn(a, b, c point) float64 { return (b.x-a.x)*(c.y-b.y) - (b.y-a.y)*(c.x-b.x) }

// within is the part of an area that another has, too.
func (a Area) within(other Area) Area {
	if len(other) == 0 {
		return nil
	}
	for i, from := range other {
		to := other[(i+1)%len(other)]
		var kept Area
		for j, p := range a {
			next := a[(j+1)%len(a)]
			here, there := turn(from, to, p), turn(from, to, next)
			if here >= 0 {
				kept = append(kept, p)
			}
			if here > 0 && there < 0 || here < 0 && there > 0 {
				t := here / (here - there)
				kept = append(kept, point{p.x + t*(next.x-p.x), p.y + t*(next.y-p.y)})
			}
		}
		a = kept
	}
	return a
}

// size is the area's size.
func (a Area) size() float64 {
	sum := 0.0
	for i, p := range a {
		next := a[(i+1)%len(a)]
		sum += p.x*next.y - next.x*p.y
	}
	return math.Abs(sum) / 2
}
