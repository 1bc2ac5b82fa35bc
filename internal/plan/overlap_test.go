package plan_test

import (
	"strings"
	"testing"

	"proceedings/internal/plan"
)

func TestOverlapWarnings(t *testing.T) {
	t.Parallel()
	const cut, still = "is shown without the ", "does not cover the "
	tests := []struct {
		name               string
		whole, own, offset float64
		want               string // the beginnings of the warnings
	}{
		{"together", 600, 600, 0, ""},
		{"a few seconds aside", 600, 600, 4, ""},
		{"as long, and later", 22, 22, 9.99, cut + "last 0:10, which a.mp4 does not cover|" + still + "first 0:10 of a.mp4"},
		{"longer at both ends", 22, 34, -7, cut + "first 0:07 and the last 0:05, which"},
		{"an hour with half a minute more", 3600, 3630, 0, cut + "last 0:30"},
		{"five seconds are not noticed", 600, 600, -5, ""},
		{"a second at the beginning is named", 600, 607, -1, cut + "first 0:01 and the last 0:06, which"},
		{"a second at the end is named", 600, 607, -6, cut + "first 0:06 and the last 0:01, which"},
		{"an hour with exactly a twentieth less", 3600, 3420, 0, ""},
		{"an hour with a little less than that", 3600, 3419, 0, still + "last 3:01 of a.mp4: its first or last frame is shown instead"},
		{"five seconds of a minute less", 60, 55, 0, ""},
		{"an hour with two minutes less", 3600, 3480, 0, ""},
		{"an hour with half of it", 3600, 1800, 900, still + "first 15:00 and the last 15:00 of a.mp4"},
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
				t.Fatalf("said %q, want %q", got, want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], want[i]) {
					t.Errorf("said %q, want %q", got[i], want[i])
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
			t.Errorf("said %q, want %q", got, want)
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
			t.Errorf("%v s beside %v s: said %q, want %q", tt.own, tt.whole, got, tt.want)
		}
	}
}
