package intake

import (
	"cmp"
	"strings"
	"unicode"
)

// natural orders names as people do: numbers by value ("2.pptx" before
// "10.pptx"), letters without regard to case, a folder's own files before
// those of its folders. Names that differ at all are never equal.
func natural(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	for i := range min(len(x), len(y)) {
		if x[i] == y[i] {
			continue
		}
		if fileX, fileY := i == len(x)-1, i == len(y)-1; fileX != fileY {
			if fileX {
				return -1
			}
			return 1
		}
		return word(x[i], y[i])
	}
	return cmp.Compare(len(x), len(y))
}

// word compares two names without a slash between them.
func word(a, b string) int {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 {
		m, n := digits(x), digits(y)
		if m > 0 && n > 0 {
			if c := number(x[:m], y[:n]); c != 0 {
				return c
			}
			x, y = x[m:], y[n:]
			continue
		}
		if c := cmp.Compare(unicode.ToLower(x[0]), unicode.ToLower(y[0])); c != 0 {
			return c
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

func digits(r []rune) int {
	n := 0
	for n < len(r) && r[n] >= '0' && r[n] <= '9' {
		n++
	}
	return n
}

// number compares runs of digits of any length by their values.
func number(a, b []rune) int {
	x, y := strings.TrimLeft(string(a), "0"), strings.TrimLeft(string(b), "0")
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
}
