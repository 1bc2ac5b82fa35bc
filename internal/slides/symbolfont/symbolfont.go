// Package symbolfont replaces the codes of symbol fonts by the characters that they
// show, so that search finds them and every font has them: of Symbol, Wingdings,
// Wingdings 2, Wingdings 3 and Webdings. It is pure.
//
// The tables follow Unicode document L2/11-052R and the characters that Unicode 7
// added for it. Arrows that hardly any font has are the basic ones of their
// direction: → for U+1F87A. A code without a character becomes U+FFFD.
package symbolfont

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// Codes of symbol fonts are bytes; in Unicode text they are in a private area.
const (
	privateFirst = 0xf020
	privateLast  = 0xf0ff
	codeFirst    = 0x20
)

// table are the characters of a font from code 0x20 on; ok is false for other fonts.
func table(font string) (characters []rune, ok bool) {
	switch strings.ToLower(strings.TrimSpace(font)) {
	case "symbol":
		return []rune(symbol), true
	case "wingdings":
		return []rune(wingdings), true
	case "wingdings 2":
		return []rune(wingdings2), true
	case "wingdings 3":
		return []rune(wingdings3), true
	case "webdings":
		return []rune(webdings), true
	}
	return nil, false
}

// Is reports whether a font is one of the symbol fonts.
func Is(font string) bool {
	_, ok := table(font)
	return ok
}

// Private replaces the codes in the private area by the characters of a font. Other
// characters stay, and all stay in a font that is no symbol font.
func Private(font, text string) string {
	if !strings.ContainsFunc(text, isPrivate) {
		return text
	}
	characters, ok := table(font)
	if !ok {
		return text
	}
	return strings.Map(func(r rune) rune {
		if !isPrivate(r) {
			return r
		}
		return characters[r-privateFirst]
	}, text)
}

func isPrivate(r rune) bool { return r >= privateFirst && r <= privateLast }

// Text replaces all characters of text that is set in a font: those in the private
// area, and those of the code page of Windows, which a symbol font shows as symbols,
// too.
func Text(font, text string) string {
	characters, ok := table(font)
	if !ok {
		return text
	}
	return strings.Map(func(r rune) rune {
		if isPrivate(r) {
			return characters[r-privateFirst]
		}
		code, ok := charmap.Windows1252.EncodeRune(r)
		if !ok || code < codeFirst {
			return r
		}
		return characters[code-codeFirst]
	}, text)
}
