// Package numberformat shows numbers as a chart does, in the number formats of
// spreadsheets (ECMA-376, part 1, 18.8.31): decimals, thousands, percent, exponents,
// dates and times, text. It is pure.
package numberformat

import (
	"math"
	"strconv"
	"strings"
)

// maxCode is the largest length of a format that is used.
const maxCode = 256

// Format is a value in a format; ok is false for a value that is no number, and for
// a format that is not understood. Names of months and days are English, and the
// decimal mark is a point. With since1904, days count from 1 January 1904.
func Format(value, code string, since1904 bool) (shown string, ok bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || len(code) > maxCode {
		return "", false
	}
	if code == "" || strings.EqualFold(code, "General") || code == "@" {
		return General(v), true
	}
	s, negative := choose(sections(code), v)
	if s == nil {
		return "", false
	}
	if isGeneral(s) {
		shown = general(s, math.Abs(v))
	} else if isDate(s) {
		shown, ok = date(s, v, since1904)
		return strings.TrimSpace(shown), ok
	} else if shown, ok = number(s, math.Abs(v)); !ok {
		return "", false
	}
	if negative && strings.ContainsAny(shown, "123456789") {
		shown = "-" + shown
	}
	return strings.TrimSpace(shown), true
}

// General is a number without a format: at most eleven digits (18.8.30).
func General(v float64) string {
	const digits, large, small = 10, 1e11, 1e-9
	if a := math.Abs(v); a != 0 && (a >= large || a < small) {
		return strings.ToUpper(strconv.FormatFloat(v, 'g', digits-4, 64))
	}
	text := strconv.FormatFloat(v, 'g', digits, 64)
	if strings.Contains(text, "e") {
		text = strconv.FormatFloat(v, 'f', -1, 64)
	}
	return text
}

// token is one piece of a format: text as it is, or codes.
type token struct {
	literal bool
	text    string
}

// sections are the parts of a format, which semicolons separate: for positive
// numbers, negative ones, zero, text.
func sections(code string) [][]token {
	all := [][]token{nil}
	add := func(literal bool, text string) {
		s := &all[len(all)-1]
		if n := len(*s); n > 0 && (*s)[n-1].literal == literal {
			(*s)[n-1].text += text
		} else {
			*s = append(*s, token{literal, text})
		}
	}
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case ';':
			all = append(all, nil)
		case '"':
			end := i + 1
			for end < len(runes) && runes[end] != '"' {
				end++
			}
			add(true, string(runes[i+1:end]))
			i = end
		case '\\', '!':
			if i++; i < len(runes) {
				add(true, string(runes[i]))
			}
		case '_': // a space as wide as the next character
			if i++; i < len(runes) {
				add(true, " ")
			}
		case '*': // the next character fills the cell
			i++
		case '[':
			end := i
			for end < len(runes) && runes[end] != ']' {
				end++
			}
			bracket(string(runes[i+1:min(end, len(runes))]), add)
			i = end
		case '$', '€', '£', '¥', '(', ')', ' ', '\u00a0', '\u202f', '°':
			add(true, string(r))
		default:
			add(false, string(r))
		}
	}
	return all
}

// bracket adds what brackets stand for: a currency, or elapsed hours, minutes or
// seconds. A colour or a language shows nothing; conditions are not supported.
func bracket(inner string, add func(literal bool, text string)) {
	if currency, ok := strings.CutPrefix(inner, "$"); ok {
		symbol, _, _ := strings.Cut(currency, "-")
		if symbol != "" {
			add(true, symbol)
		}
		return
	}
	switch lower := strings.ToLower(inner); {
	case lower != "" && (strings.Trim(lower, "h") == "" || strings.Trim(lower, "m") == "" || strings.Trim(lower, "s") == ""):
		add(false, "["+lower[:1]+"]")
	case strings.ContainsAny(inner, "<>="):
		add(false, "?[")
	}
}

// choose is the section for a number; negative tells whether a minus belongs before
// it, since a section for negative numbers has its own.
func choose(all [][]token, v float64) (s []token, negative bool) {
	switch {
	case v < 0 && len(all) > 1:
		s = all[1]
	case v == 0 && len(all) > 2: //nolint:mnd // positive, negative, zero
		s = all[2]
	default:
		s, negative = all[0], v < 0
	}
	if s == nil {
		s = []token{} // an empty section shows nothing
	}
	for _, t := range s {
		if !t.literal && strings.Contains(t.text, "?[") {
			return nil, false
		}
	}
	return s, negative
}

func isGeneral(s []token) bool {
	for _, t := range s {
		if !t.literal && strings.EqualFold(t.text, "General") {
			return true
		}
	}
	return false
}

func general(s []token, v float64) string {
	var b strings.Builder
	for _, t := range s {
		if t.literal {
			b.WriteString(t.text)
		} else {
			b.WriteString(General(v))
		}
	}
	return b.String()
}
