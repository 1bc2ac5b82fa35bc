package pdf

import (
	"strconv"
	"strings"
)

// ImageArgs are the arguments by which pdfimages lists the pictures on the
// file's pages.
func ImageArgs(file string) []string {
	return []string{"-list", "-f", "1", "-l", strconv.Itoa(MaxPages), "--", file}
}

// pointsPerInch is the unit of a page's size.
const pointsPerInch = 72

// ParseImages reads which share of each page pictures cover, 0 to 1, from the
// output of pdfimages -list:
//
//	page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
//	   1     0 image     800  1100  icc     3   8  image  no         5  0    97    97 2578K 100%
//
// Masks are parts of pictures; a stencil is painted by itself, as scans in two
// colours are. Where pictures lie over each other, both count.
func ParseImages(out string, pages []Size) []float64 {
	covered := make([]float64, len(pages))
	for line := range strings.Lines(out) {
		f := strings.Fields(line)
		if len(f) < 9 || f[2] != "image" && f[2] != "stencil" {
			continue
		}
		page, err := strconv.Atoi(f[0])
		if err != nil || page < 1 || page > len(pages) {
			continue
		}
		// The object is two columns, or one for a picture within the page: what
		// is behind it is counted from the end.
		width, height := length(f[3], f[len(f)-4]), length(f[4], f[len(f)-3])
		size := pages[page-1]
		if share := width * height / (size.Width * size.Height); share > 0 {
			covered[page-1] = min(1, covered[page-1]+share)
		}
	}
	return covered
}

// length is how long so many pixels are, in points; 0 where it is not known.
func length(pixels, perInch string) float64 {
	n, err := strconv.ParseFloat(pixels, 64)
	if err != nil {
		return 0
	}
	density, err := strconv.ParseFloat(perInch, 64)
	if err != nil || !(density > 0) || !(n > 0) { // false for NaN, too
		return 0
	}
	return n / density * pointsPerInch
}
