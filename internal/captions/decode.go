package captions

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/language"
)

// decode converts a file to text: from UTF-8, from UTF-16 with a byte order mark or
// without, or from a Windows code page. The language chooses the code page; without
// one it is that of Western Europe.
func decode(data []byte, lang string) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decode16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decode16(data[2:], binary.BigEndian)
	}
	if order := unmarked(data); order != nil {
		return decode16(data, order)
	}
	if utf8.Valid(data) {
		return string(data)
	}
	text, err := windows(lang).NewDecoder().Bytes(data)
	if err != nil { // a code page has a character for each byte, or U+FFFD
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(text)
}

func decode16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// unmarked is the order of UTF-16 without a byte order mark; nil for anything
// else. Captions begin with digits or with a word in ASCII, every other byte of
// which is zero then.
func unmarked(data []byte) binary.ByteOrder {
	if len(data) < 4 {
		return nil
	}
	switch {
	case data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0:
		return binary.LittleEndian
	case data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0:
		return binary.BigEndian
	}
	return nil
}

// windows is the code page that Windows has for a language.
func windows(lang string) *charmap.Charmap {
	base, _ := language.Make(lang).Base()
	switch base.String() {
	case "ru", "uk", "be", "bg", "mk", "sr":
		return charmap.Windows1251
	case "pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq":
		return charmap.Windows1250
	case "el":
		return charmap.Windows1253
	case "tr", "az":
		return charmap.Windows1254
	case "he", "yi":
		return charmap.Windows1255
	case "ar", "fa", "ur":
		return charmap.Windows1256
	case "et", "lv", "lt":
		return charmap.Windows1257
	case "vi":
		return charmap.Windows1258
	}
	return charmap.Windows1252
}
