package numberformat_test

import (
	"testing"
	"unicode/utf8"

	"proceedings/internal/slides/numberformat"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, code, want string }{
		{"12.5", "General", "12.5"},
		{"0.1", "", "0.1"},
		{"0.30000000000000004", "General", "0.3"},
		{"1234567", "General", "1234567"},
		{"0.12", "0%", "12%"},
		{"0.1234", "0.0 %", "12.3 %"},
		{"0.005", "0%", "1%"},
		{"1234567.891", "#,##0", "1,234,568"},
		{"1234567.891", "#,##0.00", "1,234,567.89"},
		{"0", "#,##0", "0"},
		{"0.4", "#", ""},
		{"1.005", "0.00", "1.01"},
		{"7", "000", "007"},
		{"1.5", "0.00##", "1.50"},
		{"1", "0.##", "1"},
		{"-5", "0", "-5"},
		{"-0.001", "0", "0"},
		{"-5", "0;(0)", "(5)"},
		{"0", `0;-0;"none"`, "none"},
		{"-5", `#,##0_);[Red]\(#,##0\)`, "(5)"},
		{"1234.5", `"$"#,##0.00`, "$1,234.50"},
		{"1234.5", `[$€-407] #,##0`, "€ 1,235"},
		{"12", `0" Mio."`, "12 Mio."},
		{"12000000", `0.0,,"M"`, "12.0M"},
		{"1500", `0,"k"`, "2k"},
		{"12345", "0.00E+00", "1.23E+04"},
		{"5", `General" t"`, "5 t"},
		{"-5", `General" t"`, "-5 t"},
		{"45658", "yyyy-mm-dd", "2025-01-01"},
		{"45658", "d/m/yy", "1/1/25"},
		{"45658", "mmm yyyy", "Jan 2025"},
		{"45658", "dddd, d mmmm yyyy", "Wednesday, 1 January 2025"},
		{"45658.75", "hh:mm", "18:00"},
		{"45658.75", "h:mm AM/PM", "6:00 PM"},
		{"0.0107638888888889", "mm:ss", "15:30"},
		{"1.5", "[h]:mm", "36:00"},
		{"1", "yyyy-mm-dd", "1900-01-01"},
	} {
		if got, ok := numberformat.Format(tt.value, tt.code, false); !ok || got != tt.want {
			t.Errorf("Format(%s, %s) = %q, %v, want %q", tt.value, tt.code, got, ok, tt.want)
		}
	}
	if got, ok := numberformat.Format("0", "yyyy-mm-dd", true); !ok || got != "1904-01-01" {
		t.Errorf("with the system of 1904: %q, %v", got, ok)
	}
	for _, tt := range [][2]string{{"x", "0"}, {"NaN", "0"}, {"", "0"}, {"1", "[<5]0;0.0"}, {"1", "foo"}, {"-1", "yyyy"}, {"1e300", "yyyy"}, {"0.5", "# ?/?"}} {
		if got, ok := numberformat.Format(tt[0], tt[1], false); ok {
			t.Errorf("Format(%s, %s) = %q, want none", tt[0], tt[1], got)
		}
	}
}

// FuzzFormat: no format causes a panic, and texts are valid UTF-8.
func FuzzFormat(f *testing.F) {
	f.Add("1234.5", `#,##0.00;[Red]\(0%\);"x"`)
	f.Add("1e300", `[h]:mm:ss.000 AM/PM yyyy "é" _é*é\é`)
	f.Add("0", "General,[$€-4],;;;")
	f.Fuzz(func(t *testing.T, value, code string) {
		if !utf8.ValidString(code) {
			return
		}
		if text, _ := numberformat.Format(value, code, false); !utf8.ValidString(text) {
			t.Errorf("Format(%q, %q) = %q", value, code, text)
		}
	})
}
