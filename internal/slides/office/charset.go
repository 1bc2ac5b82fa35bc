package office

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// toUTF8 is data without its byte order mark, converted from UTF-16 if it is that.
func toUTF8(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		return data[3:]
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return fromUTF16(data[2:], binary.BigEndian)
	case bytes.HasPrefix(data, []byte("<\x00")): // parsers also detect it without a mark
		return fromUTF16(data, binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\x00<")):
		return fromUTF16(data, binary.BigEndian)
	}
	return data
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// charsetReader decodes the encodings that decks declare besides UTF-8.
func charsetReader(label string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be": // toUTF8 has decoded UTF-16
		return input, nil
	case "iso-8859-1", "latin1", "windows-1252":
		data, err := io.ReadAll(input)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", label, err)
		}
		runes := make([]rune, len(data))
		for i, b := range data {
			runes[i] = rune(b)
		}
		return strings.NewReader(string(runes)), nil
	}
	return nil, fmt.Errorf("encoding %q is not known", label)
}
