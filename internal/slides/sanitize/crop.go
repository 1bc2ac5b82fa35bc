package sanitize

import (
	"encoding/xml"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// LibreOffice exports a cropped picture whole, with a clipping path, and programs show
// the rest. Package pdffile crops the images of its PDF file, but not drawings.

const (
	whole     = 100_000    // a part of a picture is given in thousandths of a percent
	cropLeast = whole / 50 // smaller parts that are cropped away show nothing
)

// croppedPattern matches a picture of which a part is cropped away.
var croppedPattern = regexp.MustCompile(`<(?:\w+:)?srcRect\s[^>]*["'][1-9]`)

// isDrawing reports whether a picture consists of lines, by the name of its file.
func isDrawing(name string) bool {
	return slices.Contains([]string{".emf", ".wmf", ".emz", ".wmz", ".svg", ".svm"}, strings.ToLower(path.Ext(name)))
}

// crop crops the picture of a fill in the copy, or notes the slide if that is impossible.
// Package pdffile crops ordinary pictures, which LibreOffice draws as they are shown.
func (v *viewer) crop(fill, parent *element) {
	blip, away := fill.child("blip"), fill.child("srcRect")
	if blip == nil || away == nil || !crops(away) {
		return
	}
	target := v.targetOf(blip.attr("embed"))
	ordinary := parent != nil && parent.name == "pic" && v.turned == 0
	switch {
	case target == "":
	case blip.find("svgBlip") != nil || isDrawing(target):
		v.uncropped()
	case ordinary, !v.Has(target):
	case !v.cropFill(blip, away, target):
		v.uncropped()
	}
}

// uncropped notes a picture of which the copy has more than is shown.
func (v *viewer) uncropped() {
	v.removed.Uncropped = append(v.removed.Uncropped, v.number[v.key])
}

// crops reports whether something is cropped away on a side.
func crops(e *element) bool {
	return slices.ContainsFunc([]string{"l", "t", "r", "b"}, func(side string) bool { return croppedOn(e, side) > cropLeast })
}

// croppedOn is how much is cropped away on a side.
func croppedOn(e *element, side string) float64 {
	text, percent := strings.CutSuffix(e.attr(side), "%")
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || n != n:
		return 0
	case percent:
		return n * whole / 100
	}
	return n
}

// targetOf is the name of the part of a picture to which a relation of the part leads,
// from the root, or "".
func (v *viewer) targetOf(id string) string {
	root, err := readElements(v.readPlain(relationsOf(v.key)))
	if err != nil || root.child("Relationships") == nil {
		return ""
	}
	for _, r := range root.child("Relationships").kids {
		if r.attr("Id") == id && path.Base(r.attr("Type")) == "image" {
			target := r.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(v.key), target)
			}
			return target
		}
	}
	return ""
}

// clipPattern matches the property of pictures of which a part is cropped away. By how
// much depends on the resolution of the picture.
var clipPattern = regexp.MustCompile(`rect\(.*[1-9]`)

// clipping are the cropped pictures of an OpenDocument part.
type clipping struct {
	style, frame string          // the names of the current style, and of that of the current frame
	styles       map[string]bool // names of the styles that crop
	page         int             // number of the current page, from 1
}

// clip counts a picture that shows a part of a drawing, or of a TIFF image, which LibreOffice
// does not crop either. It counts once for a frame, which may have several files of it.
func (r *rules) clip(e xml.StartElement) {
	switch e.Name.Local {
	case "style":
		r.clipping.style = attr(e, "name")
	case "graphic-properties":
		if clipPattern.MatchString(attr(e, "clip")) {
			if r.clipping.styles == nil {
				r.clipping.styles = map[string]bool{}
			}
			r.clipping.styles[r.clipping.style] = true
		}
	case "page":
		r.clipping.page++
	case "frame":
		r.clipping.frame = attr(e, "style-name")
	case "image":
		href := attr(e, "href")
		if r.clipping.styles[r.clipping.frame] && (isDrawing(href) || isTIFF(href)) {
			r.removed.Uncropped = append(r.removed.Uncropped, r.clipping.page)
			r.clipping.frame = ""
		}
	}
}
