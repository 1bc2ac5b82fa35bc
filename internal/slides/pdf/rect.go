package pdf

import (
	"math"

	"proceedings/internal/meeting"
)

// Rect is a rectangle on a page, in points from the top left.
type Rect struct{ Left, Top, Right, Bottom float64 }

// Size is the size of the rectangle.
func (r Rect) Size() Size { return Size{r.Right - r.Left, r.Bottom - r.Top} }

// overlaps reports whether two boxes have more than their edges in common.
func (r Rect) overlaps(other Rect) bool {
	return min(r.Right, other.Right)-max(r.Left, other.Left) > 1 && min(r.Bottom, other.Bottom)-max(r.Top, other.Top) > 1
}

// holds reports whether the middle of another box is in r.
func (r Rect) holds(other Rect) bool {
	across, down := (other.Left+other.Right)/2, (other.Top+other.Bottom)/2
	return across >= r.Left && across <= r.Right && down >= r.Top && down <= r.Bottom
}

// Area is the part of a page of that size and number that r is.
func (r Rect) Area(page int, of Size) meeting.Area {
	share := func(x, length float64) float64 { return rounded(min(1, max(0, x/length))) }
	left, top := share(r.Left, of.Width), share(r.Top, of.Height)
	return meeting.Area{
		Page: page, Left: left, Top: top,
		Width: rounded(share(r.Right, of.Width) - left), Height: rounded(share(r.Bottom, of.Height) - top),
	}
}

func (r Rect) shifted(across, down float64) Rect {
	return Rect{r.Left + across, r.Top + down, r.Right + across, r.Bottom + down}
}

// distance is how far two boxes are apart.
func (r Rect) distance(other Rect) float64 {
	return math.Hypot(max(0, r.Left-other.Right, other.Left-r.Right), max(0, r.Top-other.Bottom, other.Top-r.Bottom))
}
