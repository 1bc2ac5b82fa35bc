package slides

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
			for _, b := range batches(tt.pages) {
				got = append(got, [2]int{b.first, b.last})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("batches differ (-want +got):\n%s", diff)
			}
		})
	}
}
