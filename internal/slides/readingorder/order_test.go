package readingorder_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"proceedings/internal/slides/readingorder"
)

func rect(left, top, width, height float64) readingorder.Rect {
	return readingorder.Rect{Left: left, Top: top, Right: left + width, Bottom: top + height, Known: true}
}

func TestOrder(t *testing.T) {
	t.Parallel()

	none := readingorder.Rect{}
	tests := []struct {
		name   string
		shapes []readingorder.Rect
		rtl    bool
		want   []int
	}{
		{"nothing", nil, false, []int{}},
		{"a row that was drawn in another order", []readingorder.Rect{rect(30, 0, 9, 5), rect(10, 0, 9, 5), rect(0, 0, 9, 5), rect(20, 0, 9, 5)}, false, []int{2, 1, 3, 0}},
		{"a row is read from the right in a right-to-left slide", []readingorder.Rect{rect(0, 0, 9, 5), rect(10, 0, 9, 5), rect(20, 0, 9, 5)}, true, []int{2, 1, 0}},
		{"a column that was drawn from below", []readingorder.Rect{rect(0, 20, 9, 5), rect(0, 10, 9, 5), rect(0, 0, 9, 5)}, false, []int{2, 1, 0}},
		{"a grid drawn by rows keeps its order", []readingorder.Rect{rect(0, 0, 9, 5), rect(10, 0, 9, 5), rect(0, 10, 9, 5), rect(10, 10, 9, 5)}, false, []int{0, 1, 2, 3}},
		{"a grid drawn by columns keeps its order", []readingorder.Rect{rect(0, 0, 9, 5), rect(0, 10, 9, 5), rect(10, 0, 9, 5), rect(10, 10, 9, 5)}, false, []int{0, 1, 2, 3}},
		{"columns above a line of the full width keep their order", []readingorder.Rect{rect(0, 0, 9, 5), rect(0, 10, 9, 5), rect(10, 0, 9, 5), rect(10, 10, 9, 5), rect(0, 20, 19, 3)}, false, []int{0, 1, 2, 3, 4}},
		{"a grid of equal boxes in no order is read by rows", []readingorder.Rect{rect(10, 10, 9, 5), rect(0, 0, 9, 5), rect(0, 10, 9, 5), rect(10, 0, 9, 5)}, false, []int{1, 3, 2, 0}},
		{"headings stay with the text below", []readingorder.Rect{rect(10, 4, 9, 15), rect(0, 0, 9, 3), rect(0, 4, 9, 15), rect(10, 0, 9, 3)}, false, []int{1, 2, 3, 0}},
		{"columns in the wrong order are exchanged", []readingorder.Rect{rect(10, 0, 9, 5), rect(10, 6, 9, 5), rect(0, 0, 9, 5), rect(0, 6, 9, 5)}, false, []int{2, 3, 0, 1}},
		{"columns of different heights", []readingorder.Rect{rect(20, 0, 18, 3), rect(0, 0, 18, 12), rect(20, 4, 18, 20)}, false, []int{1, 0, 2}},
		{"a heading of the full width that was drawn last", []readingorder.Rect{rect(0, 10, 9, 5), rect(10, 10, 9, 5), rect(0, 0, 19, 5)}, false, []int{2, 0, 1}},
		{"text on a photograph is read after it", []readingorder.Rect{rect(0, 0, 40, 30), rect(2, 20, 10, 5), rect(2, 2, 10, 5)}, false, []int{0, 2, 1}},
		{"a note over all others is read last", []readingorder.Rect{rect(2, 20, 10, 5), rect(2, 2, 10, 5), rect(0, 0, 40, 30)}, false, []int{1, 0, 2}},
		{"boxes that overlap a little are separate", []readingorder.Rect{rect(0, 9.5, 20, 10), rect(0, 0, 20, 10)}, false, []int{1, 0}},
		{"boxes on top of each other keep their order", []readingorder.Rect{rect(1, 3, 20, 10), rect(0, 0, 20, 10)}, false, []int{0, 1}},
		{"shapes without a position keep their place", []readingorder.Rect{none, rect(10, 0, 9, 5), none, rect(0, 0, 9, 5)}, false, []int{0, 3, 2, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := readingorder.Order(tt.shapes, tt.rtl); !slices.Equal(got, tt.want) {
				t.Errorf("Order = %v, want %v", got, tt.want)
			}
		})
	}
}

// TestOrderIsAPermutation: every shape occurs once, and one without a position does not move.
func TestOrderIsAPermutation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		coordinate := rapid.IntRange(-20, 60)
		shapes := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) readingorder.Rect {
			s := rect(float64(coordinate.Draw(r, "x")), float64(coordinate.Draw(r, "y")), float64(rapid.IntRange(0, 40).Draw(r, "w")), float64(rapid.IntRange(0, 40).Draw(r, "h")))
			s.Known = rapid.IntRange(0, 5).Draw(r, "known") > 0
			return s
		}), 0, 12).Draw(r, "shapes")
		order := readingorder.Order(shapes, false)
		sorted := slices.Sorted(slices.Values(order))
		for i, at := range sorted {
			if i != at {
				r.Fatalf("Order = %v is no permutation", order)
			}
		}
		for i, s := range shapes {
			if !s.Known && order[i] != i {
				r.Fatalf("Order = %v moves shape %d, which has no position", order, i)
			}
		}
	})
}

func TestOutside(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		area readingorder.Rect
		want bool
	}{
		{"on the page", rect(10, 10, 5, 5), false},
		{"across the edge", rect(-3, 10, 5, 5), false},
		{"left of it", rect(-30, 10, 5, 5), true},
		{"touching it from the left", rect(-5, 10, 5, 5), true},
		{"touching it from the right", rect(100, 10, 5, 5), true},
		{"above", rect(10, -30, 5, 5), true},
		{"below", rect(10, 60, 5, 5), true},
		{"a point on the edge", rect(0, 0, 0, 0), false},
		{"without a position", readingorder.Rect{Left: -5, Right: -3}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.area.Outside(100, 50); got != tt.want {
				t.Errorf("Outside = %v, want %v", got, tt.want)
			}
		})
	}
	if rect(-30, 0, 5, 5).Outside(0, 0) {
		t.Error("a page without a size has no outside")
	}
}

// TestManyShapes orders as many shapes as a slide can have.
func TestManyShapes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a fixed seed
	shapes := make([]readingorder.Rect, 200_000)
	for i := range shapes {
		shapes[i] = rect(random.Float64()*1000, random.Float64()*1000, random.Float64(), random.Float64())
	}
	start := time.Now()
	if got := readingorder.Order(shapes, false); len(got) != len(shapes) {
		t.Fatalf("%d shapes of %d", len(got), len(shapes))
	}
	nested := make([]readingorder.Rect, 3000) // each cut separates one shape
	for i := range nested {
		at := float64(len(nested) - i)
		if i%2 == 0 {
			nested[i] = rect(at, 0, 1, at)
		} else {
			nested[i] = rect(0, at, at, 1)
		}
	}
	if got := readingorder.Order(nested, false); len(got) != len(nested) {
		t.Fatalf("%d shapes of %d", len(got), len(nested))
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %v", took)
	}
}
