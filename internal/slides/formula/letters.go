package formula

import (
	"strings"
	"unicode"
)

// leafMarkup divides a text into letters, numbers, operators and words.
func leafMarkup(text string, s style) string {
	name := strings.TrimSpace(text)
	switch {
	case name == "":
		return element("mrow")
	case s == plainText:
		return element("mtext", escapeMarkup(strings.ReplaceAll(text, " ", "\u00a0"))) // spaces at its ends count
	case isOperatorName(name), s == upright && isLetters(name) && len([]rune(name)) > 1:
		return element("mi", escapeMarkup(name))
	}
	var parts []string
	letters := []rune(strings.ReplaceAll(name, "&", "")) // marks for alignment
	for i := 0; i < len(letters); i++ {
		from := i
		switch r := letters[i]; {
		case unicode.IsSpace(r):
		case unicode.IsDigit(r):
			for i+1 < len(letters) && (unicode.IsDigit(letters[i+1]) || strings.ContainsRune(".,", letters[i+1]) && i+2 < len(letters) && unicode.IsDigit(letters[i+2])) {
				i++
			}
			parts = append(parts, element("mn", styled(letters[from:i+1], s)))
		case unicode.IsLetter(r):
			for i+1 < len(letters) && unicode.IsMark(letters[i+1]) {
				i++
			}
			tag := "<mi>"
			if s == upright {
				tag = `<mi mathvariant="normal">`
			}
			parts = append(parts, tag+styled(letters[from:i+1], s)+"</mi>")
		case r == '-':
			parts = append(parts, operator("−"))
		default:
			parts = append(parts, operator(string(r)))
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return element("mrow", parts...)
}

// alphabets are the first capital letter, small letter and digit of a style in the
// block Mathematical Alphanumeric Symbols. Browsers draw styles by these characters
// alone.
var alphabets = map[style][3]rune{ //nolint:gochecknoglobals // a table
	bold:         {'𝐀', '𝐚', '𝟎'},
	blackboard:   {'𝔸', '𝕒', '𝟘'},
	calligraphic: {'𝒜', '𝒶', '0'},
	fraktur:      {'𝔄', '𝔞', '0'},
}

// outside are the letters of these styles that have other places in Unicode.
var outside = map[rune]rune{ //nolint:gochecknoglobals // a table
	'𝔸' + 2: 'ℂ', '𝔸' + 7: 'ℍ', '𝔸' + 13: 'ℕ', '𝔸' + 15: 'ℙ', '𝔸' + 16: 'ℚ', '𝔸' + 17: 'ℝ', '𝔸' + 25: 'ℤ',
	'𝒜' + 1: 'ℬ', '𝒜' + 4: 'ℰ', '𝒜' + 5: 'ℱ', '𝒜' + 7: 'ℋ', '𝒜' + 8: 'ℐ', '𝒜' + 11: 'ℒ', '𝒜' + 12: 'ℳ', '𝒜' + 17: 'ℛ',
	'𝒶' + 4: 'ℯ', '𝒶' + 6: 'ℊ', '𝒶' + 14: 'ℴ',
	'𝔄' + 2: 'ℭ', '𝔄' + 7: 'ℌ', '𝔄' + 8: 'ℑ', '𝔄' + 17: 'ℜ', '𝔄' + 25: 'ℨ',
}

// styled is a text in a style. Italic letters of the block become plain ones, which
// browsers draw in italics.
func styled(letters []rune, s style) string {
	first, known := alphabets[s]
	made := make([]rune, len(letters))
	for i, r := range letters {
		switch {
		case r == 'ℎ':
			r = 'h'
		case r >= '𝐴' && r < '𝐴'+26:
			r += 'A' - '𝐴'
		case r >= '𝑎' && r < '𝑎'+26:
			r += 'a' - '𝑎'
		case !known:
		case r >= 'A' && r <= 'Z':
			r += first[0] - 'A'
		case r >= 'a' && r <= 'z':
			r += first[1] - 'a'
		case r >= '0' && r <= '9':
			r += first[2] - '0'
		}
		if other, ok := outside[r]; ok {
			r = other
		}
		made[i] = r
	}
	return escapeMarkup(string(made))
}

// spacingAccent is the character of its own for an accent that combines.
func spacingAccent(mark string) string {
	known, ok := map[string]string{
		"\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0305": "‾", "\u0306": "˘", "\u0307": "˙", "\u0308": "¨", "\u030a": "˚",
		"\u030c": "ˇ", "\u0331": "_", "\u0332": "_", "\u20d6": "←", "\u20d7": "→", "\u20db": "⃛", "\u20e1": "↔",
	}[mark]
	if !ok {
		return "^"
	}
	return known
}
