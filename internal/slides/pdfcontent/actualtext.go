package pdfcontent

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf16"
)

// actual is a replacement text (ISO 32000-1, 14.9.4) in a stream, with its key.
type actual struct {
	from, to int
	text     string
}

// ReplacesGlyphs reports whether a replacement text only says which characters some
// glyphs are: a ligature, a hyphen at the end of a line, a letter with its accents, or a
// cluster of a script whose letters change their shapes. Any other may be words that the
// page does not show.
func ReplacesGlyphs(text string) bool {
	letters := strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	switch n := len([]rune(letters)); {
	case n == 0, n <= 3 && strings.Trim(letters, "fijltsTchkb") == "":
		return true
	case n == 1:
		return letters[0] > unicode.MaxASCII
	}
	return !strings.ContainsFunc(letters, func(r rune) bool {
		return unicode.IsDigit(r) || unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	})
}

// textOf is the text of a string as it is written in a stream (7.3.4).
func textOf(raw []byte) string {
	if len(raw) > 0 && raw[0] == '<' {
		digits := strings.Map(func(r rune) rune {
			if strings.ContainsRune("0123456789abcdefABCDEF", r) {
				return r
			}
			return -1
		}, string(raw))
		if len(digits)%2 == 1 {
			digits += "0"
		}
		data, _ := hex.DecodeString(digits) // only digits are left
		return decoded(data)
	}
	return decoded(unescaped(raw))
}

// unescaped are the bytes of a string in parentheses.
func unescaped(raw []byte) []byte {
	if len(raw) < 2 {
		return nil
	}
	raw = raw[1 : len(raw)-1]
	var made []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 == len(raw) {
			made = append(made, raw[i])
			continue
		}
		i++
		digits := 0
		n := 0
		for ; digits < 3 && i+digits < len(raw) && raw[i+digits] >= '0' && raw[i+digits] <= '7'; digits++ {
			n = n*8 + int(raw[i+digits]-'0')
		}
		if digits > 0 {
			made = append(made, byte(n)) //nolint:gosec // overflow is ignored, by the standard
			i += digits - 1
			continue
		}
		made = append(made, raw[i]) // control characters are no letters
	}
	return made
}

// decoded is a text in UTF-16 or in a code of one byte, of which letters matter.
func decoded(data []byte) string {
	if len(data) < 2 || data[0] != 0xfe || data[1] != 0xff {
		runes := make([]rune, len(data))
		for i, c := range data {
			runes[i] = rune(c)
		}
		return string(runes)
	}
	var units []uint16
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
	}
	return string(utf16.Decode(units))
}
