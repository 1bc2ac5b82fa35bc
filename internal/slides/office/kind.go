package office

import "bytes"

// pixelsMax is the number of pixels that an image may have: LibreOffice decodes
// each into four bytes or more.
const pixelsMax = 100_000_000

// kind is the kind of a part by its first bytes, whatever its name.
type kind struct {
	xml    bool
	gzip   bool // an SVG drawing, usually
	width  int  // of an image, in pixels; 0 if unknown
	height int
}

// IsXML reports whether a text looks like XML.
func IsXML(text []byte) bool { return kindOf(text).xml }

func kindOf(head []byte) kind {
	start := bytes.TrimLeft(toUTF8(head[:min(len(head), 1<<10)]), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("<")):
		return kind{xml: true}
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return kind{gzip: true}
	}
	width, height, _ := ImageSize(head)
	return kind{width: width, height: height}
}

// IsHuge reports whether an image of that size in pixels is too large to decode.
func IsHuge(width, height int) bool {
	return width > 0 && height > pixelsMax/width
}
