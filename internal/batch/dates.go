package batch

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/words"
)

// Order is the order of day, month and year in numeric dates with slashes or hyphens.
type Order string

// The orders. A date that begins with the year needs none, and one with dots has the day first.
const (
	DayFirst   Order = "dmy" // 31/12/2003
	MonthFirst Order = "mdy" // 12/31/2003
)

// Orders returns all orders.
func Orders() []Order { return []Order{DayFirst, MonthFirst} }

// pivot is the last two-digit year of this century: 49 is 2049, and 50 is 1950.
const pivot = 49

var (
	yearFirst  = regexp.MustCompile(`^(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})$`)
	compact    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	dotted     = regexp.MustCompile(`^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})$`)
	slashed    = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$`)
	dayNamed   = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|er|º|°)?[. -]*(?:de |of )?(\pL+)\.?,?[ -]*(?:de |del )?'?(\d{4}|\d{2})$`)
	monthNamed = regexp.MustCompile(`^(\pL+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$`)
	clockEnd   = regexp.MustCompile(`[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[APap]\.?[Mm]\.?|Uhr|h)?(?:Z|[+-]\d\d:?\d\d)?$`)
	leading    = regexp.MustCompile(`^(\pL+)[.,]*\s+(\S.*)$`) // perhaps the day of the week
	serial     = regexp.MustCompile(`^\d{5}(?:\.\d+)?$`)
	partial    = regexp.MustCompile(`^(?:\d{4}|\d{4}-\d{1,2}|\d{1,2}[./]\d{4}|\pL+ \d{4})$`)
)

// monthNames are the first letters of the months in English, German, French, Spanish, Italian
// and Dutch, without accents.
func monthNames() [12]string {
	return [12]string{
		"jan ene gen", "feb fev", "mar maer mrz mrt maa", "apr abr avr", "may mai mag mei", "jun juin giu", "jul juil lug", "aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic",
	}
}

// monthOf returns the number of a month by its name; 0 if it is none.
func monthOf(name string) int {
	name = plainName(name)
	found, length := 0, 0
	for i, starts := range monthNames() {
		for start := range strings.FieldsSeq(starts) {
			if strings.HasPrefix(name, start) && len(start) > length {
				found, length = i+1, len(start)
			}
		}
	}
	return found
}

// withoutClock returns the text of a date without a time of day and a day of the week.
func withoutClock(text string) string {
	text = norm.NFC.String(words.OneLine(text))
	text = strings.TrimSpace(clockEnd.ReplaceAllString(text, ""))
	m := leading.FindStringSubmatch(text)
	if m != nil && !monthNamed.MatchString(text) && (monthOf(m[1]) == 0 || strings.ContainsFunc(m[2], unicode.IsLetter)) {
		return m[2]
	}
	return text
}

// orderOf finds the order of the numeric dates of a column. clash is set if its dates
// contradict each other.
func orderOf(texts []string) (order Order, clash bool) {
	for _, text := range texts {
		m := slashed.FindStringSubmatch(withoutClock(text))
		if m == nil {
			continue
		}
		found := Order("")
		switch first, second := number(m[1]), number(m[2]); {
		case first > 12 && second <= 12:
			found = DayFirst
		case second > 12 && first <= 12:
			found = MonthFirst
		default:
			continue
		}
		if order != "" && order != found {
			return "", true
		}
		order = found
	}
	return order, false
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// parseDate returns a date in ISO 8601. note says how an unusual one was read. What is no day is
// no date, and no error: archives know of many meetings only the year.
func parseDate(text string, order Order) (date, note string, err error) {
	plain := withoutClock(text)
	year, month, day := "", 0, ""
	switch {
	case yearFirst.MatchString(plain), compact.MatchString(plain):
		m := yearFirst.FindStringSubmatch(plain)
		if m == nil {
			m = compact.FindStringSubmatch(plain)
		}
		year, month, day = m[1], number(m[2]), m[3]
	case dotted.MatchString(plain):
		m := dotted.FindStringSubmatch(plain)
		year, month, day = m[3], number(m[2]), m[1]
	case slashed.MatchString(plain):
		m := slashed.FindStringSubmatch(plain)
		if order == "" {
			order, _ = orderOf([]string{plain})
		}
		if order == "" && m[1] == m[2] {
			order = DayFirst // the same day either way
		}
		if order == "" {
			return "", "", ambiguous(plain, m)
		}
		year, month, day = m[3], number(m[2]), m[1]
		if order == MonthFirst {
			month, day = number(m[1]), m[2]
		}
	case dayNamed.MatchString(plain):
		m := dayNamed.FindStringSubmatch(plain)
		year, month, day = m[3], monthOf(m[2]), m[1]
	case monthNamed.MatchString(plain):
		m := monthNamed.FindStringSubmatch(plain)
		year, month, day = m[3], monthOf(m[1]), m[2]
	case serial.MatchString(strings.TrimSpace(text)):
		return fromSerial(strings.TrimSpace(text))
	case partial.MatchString(plain):
		return "", fmt.Sprintf("%q is not a whole date, and is kept as metadata; the meeting has no date", shorten(text)), nil
	default:
		return "", fmt.Sprintf("%q cannot be read as a date, and is kept as metadata; the meeting has no date. Write it as 2003-06-30 if it is a day", shorten(text)), nil
	}
	found, ok := dayOf(fullYear(year), month, number(day))
	if !ok {
		return "", "", fmt.Errorf("there is no day %q%s: write it as 2003-06-30", shorten(text), orderNote(plain, order))
	}
	if len(year) == 2 {
		note = fmt.Sprintf("%q was read as %s", text, found)
	}
	return found, note, nil
}

// orderNote says in which order a numeric date was read.
func orderNote(plain string, order Order) string {
	switch {
	case !slashed.MatchString(plain):
		return ""
	case order == MonthFirst:
		return ", with the month first"
	}
	return ", with the day first"
}

// ambiguous asks for the order of a date.
func ambiguous(text string, m []string) error {
	year := fullYear(m[3])
	a, _ := dayOf(year, number(m[2]), number(m[1]))
	b, _ := dayOf(year, number(m[1]), number(m[2]))
	return fmt.Errorf("%q may be %s or %s, and the other dates of the column do not tell: add --date-order dmy if the day comes first, or --date-order mdy if the month does", text, inWords(a), inWords(b))
}

func inWords(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "no day"
	}
	return t.Format("2 January 2006")
}

func fullYear(text string) int {
	year := number(text)
	switch {
	case len(text) == 4:
		return year
	case year <= pivot:
		return 2000 + year
	}
	return 1900 + year
}

// dayOf returns a day in ISO 8601, if there is or was such a day in the times of recordings.
func dayOf(year, month, day int) (string, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	same := t.Year() == year && int(t.Month()) == month && t.Day() == day
	return t.Format(time.DateOnly), same && year >= 1850 && year <= 2100
}

// fromSerial returns the day of a number that a spreadsheet program shows if the cell has lost
// the format of a date: days since 30 December 1899.
func fromSerial(text string) (date, note string, err error) {
	days, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", "", fmt.Errorf("%q is no date that is understood: write it as 2003-06-30", text)
	}
	date = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)).Format(time.DateOnly)
	return date, fmt.Sprintf("the number %s was read as the day %s, which spreadsheet programs store so", text, date), nil
}
