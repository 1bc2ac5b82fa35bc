package slides

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
)

func TestBatchesCoverThePages(t *testing.T) {
	t.Parallel()

	wide, upright := pdf.Size{Width: 960, Height: 540}, pdf.Size{Width: 540, Height: 960}
	many := make([]pdf.Size, 20)
	for i := range many {
		many[i] = wide
	}
	tests := []struct {
		name  string
		pages []pdf.Size
		want  [][2]int
	}{
		{"none", nil, nil},
		{"one size is one batch", []pdf.Size{wide, wide}, [][2]int{{1, 2}}},
		{"a change of size is a new batch", []pdf.Size{wide, upright, upright, wide}, [][2]int{{1, 1}, {2, 3}, {4, 4}}},
		{"a long run is divided", many, [][2]int{{1, 16}, {17, 20}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got [][2]int
			for _, b := range batches(partsOf(tt.pages, tt.pages, pdf.Frames{})) {
				got = append(got, [2]int{b.first, b.last})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("batches differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBatchesOfPrintedSlides renders the slides at one place of several pages at once.
func TestBatchesOfPrintedSlides(t *testing.T) {
	t.Parallel()
	paper := pdf.Size{Width: 600, Height: 800}
	above, below := pdf.Rect{Left: 100, Top: 100, Right: 500, Bottom: 325}, pdf.Rect{Left: 100, Top: 450, Right: 500, Bottom: 675}
	frames := pdf.Frames{On: map[int][]pdf.Rect{2: {above, below}, 3: {above, below}, 4: {above}}}
	sizes := []pdf.Size{paper, paper, paper, paper}
	parts := partsOf(sizes, sizes, frames)
	type want struct {
		First, Last, Left, Top, Whole, Tall int
		Parts                               []int
	}
	var got []want
	for _, b := range batches(parts) {
		r := b.rendering(false)
		got = append(got, want{r.First, r.Last, r.Left, r.Top, r.Whole, r.Tall, b.parts})
	}
	if diff := cmp.Diff([]want{
		{1, 1, 0, 0, 0, 0, []int{0}},
		{2, 4, 400, 400, 2400, 3200, []int{1, 3, 5}},
		{2, 3, 400, 1800, 2400, 3200, []int{2, 4}},
	}, got); diff != "" {
		t.Errorf("renderings differ (-want +got):\n%s", diff)
	}
	if a := parts[2].area(); a != (meeting.Area{Page: 2, Left: 0.1667, Top: 0.5625, Width: 0.6666, Height: 0.2813}) {
		t.Errorf("the area is %+v", a)
	}
}
