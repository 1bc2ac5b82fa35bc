package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// partOfName is a name without extension that says which part it is.
type partOfName struct {
	before, after string // what stands around the part
	number, total int    // total is 0 where the name does not say it
	letter        bool   // the number is one letter, which may be a word
}

// partName takes a name apart: "Talk part 2 of 3", "Talk Teil 2", "Talk part II".
// ok is false for other names, and for "day 1 of 3".
func partName(stem string) (p partOfName, ok bool) {
	const total = `(?:[\s_-]*of[\s_-]*(\d{1,3}))`
	// Nordic "del" is missing, as it means "of the" in Spanish: "del 3 de mayo".
	word := regexp.MustCompile(`(?i)^(|.*?[^\pL])(?:part|pt|teil|partie|parte|deel|część|část|osa|часть|μέρος)` +
		`(?:[\s._-]*(\d{1,3})|[\s._-]+(` + strings.Join(romanNumerals(), "|") + `))` + total + `?($|[^\pL\d].*$)`)
	of := regexp.MustCompile(`(?i)^(|.*?[^\d])(\d{1,3})()` + total + `($|[^\pL\d].*$)`)
	stem = norm.NFC.String(stem)
	m := word.FindStringSubmatch(stem)
	if m == nil {
		if m = of.FindStringSubmatch(stem); m == nil || unitWord(strings.ToLower(m[1])) {
			return partOfName{}, false
		}
	}
	p = partOfName{before: m[1], after: m[5], letter: len(m[3]) == 1}
	p.number, _ = strconv.Atoi(m[2]) // three digits at most
	if m[3] != "" {
		p.number = slices.Index(romanNumerals(), strings.ToLower(m[3])) + 1
	}
	p.total, _ = strconv.Atoi(m[4])
	return p, true
}

// romanNumerals are 1 to 10.
func romanNumerals() []string {
	return []string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"}
}

// wholeName is the name of the recording that a part is of: "Talk" of "Talk-part1",
// "Talk (part 1)" and "Talk_1". It is empty for "part1".
func wholeName(stem string) string {
	const separators = " ._-–—,#"
	p, ok := partName(stem)
	if !ok {
		m := numberAtEnd().FindStringSubmatch(norm.NFC.String(stem))
		if m == nil {
			return ""
		}
		p.before = m[1]
	}
	before := strings.TrimRight(p.before, separators+"([")
	after := p.after
	if strings.ContainsAny(p.before[len(before):], "([") {
		after = strings.TrimLeft(after, ")]")
	}
	if before == "" || strings.Trim(after, separators) == "" {
		after = strings.Trim(after, separators)
	}
	return before + after
}
