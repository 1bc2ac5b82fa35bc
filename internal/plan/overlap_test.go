package plan_test

import (
	"strings"
	"testing"

	"proceedings/internal/plan"
)

func TestOverlapWarnings(t *testing.T) {
	t.Parallel()
	const trimmed, uncovered = "is shown without the ", "does not cover the "
	tests := []struct {
		name               string
		whole, own, offset float64
		want               string // prefixes of the warnings
	}{
		{"same time", 600, 600, 0, ""},
		{"a few seconds later", 600, 600, 4, ""},
		{"same length, begins later", 22, 22, 9.99, trimmed + "last 0:10, which a.mp4 does not cover|" + uncovered + "first 0:10 of a.mp4"},
		{"longer at both ends", 22, 34, -7, trimmed + "first 0:07 and the last 0:05, which"},
		{"half a minute longer than an hour", 3600, 3630, 0, trimmed + "last 0:30"},
		{"ignores five seconds", 600, 600, -5, ""},
		{"names one second at the beginning", 600, 607, -1, trimmed + "first 0:01 and the last 0:06, which"},
		{"names one second at the end", 600, 607, -6, trimmed + "first 0:06 and the last 0:01, which"},
		{"ignores a twentieth of an hour", 3600, 3420, 0, ""},
		{"more than a twentieth shorter", 3600, 3419, 0, uncovered + "last 3:01 of a.mp4: its first or last frame is shown instead"},
		{"ignores five seconds of a minute", 60, 55, 0, ""},
		{"ignores two minutes of an hour", 3600, 3480, 0, ""},
		{"covers half an hour of an hour", 3600, 1800, 900, uncovered + "first 15:00 and the last 15:00 of a.mp4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := plan.OverlapWarnings("a.mp4", tt.whole, tt.own, tt.offset)
			var want []string
			if tt.want != "" {
				want = strings.Split(tt.want, "|")
			}
			if len(got) != len(want) {
				t.Fatalf("warnings = %q, want %q", got, want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], want[i]) {
					t.Errorf("warning = %q, want %q", got[i], want[i])
				}
			}
		})
	}
}

func TestApartWarning(t *testing.T) {
	t.Parallel()
	for why, want := range map[string]string{
		"":                    "is not shown beside a.mp4, since the two hardly overlap in time",
		"by their timecodes,": "is not shown beside a.mp4, since by their timecodes, the two hardly overlap in time",
	} {
		if got := plan.ApartWarning("a.mp4", why); got != want {
			t.Errorf("ApartWarning = %q, want %q", got, want)
		}
	}
}

func TestLengthWarnings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		whole, own float64
		want       string
	}{
		{600, 603, ""},
		{600, 605, ""},
		{600, 570, ""},
		{60, 55, ""},
		{22, 34, "is 0:12 longer than a.mp4: the part before or after it is not shown"},
		{600, 400, "is 3:20 shorter than a.mp4: its first or last frame fills the rest"},
	} {
		if got := strings.Join(plan.LengthWarnings("a.mp4", tt.whole, tt.own), "|"); got != tt.want {
			t.Errorf("%v s beside %v s: warnings = %q, want %q", tt.own, tt.whole, got, tt.want)
		}
	}
}
