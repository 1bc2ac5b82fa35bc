package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTimes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		seconds float64
		length  string
	}{
		{0, ""},
		{0.4, "1 s"},
		{59.9, "60 s"},
		{301.5, "5 min"},
		{3570, "1 h"},
		{3599.9, "1 h"},
		{3600, "1 h"},
		{5025, "1 h 24 min"},
		{360000, "100 h"},
	}
	for _, tt := range tests {
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
