package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is how tightly a text holds together.
type class int

const (
	sum     class = iota // has operators
	product              // several factors without operators
	atom                 // a number, a letter, or something in parentheses
)

// classify finds out how tightly a formula in one line holds together.
func classify(text string) class {
	if text == "" || utf8.RuneCountInString(text) == 1 {
		return atom
	}
	depth, factors := 0, 0
	var last rune
	for _, r := range text {
		switch {
		case strings.ContainsRune("([{⟨⌈⌊", r):
			if depth == 0 && last != '^' && last != '_' && last != '√' && last != '∛' && last != '∜' {
				factors++
			}
			depth++
		case strings.ContainsRune(")]}⟩⌉⌋", r):
			depth--
		case depth > 0 || isScript(r) || unicode.Is(unicode.Mn, r) || r == '^' || r == '_':
		case last == '^' || last == '_' || last == '√' || last == '∛' || last == '∜':
		case unicode.IsDigit(r) || r == '.' || r == ',':
			if !unicode.IsDigit(last) && last != '.' && last != ',' {
				factors++
			}
		case unicode.IsLetter(r) || strings.ContainsRune("√∛∜°′∞%∅", r):
			factors++
		default:
			return sum
		}
		last = r
	}
	switch {
	case depth != 0:
		return sum
	case factors > 1:
		return product
	}
	return atom
}

// group is a text, in parentheses if it does not hold together as tightly as least.
func group(text string, least class) string {
	if classify(text) >= least {
		return text
	}
	return "(" + text + ")"
}

// isScript reports whether a character is a superscript or a subscript by itself.
func isScript(r rune) bool {
	return r == '²' || r == '³' || r == '¹' || r >= '⁰' && r <= '₎' || r >= 'ₐ' && r <= 'ₜ'
}

// shift writes a short script with Unicode's own characters, if they are digits with
// or without a minus, or one of the letters and signs that have them.
func shift(text string, digits, minus string) (string, bool) {
	shifted := []rune(digits)
	var b strings.Builder
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(shifted[r-'0'])
		case i == 0 && (r == '-' || r == '−') && len(text) > utf8.RuneLen(r):
			b.WriteString(minus)
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

// superscript and subscript are scripts in one line, with the text before them.
func superscript(text string) string {
	if shifted, ok := shift(text, "⁰¹²³⁴⁵⁶⁷⁸⁹", "⁻"); ok {
		return shifted
	}
	switch text {
	case "":
		return ""
	case "n":
		return "ⁿ"
	case "i":
		return "ⁱ"
	case "∘", "°":
		return "°"
	case "*", "∗":
		return "*"
	case "+", "-", "−":
		return "^" + text
	}
	if strings.Trim(text, "′″‴'") == "" {
		return text
	}
	return "^" + group(text, atom)
}

func subscript(text string) string {
	if shifted, ok := shift(text, "₀₁₂₃₄₅₆₇₈₉", "₋"); ok {
		return shifted
	}
	if text == "" {
		return ""
	}
	return "_" + group(text, atom)
}
