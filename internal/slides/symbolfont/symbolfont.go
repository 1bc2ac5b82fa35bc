// Package symbolfont maps the codes of the symbol fonts of Windows to Unicode
// characters: Symbol, Wingdings, Wingdings 2, Wingdings 3 and Webdings.
//
// Sources: Unicode's mapping of Adobe's Symbol encoding, and for the others the
// proposals L2/11-052R and L2/11-344, which Unicode 7.0 adopted.
package symbolfont

import "strings"

// Text shows the codes of a symbol font as U+F020 to U+F0FF, or as the characters
// of Windows-1252 with the same codes.
const (
	first   = 0x20
	last    = 0xff
	private = 0xf000
)

// tables are the characters by the names of the fonts in lower case.
var tables = map[string][]rune{
	"symbol":      []rune(symbol),
	"wingdings":   []rune(wingdings),
	"wingdings 2": []rune(wingdings2),
	"wingdings 3": []rune(wingdings3),
	"webdings":    []rune(webdings),
}

// windows1252 are the codes 0x80 to 0x9F of the characters of Windows-1252 that
// Unicode has elsewhere.
var windows1252 = map[rune]rune{
	'€': 0x80, '‚': 0x82, 'ƒ': 0x83, '„': 0x84, '…': 0x85, '†': 0x86, '‡': 0x87, 'ˆ': 0x88, '‰': 0x89,
	'Š': 0x8a, '‹': 0x8b, 'Œ': 0x8c, 'Ž': 0x8e, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95,
	'–': 0x96, '—': 0x97, '˜': 0x98, '™': 0x99, 'š': 0x9a, '›': 0x9b, 'œ': 0x9c, 'ž': 0x9e, 'Ÿ': 0x9f,
}

// Is reports whether a font of that name is one of the symbol fonts.
func Is(font string) bool {
	_, ok := tables[key(font)]
	return ok
}

// IsCode reports whether r is in the range U+F020 to U+F0FF, in which text has the
// codes of symbol fonts.
func IsCode(r rune) bool { return r >= private+first && r <= private+last }

// Rune is the Unicode character that the font shows for r, which is a code, the
// code's character in U+F020 to U+F0FF, or its character of Windows-1252. It is
// false for another font and for a code to which Unicode assigns no character.
func Rune(font string, r rune) (rune, bool) {
	table := tables[key(font)]
	if IsCode(r) {
		r -= private
	} else if code, ok := windows1252[r]; ok {
		r = code
	}
	if table == nil || r < first || r > last {
		return 0, false
	}
	shown := table[r-first]
	return shown, shown != ' ' || r == ' '
}

// Text is a text in the font as Unicode text. Characters that Rune does not map
// stay as they are.
func Text(font, text string) string {
	if !Is(font) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if shown, ok := Rune(font, r); ok {
			return shown
		}
		return r
	}, text)
}

// Private is like Text, but maps only characters in U+F020 to U+F0FF: a run can
// name a symbol font for its symbols (a:sym) beside another one for its letters.
func Private(font, text string) string {
	if !Is(font) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if shown, ok := Rune(font, r); ok && IsCode(r) {
			return shown
		}
		return r
	}, text)
}

func key(font string) string { return strings.ToLower(strings.TrimSpace(font)) }
