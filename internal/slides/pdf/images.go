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

// Images are facts about the images on a page. Where images overlap, both count.
type Images struct {
	Covered float64 // share of the page that images cover, from 0 to 1
	Own     float64 // share that images cover which are not on most pages, as a background or a logo is
	Density float64 // pixels per inch of the densest image of its own; 0 if there is none
}

// image is one image on a page.
type image struct {
	object         string // the same for an image that is on several pages; empty if inside the page
	page           int    // from 0
	share, density float64
}

// ParseImages parses facts about the images on each page from the output of
// pdfimages -list:
//
//	page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
//	   1     0 image     800  1100  icc     3   8  image  no         5  0    97    97 2578K 100%
//
// Masks are parts of images; a stencil is drawn by itself, as scans in two colours
// are.
func ParseImages(out string, pages []Size) []Images {
	var all []image
	for line := range strings.Lines(out) {
		if i, ok := parseImage(strings.Fields(line), pages); ok {
			all = append(all, i)
		}
	}
	shared := onMostPages(all, len(pages))
	facts := make([]Images, len(pages))
	for _, i := range all {
		f := &facts[i.page]
		f.Covered = min(1, f.Covered+i.share)
		if !shared[i.object] {
			f.Own, f.Density = min(1, f.Own+i.share), max(f.Density, i.density)
		}
	}
	return facts
}

func parseImage(f []string, pages []Size) (image, bool) {
	const all = 16 // fields; an inline image has no object number
	if len(f) < all-1 || f[2] != "image" && f[2] != "stencil" {
		return image{}, false
	}
	page, err := strconv.Atoi(f[0])
	if err != nil || page < 1 || page > len(pages) {
		return image{}, false
	}
	x, y := f[len(f)-4], f[len(f)-3]
	size := pages[page-1]
	i := image{page: page - 1, share: length(f[3], x) * length(f[4], y) / (size.Width * size.Height)}
	if !(i.share > 0) { // true for NaN, too
		return image{}, false
	}
	i.density, _ = strconv.ParseFloat(x, 64) // length parsed it
	if len(f) == all {
		i.object = f[10] + " " + f[11]
	}
	return i, true
}

// onMostPages are the objects that are on more than half of the pages. A short deck
// may show one picture on each page, so they must be on six.
func onMostPages(all []image, pages int) map[string]bool {
	const few = 6
	on := map[string]map[int]bool{}
	for _, i := range all {
		if i.object == "" {
			continue
		}
		if on[i.object] == nil {
			on[i.object] = map[int]bool{}
		}
		on[i.object][i.page] = true
	}
	most := map[string]bool{}
	for object, where := range on {
		most[object] = len(where) >= few && 2*len(where) > pages
	}
	return most
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
