package batch

import (
	"strings"
	"testing"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		order Order
		want  string // a date, or a part of the error
	}{
		{"2003-03-12", "", "2003-03-12"},
		{"2003-03-12 14:30", "", "2003-03-12"},
		{"2003-03-12T14:30:00+01:00", "", "2003-03-12"},
		{"2003/3/12", "", "2003-03-12"},
		{"20030312", "", "2003-03-12"},
		{"12.03.2003", "", "2003-03-12"},
		{"12. 3. 2003", "", "2003-03-12"},
		{"12.3.98", "", "1998-03-12"},
		{"1.2.03", MonthFirst, "2003-02-01"},
		{"12. März 2003", "", "2003-03-12"},
		{"12. Ma\u0308rz 2003", "", "2003-03-12"},
		{"Mittwoch, 12. März 2003, 19:30 Uhr", "", "2003-03-12"},
		{"12 mars 2003", "", "2003-03-12"},
		{"mardi 1er juillet 2003", "", "2003-07-01"},
		{"12 de marzo de 2003", "", "2003-03-12"},
		{"March 12, 2003", "", "2003-03-12"},
		{"Wed Mar 12 2003", "", "2003-03-12"},
		{"12-Mar-2003", "", "2003-03-12"},
		{"1st of December 2003", "", "2003-12-01"},
		{"31/12/2003", "", "2003-12-31"},
		{"12/31/2003", "", "2003-12-31"},
		{"03/04/2020", DayFirst, "2020-04-03"},
		{"03/04/2020", MonthFirst, "2020-03-04"},
		{"03-04-2020", DayFirst, "2020-04-03"},
		{"04/04/2020", "", "2020-04-04"},
		{"03/04/2020", "", `"03/04/2020" may be 3 April 2020 or 4 March 2020, and the other dates of the column do not tell: add --date-order dmy if the day comes first`},
		{"37622", "", "2003-01-01"},
		{"2003-02-30", "", `there is no day "2003-02-30": write`},
		{"31/12/2003", MonthFirst, `there is no day "31/12/2003", with the month first`},
		{"12. Foo 2003", "", `there is no day "12. Foo 2003"`},
	}
	for _, tt := range tests {
		got, _, err := parseDate(tt.text, tt.order)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want && !(err != nil && strings.HasPrefix(got, tt.want)) {
			t.Errorf("parseDate(%q, %q) = %q, want %q", tt.text, tt.order, got, tt.want)
		}
	}
}

func TestUnusualDatesAreNoted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"12.3.98":    `"12.3.98" was read as 1998-03-12`,
		"37622":      "the number 37622 was read as the day 2003-01-01, which spreadsheet programs store so",
		"2003-03-12": "",
		"2003":       `"2003" is not a whole date, and is kept as metadata; the meeting has no date`,
		"March 2003": `"March 2003" is not a whole date, and is kept as metadata; the meeting has no date`,
		"spring":     `"spring" cannot be read as a date, and is kept as metadata; the meeting has no date. Write it as 2003-06-30 if it is a day`,
	} {
		if _, note, err := parseDate(text, ""); note != want || err != nil {
			t.Errorf("%s: note %q, %v", text, note, err)
		}
	}
}

func TestOrderOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		texts []string
		want  Order
		clash bool
	}{
		{"nothing tells", []string{"03/04/2020", "2003-12-31", "x"}, "", false},
		{"one day above twelve", []string{"03/04/2020", "25/04/2020 10:00"}, DayFirst, false},
		{"a month in second place", []string{"04/25/2020", "03/04/2020"}, MonthFirst, false},
		{"both", []string{"25/04/2020", "04/25/2020"}, "", true},
	}
	for _, tt := range tests {
		if got, clash := orderOf(tt.texts); got != tt.want || clash != tt.clash {
			t.Errorf("%s: %q, %t", tt.name, got, clash)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2003-03-12", "03/04/2020", "37622", "12. März 2003, 10 h", "mar. 1 x 99"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		date, note, err := parseDate(text, DayFirst)
		if whole := len(date) == len("2003-06-30"); err != nil && date != "" || err == nil && !whole && note == "" {
			t.Fatalf("parseDate(%q) = %q, %q, %v", text, date, note, err)
		}
	})
}
