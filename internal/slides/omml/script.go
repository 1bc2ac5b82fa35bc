package omml

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The characters that Unicode has as superscripts and subscripts, and these.
const (
	hasSuperscript = "0123456789+-−=()ni"
	superscripts   = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"
	hasSubscript   = "0123456789+-−=()aeoxhklmnpstijruv"
	subscripts     = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ"
)

func raised(text string) string  { return script(text, hasSuperscript, superscripts, "^") }
func lowered(text string) string { return script(text, hasSubscript, subscripts, "_") }

// script is a superscript or subscript: by characters, or with a sign before it.
func script(text, has, scripts, sign string) string {
	text = strings.TrimSpace(text)
	shown := []rune(scripts)
	var out []rune
	for _, r := range text {
		i := strings.IndexRune(has, r)
		if i < 0 {
			return sign + grouped(text)
		}
		out = append(out, shown[utf8.RuneCountInString(has[:i])])
	}
	return string(out)
}

// root is the sign of a root of that degree.
func root(degree string) string {
	switch degree = strings.TrimSpace(degree); degree {
	case "", "2":
		return "√"
	case "3":
		return "∛"
	case "4":
		return "∜"
	}
	return raised(degree) + "√"
}

// grouped is an expression in parentheses unless it is one number or name, or has
// them already.
func grouped(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || isBracketed(text) || strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.No, r) && !unicode.IsMark(r) && r != '.' && r != ','
	}) < 0 {
		return text
	}
	return "(" + text + ")"
}

// isBracketed reports whether one pair of parentheses encloses the whole text.
func isBracketed(text string) bool {
	depth := 0
	for i, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i == len(text)-1 && text[0] == '('
			}
		}
	}
	return false
}
