package bcp47_test

import (
	"testing"

	"proceedings/internal/bcp47"
)

func TestWellFormed(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"en": true, "pt-BR": true, "zh-Hant-TW": true, "x-private": false, "unknownx": true, "de-1996": true,
		"": false, "e": false, "pt_BR": false, "en-": false, "-en": false, "en--GB": false, "en\n": false, `en" x="`: false, "éa": false, "toolongname": false, "en-toolongname": false,
	}
	for tag, want := range tests {
		if got := bcp47.WellFormed(tag); got != want {
			t.Errorf("WellFormed(%q) = %t, want %t", tag, got, want)
		}
		checked := ""
		if want {
			checked = tag
		}
		if got := bcp47.Checked(tag); got != checked {
			t.Errorf("Checked(%q) = %q, want %q", tag, got, checked)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, want string
		ok         bool
	}{
		{"en", "en", true},
		{"PT_br", "pt-BR", true},
		{"eng", "en", true},
		{"ger", "de", true},
		{"und", "und", true},
		{"", "", false},
		{"klingonish", "", false},
		{"qq", "", false},
	}
	for _, tt := range tests {
		got, ok := bcp47.Parse(tt.text)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("Parse(%q) = %q, %t; want %q, %t", tt.text, got, ok, tt.want, tt.ok)
		}
		if ok && !bcp47.WellFormed(got) {
			t.Errorf("Parse(%q) = %q, which is not well formed", tt.text, got)
		}
	}
}
