package titleguess

import (
	"strings"
	"unicode"
)

// isLabel reports whether a text is a page number, a date, an address or the like.
func isLabel(text string) bool {
	letters, digits := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	fields := strings.Fields(strings.ToLower(text))
	if letters == 0 || len(fields) == 1 && (strings.Contains(text, "://") || strings.HasPrefix(fields[0], "www.") || strings.Contains(text, "@")) {
		return true
	}
	const short = 4 // words: "1 May 2024", "Page 3 of 7"
	switch fields[0] {
	case "page", "slide", "seite", "folie", "diapositive", "diapositiva", "página", "стр.", "第":
		return digits > 0 && len(fields) <= short
	}
	return len(fields) <= short && isDay(fields)
}

// isDay reports whether words are a date: one is a year, and another a day.
func isDay(fields []string) bool {
	year, day := false, false
	for _, f := range fields {
		f = strings.TrimRight(f, ".,thsndr")
		number := f != "" && strings.Trim(f, "0123456789") == ""
		year = year || number && len(f) == len("2024")
		day = day || number && len(f) <= len("31")
	}
	return year && day
}
