package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSize(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1 kB", 1234: "1.2 kB", 81_000: "81 kB", 999_499: "999 kB", 999_600: "1 MB",
		412_000_000: "412 MB", 2_100_000_000: "2.1 GB", 3_000_000_000_000_000: "3000 TB",
	} {
		if got := size(bytes); got != want {
			t.Errorf("size(%d) = %q, want %q", bytes, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		seconds       float64
		clock, length string
	}{
		{0, "0:00", ""},
		{0.4, "0:00", "1 s"},
		{59.9, "0:59", "60 s"},
		{301.5, "5:01", "5 min"},
		{3570, "59:30", "1 h"},
		{3599.9, "59:59", "1 h"},
		{3600, "1:00:00", "1 h"},
		{5025, "1:23:45", "1 h 24 min"},
		{360000, "100:00:00", "100 h"},
	}
	for _, tt := range tests {
		if got := clock(tt.seconds); got != tt.clock {
			t.Errorf("clock(%v) = %q, want %q", tt.seconds, got, tt.clock)
		}
		if got := length(tt.seconds); got != tt.length {
			t.Errorf("length(%v) = %q, want %q", tt.seconds, got, tt.length)
		}
	}
}

func TestLines(t *testing.T) {
	t.Parallel()
	got := lines("  one  two \r\n\n\tNorth\t\t12 \n \t \nlast")
	if diff := cmp.Diff([]string{"one two", "North · 12", "last"}, got); diff != "" {
		t.Errorf("lines differ (-want +got):\n%s", diff)
	}
}

func TestLanguageTag(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{"en": "en", "pt-BR": "pt-BR", "zh-Hant-TW": "zh-Hant-TW", "": "", `en" onclick="x`: "", "english language": "", "x": ""} {
		if got := languageTag(tag); got != want {
			t.Errorf("languageTag(%q) = %q, want %q", tag, got, want)
		}
	}
}
