package pptx

import (
	"strings"

	"proceedings/internal/slides/office"
)

// symbols are the characters that the font Symbol has at U+F020 and onwards,
// where fonts of symbols have theirs; a space where there is none.
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

// inSymbol reports whether a run of these properties is set in the font Symbol.
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

// readable turns what is shown as ≥ or α into just that: a search would not
// find the font's own numbers for them.
func readable(text string) string {
	table := []rune(symbols)
	return strings.Map(func(r rune) rune {
		if r < symbolFirst || r > symbolLast {
			return r
		}
		return table[r-symbolFirst]
	}, text)
}
