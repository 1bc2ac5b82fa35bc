package plan

import "testing"

// Sizes and rates that people know, and odd ones.
func TestLevelFor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		width, height int
		rate          float64
		max           int
		want          string
	}{
		{352, 288, 30, 700_000, "1.3"},
		{640, 480, 30, 2_000_000, "3"},
		{720, 576, 25, 2_000_000, "3"},
		{1280, 720, 30, 3_000_000, "3.1"},
		{1280, 720, 60, 3_000_000, "3.2"},
		{1920, 1080, 30, 6_000_000, "4"},
		{1920, 1080, 60, 6_000_000, "4.2"},
		{1920, 1080, 30, 40_000_000, "4.1"},
		{3840, 2160, 60, 40_000_000, "5.2"},
		{320, 180, 25, 200_000, "1.3"},
		{320, 180, 30, 200_000, "1.3"},
		{16, 4000, 25, 200_000, "4"},
		{16_000, 16_000, 60, 1_000_000, ""},
	}
	for _, tt := range tests {
		if got := levelFor(Rung{Width: tt.width, Height: tt.height, MaxRate: tt.max}, tt.rate); got != tt.want {
			t.Errorf("%d×%d at %v a second: %q, want %q", tt.width, tt.height, tt.rate, got, tt.want)
		}
	}
}
