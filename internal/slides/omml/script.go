package omml

import (
	"strings"
	"unicode"
)

// The characters that Unicode has as superscripts and subscripts.
var (
	superscripts = pairs("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
	subscripts   = pairs("0123456789+-−=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ")
)

func pairs(from, to string) map[rune]rune {
	shown := []rune(to)
	m := map[rune]rune{}
	for i, r := range []rune(from) {
		m[r] = shown[i]
	}
	return m
}

func raised(text string) string  { return script(text, superscripts, "^") }
func lowered(text string) string { return script(text, subscripts, "_") }

// script is a superscript or subscript: by characters, or with a sign before it.
func script(text string, characters map[rune]rune, sign string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	out := make([]rune, 0, len(text))
	for _, r := range text {
		shown, ok := characters[r]
		if !ok {
			return sign + grouped(text)
		}
		out = append(out, shown)
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
