package odp

import "strconv"

// length parses a length in one of the format's absolute units.
func length(s string) (points float64, ok bool) {
	const unit = 2 // letters
	if len(s) <= unit {
		return 0, false
	}
	var size float64
	switch s[len(s)-unit:] {
	case "cm":
		size = 72 / 2.54
	case "mm":
		size = 72 / 25.4
	case "in":
		size = 72
	case "pt":
		size = 1
	case "pc":
		size = 12
	}
	n, err := strconv.ParseFloat(s[:len(s)-unit], 64)
	const most = 1e9
	return n * size, err == nil && size > 0 && n > -most && n < most
}
