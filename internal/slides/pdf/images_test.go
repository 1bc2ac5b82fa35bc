package pdf_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/slides/pdf"
)

const imageHead = "page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio\n------\n"

func TestParseImages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, rows string
		want       float64
	}{
		{"a scan covers its page", "   1     0 image     800  1100  icc     3   8  image  no         5  0    97    97 2578K 100%\n", 1},
		{"half a page", "   1     0 image     100  100  icc     3   8  jpeg  no         5  0    72    36 2578K 100%\n", .5},
		{"an inline image has no object number", "   1     0 image      50   50  gray    1   8  image  no   [inline]     72    72    0B 0.0%\n", .0625},
		{"a stencil counts, masks are parts of images", "   1     0 stencil   50   50  -    1   1  ccitt  no   7 0     72    72    9B 1.0%\n   1     1 smask   100 200  gray    1   8  image  no 8 0     72    72    0B 0.0%\n   1     1 mask   100 200  gray    1   8  image  no 8 0     72    72    0B 0.0%\n", .125 / 2 * 1},
		{"an image without a size covers nothing", "   1     0 image     800  1100  icc     3   8  image  no         5  0    0    nan 2578K 100%\n", 0},
		{"a page that does not exist", "   2     0 image     800  1100  icc     3   8  image  no         5  0    97    97 2578K 100%\n", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			size := pdf.Size{Width: 200, Height: 200}
			if got := pdf.ParseImages(imageHead+tt.rows, []pdf.Size{size}); len(got) != 1 || got[0].Covered != tt.want || got[0].Own != tt.want {
				t.Errorf("ParseImages(%q) = %v, want %v", tt.rows, got, tt.want)
			}
		})
	}
}

// TestImagesOnMostPagesAreNotThePagesOwn reads decks with a background and a logo in
// the master, and a picture on the second of ten pages.
func TestImagesOnMostPagesAreNotThePagesOwn(t *testing.T) {
	t.Parallel()
	const background = "   %d     0 image     200   200  rgb     3   8  jpeg   no         5  0    72    72 2578K 100%%\n"
	const picture = "   2     4 image     100   100  gray    1   8  image  no         9  0   144   144    0B 0.0%\n"
	for on, own := range map[int]float64{5: 1, 6: 0} {
		rows := imageHead + picture
		for page := range on {
			rows += fmt.Sprintf(background, page+1)
		}
		got := pdf.ParseImages(rows, slices.Repeat([]pdf.Size{{Width: 200, Height: 200}}, 10))
		want := slices.Repeat([]pdf.Images{{}}, 10)
		for page := range on {
			want[page] = pdf.Images{Covered: 1, Own: own, Density: 72 * own}
		}
		want[1] = pdf.Images{Covered: 1, Own: min(1, own+.0625), Density: 144}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("a background on %d of 10 pages (-want +got):\n%s", on, diff)
		}
	}
}
