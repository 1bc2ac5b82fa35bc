package numberformat

import (
	"strconv"
	"strings"
)

// shape is what a section says about its number.
type shape struct {
	whole, decimals, optional int // digits before and after the point, of the latter those that may be missing
	thousands, exponent       bool
	scale                     int // powers of ten
}

// number is a number in a section that is no date.
func number(s []token, v float64) (string, bool) {
	sh, ok := measure(s)
	if !ok {
		return "", false
	}
	text := sh.digits(v)
	var b strings.Builder
	written := false
	for _, t := range s {
		if t.literal {
			b.WriteString(t.text)
			continue
		}
		for i := 0; i < len(t.text); i++ {
			switch t.text[i] {
			case '0', '#', '?', '.':
				if !written {
					b.WriteString(text)
					written = true
				}
			case ',', 'E', 'e': // of the number, which is written
			case '+':
				if i == 0 || t.text[i-1] != 'E' && t.text[i-1] != 'e' {
					b.WriteByte('+')
				}
			case '-':
				if i == 0 || t.text[i-1] != 'E' && t.text[i-1] != 'e' {
					b.WriteByte('-')
				}
			default:
				b.WriteByte(t.text[i])
			}
		}
	}
	return b.String(), true
}

// measure reads the digits of a section. ok is false for a fraction and for codes
// that are not known.
func measure(s []token) (sh shape, ok bool) {
	point, trailing := false, 0
	for _, t := range s {
		if t.literal {
			continue
		}
		for _, r := range t.text {
			switch r {
			case '0', '#', '?':
				switch {
				case sh.exponent:
				case point:
					sh.decimals++
					if r != '0' {
						sh.optional++
					} else {
						sh.optional = 0
					}
				case r == '0':
					sh.whole++
				}
				if trailing > 0 && !point {
					sh.thousands = true
				}
				trailing = 0
			case '.':
				point = true
			case ',':
				trailing++
			case '%':
				sh.scale += 2
			case '‰':
				sh.scale += 3
			case 'E', 'e':
				sh.exponent = true
			case '+', '-', ':', '\'', '~', '<', '>', '=', '^', '&':
			default:
				if r < 0x80 {
					return shape{}, false
				}
			}
		}
	}
	const most = 30
	sh.scale -= 3 * trailing
	return sh, sh.whole <= most && sh.decimals <= most
}

// digits is a number with the digits of a shape.
func (sh shape) digits(v float64) string {
	if sh.exponent {
		text := strconv.FormatFloat(v, 'E', sh.decimals, 64)
		mantissa, exponent, _ := strings.Cut(text, "E")
		return trim(mantissa, sh.optional) + "E" + exponent
	}
	text := scaled(v, sh.scale, sh.decimals)
	whole, decimals, _ := strings.Cut(text, ".")
	whole = strings.TrimLeft(whole, "0")
	whole = strings.Repeat("0", max(0, sh.whole-len(whole))) + whole
	if sh.thousands {
		whole = grouped(whole)
	}
	if decimals == "" {
		return whole
	}
	return trim(whole+"."+decimals, sh.optional)
}

// scaled is v × 10^scale, rounded half away from zero to decimals. It works on the
// digits of v, so that 1.005 is rounded as it is written.
func scaled(v float64, scale, decimals int) string {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	whole, part, _ := strings.Cut(text, ".")
	for ; scale > 0; scale-- {
		part += "0"
		whole, part = whole+part[:1], part[1:]
	}
	for ; scale < 0; scale++ {
		whole = "0" + whole
		whole, part = whole[:len(whole)-1], whole[len(whole)-1:]+part
	}
	part += strings.Repeat("0", decimals+1)
	digits := []byte("0" + whole + part[:decimals])
	if part[decimals] >= '5' {
		for i := len(digits) - 1; i >= 0; i-- {
			if digits[i]++; digits[i] <= '9' {
				break
			}
			digits[i] = '0'
		}
	}
	if decimals == 0 {
		return string(digits)
	}
	at := len(digits) - decimals
	return string(digits[:at]) + "." + string(digits[at:])
}

// trim removes at most optional zeros from the end of a number, and a point there.
func trim(text string, optional int) string {
	for ; optional > 0 && strings.HasSuffix(text, "0"); optional-- {
		text = text[:len(text)-1]
	}
	return strings.TrimSuffix(text, ".")
}

// grouped has a comma before each three digits.
func grouped(digits string) string {
	var b strings.Builder
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}
