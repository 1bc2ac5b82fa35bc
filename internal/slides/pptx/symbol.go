package pptx

import (
	"strings"

	"proceedings/internal/slides/office"
)

// symbols are the characters of the font Symbol from U+F020, the range of symbol
// fonts; a space for an unused code.
const symbols = " !∀#∃%&∋()∗+,−./0123456789:;<=>?" +
	"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_" +
	"‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ " +
	"                                " +
	"€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵" +
	"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓" +
	"◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "

const (
	symbolFirst = 0xf020
	symbolLast  = 0xf0ff
)

// inSymbol reports whether a run with these properties is set in the font Symbol.
func inSymbol(properties *office.Node) bool {
	if properties == nil {
		return false
	}
	for _, font := range properties.Kids {
		if (font.Name == "sym" || font.Name == "latin") && strings.EqualFold(font.Attr("typeface"), "Symbol") {
			return true
		}
	}
	return false
}

// readable replaces the codes of the font Symbol by the characters that it shows,
// such as ≥ or α, so that search finds them.
func readable(text string) string {
	table := []rune(symbols)
	return strings.Map(func(r rune) rune {
		if r < symbolFirst || r > symbolLast {
			return r
		}
		return table[r-symbolFirst]
	}, text)
}
