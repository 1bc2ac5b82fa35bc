package album

import (
	"cmp"
	"path"
	"regexp"
	"strings"
	"unicode"

	"proceedings/internal/words"
)

// meaningless matches the names that cameras and slide programs give to files.
func meaningless() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(img|image|dsc|dscn|dscf|pict?|photo|screenshot|screen shot|scan|slides?|page|folie|seite|bild|diapositiva?|p|[0-9a-f]{8,})?[ 0-9a-f_().:-]*$|^(img|pxl|screenshot|whatsapp image|bildschirmfoto)[ _-]`)
}

// Alt is the alternative text made of the name of an image file, or nothing if the
// name is meaningless.
func Alt(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	stem := strings.TrimSuffix(base, path.Ext(base))
	if meaningless().MatchString(stem) {
		return ""
	}
	stem = strings.Map(func(r rune) rune {
		if r == '_' || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(stem, ""))
	stem = strings.TrimLeft(stem, "0123456789 .-") // a number for sorting
	letters := 0
	for _, r := range stem {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < 3 {
		return ""
	}
	return words.OneLine(stem)
}

// Compare orders names naturally: "2.png" before "10.png".
func Compare(a, b string) int {
	x, y := strings.ToLower(a), strings.ToLower(b)
	for x != "" && y != "" {
		if n, m := digits(x), digits(y); n > 0 && m > 0 {
			i, j := strings.TrimLeft(x[:n], "0"), strings.TrimLeft(y[:m], "0")
			if c := cmp.Or(cmp.Compare(len(i), len(j)), cmp.Compare(i, j)); c != 0 {
				return c
			}
			x, y = x[n:], y[m:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

// digits is the number of digits at the beginning of s.
func digits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}
