package numberformat

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// isDate reports whether a section has codes of dates or times.
func isDate(s []token) bool {
	for _, t := range s {
		if !t.literal && strings.ContainsAny(strings.ToLower(t.text), "ymdhs") {
			return true
		}
	}
	return false
}

// field is a code of a date with how often its letter is repeated.
type field struct {
	letter byte // 0 for text
	count  int
	text   string
}

// date is a number of days as a date or a time.
func date(s []token, v float64, since1904 bool) (string, bool) {
	const last = 2958466 // the first day of the year 10000
	if v < 0 || v >= last {
		return "", false
	}
	fields, ok := dateFields(s)
	if !ok {
		return "", false
	}
	at := moment(v, since1904, fields)
	half := false
	for _, f := range fields {
		half = half || f.letter == 'a'
	}
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(f.show(at, v, half))
	}
	return b.String(), true
}

// moment is the time of a number of days, rounded to seconds, or to what is shown of
// them. Spreadsheets have a 29 February 1900, so that earlier days are one off.
func moment(v float64, since1904 bool, fields []field) time.Time {
	first := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	const march1900 = 60
	switch {
	case since1904:
		first = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	case v < march1900:
		first = first.AddDate(0, 0, 1)
	}
	unit := time.Second
	for _, f := range fields {
		if f.letter == '0' {
			unit = time.Millisecond
		}
	}
	days, part := math.Modf(v)
	return first.AddDate(0, 0, int(days)).Add(time.Duration(part * float64(24*time.Hour)).Round(unit))
}

// dateFields are the codes of a section. The letter M means minutes after hours and
// before seconds; these are 'n' here, and AM/PM is 'a'.
func dateFields(s []token) ([]field, bool) {
	var fields []field
	for _, t := range s {
		if t.literal {
			fields = append(fields, field{text: t.text})
			continue
		}
		for rest := strings.ToLower(t.text); rest != ""; {
			letter, n := rest[0], 1
			switch {
			case strings.HasPrefix(rest, "am/pm"), strings.HasPrefix(rest, "a/p"):
				fields = append(fields, field{letter: 'a'})
				rest = rest[strings.Index(rest, "/")+len("/p"):]
				rest = strings.TrimPrefix(rest, "m")
				continue
			case strings.HasPrefix(rest, "["): // elapsed time, as bracket writes it
				fields = append(fields, field{letter: rest[1] - 'a' + 'A'})
				rest = rest[len("[h]"):]
				continue
			case strings.HasPrefix(rest, ".0"):
				n = len(".0")
				for n < len(rest) && rest[n] == '0' {
					n++
				}
				fields = append(fields, field{letter: '0', count: n - 1})
				rest = rest[n:]
				continue
			case strings.IndexByte("ymdhs", letter) < 0:
				if strings.IndexByte("/-.,: '", letter) < 0 && letter < 0x80 {
					return nil, false
				}
				fields = append(fields, field{text: rest[:1]})
				rest = rest[1:]
				continue
			}
			for n < len(rest) && rest[n] == letter {
				n++
			}
			fields = append(fields, field{letter: letter, count: n})
			rest = rest[n:]
		}
	}
	markMinutes(fields)
	return fields, true
}

func markMinutes(fields []field) {
	last := -1
	for i, f := range fields {
		switch f.letter {
		case 0, 'a', '0':
			continue
		case 'm':
			if last >= 0 && (fields[last].letter == 'h' || fields[last].letter == 'H') && f.count <= 2 {
				fields[i].letter = 'n'
			}
		case 's':
			if last >= 0 && fields[last].letter == 'm' && fields[last].count <= 2 {
				fields[last].letter = 'n'
			}
		}
		last = i
	}
}

func (f field) show(at time.Time, days float64, half bool) string {
	digits := func(n int) string { return fmt.Sprintf("%0*d", min(f.count, 2), n) }
	const seconds = 24 * 60 * 60
	elapsed := int64(math.Round(days * seconds))
	switch f.letter {
	case 'y':
		if f.count <= 2 {
			return fmt.Sprintf("%02d", at.Year()%100)
		}
		return fmt.Sprintf("%04d", at.Year())
	case 'm':
		switch f.count {
		case 1, 2:
			return digits(int(at.Month()))
		case 3:
			return at.Format("Jan")
		case 5:
			return at.Format("Jan")[:1]
		}
		return at.Format("January")
	case 'd':
		switch f.count {
		case 1, 2:
			return digits(at.Day())
		case 3:
			return at.Format("Mon")
		}
		return at.Format("Monday")
	case 'h':
		if half {
			return digits((at.Hour()+11)%12 + 1)
		}
		return digits(at.Hour())
	case 'n':
		return digits(at.Minute())
	case 's':
		return digits(at.Second())
	case '0':
		return fmt.Sprintf(".%03d", at.Nanosecond()/1e6)[:1+min(f.count, 3)]
	case 'a':
		return at.Format("PM")
	case 'H':
		return fmt.Sprint(elapsed / 3600)
	case 'M':
		return fmt.Sprint(elapsed / 60)
	case 'S':
		return fmt.Sprint(elapsed)
	}
	return f.text
}
