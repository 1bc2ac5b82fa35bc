package plan

import (
	"slices"
	"testing"

	"proceedings/internal/meeting"
)

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
		{4096, 16, 25, 200_000, "4"},
		{640, 480, 1, 200_000, "2.2"},
		{320, 180, 25, 960_000, "1.3"},
		{320, 180, 25, 960_001, "2"},
		{16_000, 16_000, 60, 1_000_000, ""},
	}
	for _, tt := range tests {
		if got := levelFor(Rung{Width: tt.width, Height: tt.height, MaxRate: tt.max}, tt.rate); got != tt.want {
			t.Errorf("%d×%d at %v a second: %q, want %q", tt.width, tt.height, tt.rate, got, tt.want)
		}
	}
}

// All parts get the level that the highest frame rate needs. Other codecs get none.
func TestSameLevel(t *testing.T) {
	t.Parallel()
	part := func(rate, converted float64) Recording {
		return Recording{Media: Media{Picture: &Picture{FrameRate: converted}}, found: meeting.Media{Video: &meeting.Video{FrameRate: rate}}}
	}
	bare := part(50, 0)
	bare.Picture = nil
	tests := map[string]struct {
		parts []Recording
		want  string
	}{
		"one rate":                     {[]Recording{part(25, 0), part(25, 0)}, "4"},
		"the first is the fastest":     {[]Recording{part(50, 0), part(25, 0)}, "4.2"},
		"the last is the fastest":      {[]Recording{part(25, 0), part(50, 0)}, "4.2"},
		"reduced to a lower rate":      {[]Recording{part(25, 0), part(90, 30)}, "4"},
		"raised to a higher rate":      {[]Recording{part(5, 60), part(25, 0)}, "4.2"},
		"a part without video":         {[]Recording{part(25, 0), {}}, "4"},
		"a part without planned video": {[]Recording{part(25, 0), bare}, "4.2"},
		"very low rate":                {[]Recording{part(0.1, 0)}, "4"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rungs := []Rung{
				{Width: 1920, Height: 1080, Quality: Quality{Codec: H264}, MaxRate: 6_000_000},
				{Width: 1920, Height: 1080, Quality: Quality{Codec: AV1}, MaxRate: 6_000_000},
			}
			var got []string
			for _, r := range sameLevel(rungs, tt.parts) {
				got = append(got, r.Level)
			}
			if !slices.Equal(got, []string{tt.want, ""}) || rungs[0].Level != "" {
				t.Errorf("levels %q, want %q for H.264 alone", got, tt.want)
			}
		})
	}
}
