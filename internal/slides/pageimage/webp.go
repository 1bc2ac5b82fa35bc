package pageimage

import (
	"encoding/binary"
	"errors"
)

// errWebP means that a file has no WebP header or is truncated.
var errWebP = errors.New("not a whole WebP image")

// webpSize reads the size in pixels of a WebP file (RFC 9649, section 2). A truncated
// file is an error.
func webpSize(data []byte) (width, height int, err error) {
	if len(data) < 30 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WEBP" {
		return 0, 0, errWebP
	}
	if riff := int64(binary.LittleEndian.Uint32(data[4:])); int64(len(data)) < riff+8 {
		return 0, 0, errWebP
	}
	body := data[20:]
	switch string(data[12:16]) {
	case "VP8 ": // RFC 6386, section 9.1: frame tag, start code, two sizes of 14 bits
		if body[0]&1 != 0 || string(body[3:6]) != "\x9d\x01\x2a" {
			return 0, 0, errWebP
		}
		width = int(binary.LittleEndian.Uint16(body[6:]) & 0x3fff)
		height = int(binary.LittleEndian.Uint16(body[8:]) & 0x3fff)
	case "VP8L": // signature, then two sizes of 14 bits, less one
		if body[0] != 0x2f {
			return 0, 0, errWebP
		}
		bits := binary.LittleEndian.Uint32(body[1:])
		width, height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
	case "VP8X": // flags, then two sizes of 24 bits, less one
		width, height = uint24(body[4:])+1, uint24(body[7:])+1
	default:
		return 0, 0, errWebP
	}
	if width == 0 || height == 0 {
		return 0, 0, errWebP
	}
	return width, height, nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
