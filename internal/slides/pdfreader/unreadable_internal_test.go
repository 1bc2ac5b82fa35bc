package pdfreader

import (
	"slices"
	"testing"

	"proceedings/internal/slides/pdf"
)

func TestReadablePages(t *testing.T) {
	t.Parallel()

	const title, first, second = "Title: x\n", "Page    1 size:  960 x 540 pts\nPage    1 rot:   0\n", "Page    2 size:  720 x 540 pts\n"
	for _, tt := range []struct {
		name, out  string
		sizes      []pdf.Size
		unreadable int
	}{
		{"all pages", title + "Pages:           2\n" + first + second, nil, 0},
		{"a last page without a size", title + "Pages:           3\n" + first + second + "Page    3 size:  0 x 0 pts\n", []pdf.Size{{Width: 960, Height: 540}, {Width: 720, Height: 540}}, 1},
		{"last pages that are not listed", title + "Pages:           9\n" + first, []pdf.Size{{Width: 960, Height: 540}}, 8},
		{"a page in the middle", "Pages: 3\n" + first + "Page    2 size: 0 x 0 pts\nPage    3 size: 1 x 1 pts\n", nil, 0},
		{"no readable page", "Pages: 1\nPage    1 size: 0 x 0 pts\n", nil, 0},
		{"too many pages", "Pages: 100000\n" + first, nil, 0},
		{"no pages", title, nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, sizes, unreadable := readablePages(tt.out)
			if !slices.Equal(sizes, tt.sizes) || unreadable != tt.unreadable {
				t.Errorf("sizes %v, %d unreadable, want %v and %d", sizes, unreadable, tt.sizes, tt.unreadable)
			}
		})
	}
}
