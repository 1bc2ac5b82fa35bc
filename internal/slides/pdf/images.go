package pdf

import (
	"strconv"
	"strings"
)

// ImageArgs are the arguments with which pdfimages lists the images on all pages.
func ImageArgs(file string) []string {
	return []string{"-list", "-f", "1", "-l", strconv.Itoa(MaxPages), "--", file}
}

// pointsPerInch is the number of points, the unit of a page's size, in an inch.
const pointsPerInch = 72

// ParseImages parses the share of each page that images cover, from 0 to 1, from the
// output of pdfimages -list:
//
//	page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
//	   1     0 image     800  1100  icc     3   8  image  no         5  0    97    97 2578K 100%
//
// Masks are parts of images; a stencil is drawn by itself, as scans in two colours
// are. Where images overlap, both count.
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
		// The object has two columns, or one for an inline image: later columns are
		// counted from the end.
		width, height := length(f[3], f[len(f)-4]), length(f[4], f[len(f)-3])
		size := pages[page-1]
		if share := width * height / (size.Width * size.Height); share > 0 {
			covered[page-1] = min(1, covered[page-1]+share)
		}
	}
	return covered
}

// length is the length of pixels in points, or 0 if unknown.
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
