package readingorder

import (
	"cmp"
	"slices"
)

// axis is the direction in which groups follow each other.
type axis int

const (
	vertical   axis = iota // rows
	horizontal             // columns
)

func (r Rect) span(a axis) (from, to float64) {
	if a == vertical {
		return r.Top, r.Bottom
	}
	return r.Left, r.Right
}

// Text boxes are higher than their text, so that neighbours may overlap a little:
// by these shares of a box and of the whole area.
const (
	boxSlack  = 0.1
	areaSlack = 0.03
)

// groups are the rows or columns that white space separates, each with its shapes in
// the given order.
func (c *cutter) groups(ids []int, a axis) [][]int {
	type interval struct {
		from, to float64
		at       int // index in ids
	}
	low, high := c.bounds(ids).span(a)
	intervals := make([]interval, len(ids))
	for i, id := range ids {
		from, to := c.shapes[id].span(a)
		slack := min(boxSlack*(to-from), areaSlack*(high-low))
		from, to = from+slack, to-slack
		if c.rtl && a == horizontal {
			from, to = -to, -from
		}
		intervals[i] = interval{from, to, i}
	}
	slices.SortStableFunc(intervals, func(a, b interval) int { return cmp.Compare(a.from, b.from) })
	var starts []int // indexes of intervals
	end := 0.0
	for i, v := range intervals {
		if i == 0 || v.from >= end {
			starts = append(starts, i)
			end = v.to
		}
		end = max(end, v.to)
	}
	groups := make([][]int, len(starts))
	for g, start := range starts {
		stop := len(intervals)
		if g+1 < len(starts) {
			stop = starts[g+1]
		}
		part := intervals[start:stop]
		slices.SortFunc(part, func(a, b interval) int { return cmp.Compare(a.at, b.at) })
		for _, v := range part {
			groups[g] = append(groups[g], ids[v.at])
		}
	}
	return groups
}

// merge joins adjacent groups until the given order, too, has each group before the
// next.
func merge(groups [][]int) [][]int {
	first := make([]int, len(groups)+1) // smallest index from this group on
	first[len(groups)] = int(^uint(0) >> 1)
	for g := len(groups) - 1; g >= 0; g-- {
		first[g] = min(groups[g][0], first[g+1])
	}
	var merged [][]int
	last, open := -1, false
	for g, ids := range groups {
		last = max(last, ids[len(ids)-1])
		if open {
			merged[len(merged)-1] = append(merged[len(merged)-1], ids...)
		} else {
			merged = append(merged, slices.Clone(ids))
		}
		open = last > first[g+1]
	}
	for _, ids := range merged {
		slices.Sort(ids)
	}
	return merged
}

// rowsFirst decides for shapes in rows and columns whose given order follows
// neither. The given order counts if it goes through groups one by one, if only
// backwards; then the shapes: headings above their text, or columns far apart.
func (c *cutter) rowsFirst(rows, columns [][]int) bool {
	const (
		higher  = 2    // times: text below a heading
		further = 2    // times
		least   = 0.02 // share of the width
	)
	byRow, byColumn := contiguous(rows), contiguous(columns)
	if byRow != byColumn {
		return byRow
	}
	if len(rows) == 2 {
		upper, lower := c.bounds(rows[0]), c.bounds(rows[1])
		if lower.Bottom-lower.Top >= higher*(upper.Bottom-upper.Top) || upper.Bottom-upper.Top >= higher*(lower.Bottom-lower.Top) {
			return false
		}
	}
	_, widest := c.gaps(rows, vertical)
	narrowest, _ := c.gaps(columns, horizontal)
	whole := c.bounds(slices.Concat(columns...))
	return narrowest <= further*max(widest, 0)+least*(whole.Right-whole.Left)
}

// contiguous reports whether each group is an uninterrupted part of the given order.
func contiguous(groups [][]int) bool {
	type position struct{ id, group int }
	var all []position
	for g, ids := range groups {
		for _, id := range ids {
			all = append(all, position{id, g})
		}
	}
	slices.SortFunc(all, func(a, b position) int { return cmp.Compare(a.id, b.id) })
	changes := 0
	for i := 1; i < len(all); i++ {
		if all[i].group != all[i-1].group {
			changes++
		}
	}
	return changes == len(groups)-1
}

// gaps are the smallest and the largest distance between groups.
func (c *cutter) gaps(groups [][]int, a axis) (smallest, largest float64) {
	for g := 1; g < len(groups); g++ {
		from, to := c.bounds(groups[g-1]).span(a)
		nextFrom, nextTo := c.bounds(groups[g]).span(a)
		gap := max(nextFrom-to, from-nextTo)
		if g == 1 {
			smallest, largest = gap, gap
		}
		smallest, largest = min(smallest, gap), max(largest, gap)
	}
	return smallest, largest
}
