package pdffile

import (
	"bytes"
	"encoding/binary"
)

// Markers of JPEG segments (ITU-T T.81, table B.1).
const (
	markerStart   = 0xd8
	markerEnd     = 0xd9
	markerScan    = 0xda
	markerRestart = 0xd0 // the first of eight
	markerApp0    = 0xe0 // JFIF
	markerApp2    = 0xe2 // colour profile
	markerApp14   = 0xee // Adobe's kind of colours
	markerComment = 0xfe
	markerNone    = 0x01 // has no length, like restarts
	markerPadding = 0xff // is one byte before a marker
)

// StripJPEG returns a JPEG image without Exif, XMP and IPTC data, comments, thumbnails
// and what follows it. Pixels and colours stay as they are. changed is false for an image
// without these, and for a damaged one before the damage.
func StripJPEG(data []byte) (stripped []byte, changed bool) {
	if !bytes.HasPrefix(data, []byte{0xff, markerStart}) {
		return data, false
	}
	out := append(make([]byte, 0, len(data)), data[:2]...)
	rest := data[2:]
	for {
		n, marker := segment(rest)
		switch {
		case n == 0: // damaged: nothing is known about the rest
			return append(out, rest...), changed
		case marker == markerEnd:
			return append(out, rest[:n]...), changed || n < len(rest)
		case marker == markerPadding, isPrivate(marker, rest[:n]):
			changed = true
		default:
			out = append(out, rest[:n]...)
		}
		rest = rest[n:]
	}
}

// segment is the length of the first segment in data, with the pixels after it, and its
// marker. The length is 0 if there is no whole segment.
func segment(data []byte) (length int, marker byte) {
	if len(data) < 2 || data[0] != 0xff {
		return 0, 0
	}
	marker = data[1]
	if marker == markerPadding {
		return 1, marker
	}
	if marker == markerEnd || marker == markerNone || marker >= markerRestart && marker < markerStart {
		return 2, marker
	}
	if len(data) < 4 {
		return 0, marker
	}
	length = 2 + int(binary.BigEndian.Uint16(data[2:]))
	if length < 4 || length > len(data) {
		return 0, marker
	}
	if marker != markerScan {
		return length, marker
	}
	for length+1 < len(data) { // the pixels end at the next marker
		next := data[length+1]
		if data[length] == 0xff && next != 0 && next != 0xff && (next < markerRestart || next >= markerStart) {
			break
		}
		length++
	}
	if length+1 >= len(data) {
		length = len(data)
	}
	return length, marker
}

func isPrivate(marker byte, segment []byte) bool {
	has := func(name string) bool { return bytes.HasPrefix(segment[min(4, len(segment)):], []byte(name)) }
	switch {
	case marker == markerApp0:
		return !has("JFIF\x00")
	case marker == markerApp2:
		return !has("ICC_PROFILE\x00")
	case marker == markerApp14:
		return !has("Adobe")
	case marker == markerComment:
		return true
	}
	return marker > markerApp0 && marker <= 0xef
}
