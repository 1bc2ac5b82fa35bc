// Package symbolfont maps the codes of the symbol fonts of Windows to Unicode
// characters: Symbol, Wingdings, Wingdings 2, Wingdings 3 and Webdings.
//
// Sources: Unicode's mapping of Adobe's Symbol encoding, and for the others the
// proposals L2/11-052R and L2/11-344, which Unicode 7.0 adopted.
package symbolfont

import (
	"strings"
	"unicode/utf8"
)

// Text shows the codes of a symbol font as U+F020 to U+F0FF, or as the characters
// of Windows-1252 with the same codes.
const (
	first   = 0x20
	last    = 0xff
	private = 0xf000
)

// windows1252 are the characters that Windows-1252 has for the codes 0x80 to 0x9F.
const (
	windows1252      = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"
	windows1252First = 0x80
)

// table are the characters of a font from the code first, or "".
func table(font string) string {
	switch strings.ToLower(strings.TrimSpace(font)) {
	case "symbol":
		return symbol
	case "wingdings":
		return wingdings
	case "wingdings 2":
		return wingdings2
	case "wingdings 3":
		return wingdings3
	case "webdings":
		return webdings
	}
	return ""
}

// Is reports whether a font of that name is one of the symbol fonts.
func Is(font string) bool { return table(font) != "" }

// IsCode reports whether r is in the range U+F020 to U+F0FF, in which text has the
// codes of symbol fonts.
func IsCode(r rune) bool { return r >= private+first && r <= private+last }

// Rune is the Unicode character that the font shows for r, which is a code, the
// code's character in U+F020 to U+F0FF, or its character of Windows-1252. It is
// false for another font and for a code to which Unicode assigns no character.
func Rune(font string, r rune) (rune, bool) { return characters(table(font)).of(r) }

// characters are the characters of a font from the code first.
type characters []rune

func (c characters) of(r rune) (rune, bool) {
	if IsCode(r) {
		r -= private
	} else if i := strings.IndexRune(windows1252, r); i >= 0 && r != 0 {
		r = windows1252First + rune(utf8.RuneCountInString(windows1252[:i]))
	}
	if len(c) == 0 || r < first || r > last {
		return 0, false
	}
	shown := c[r-first]
	return shown, shown != ' ' || r == ' '
}

// Text is a text in the font as Unicode text. Characters that Rune does not map
// stay as they are.
func Text(font, text string) string { return mapped(font, text, func(rune) bool { return true }) }

// Private is like Text, but maps only characters in U+F020 to U+F0FF: a run can
// name a symbol font for its symbols (a:sym) beside another one for its letters.
func Private(font, text string) string { return mapped(font, text, IsCode) }

func mapped(font, text string, isMapped func(rune) bool) string {
	c := characters(table(font))
	if len(c) == 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if shown, ok := c.of(r); ok && isMapped(r) {
			return shown
		}
		return r
	}, text)
}
