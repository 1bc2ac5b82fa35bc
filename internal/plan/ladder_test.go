package plan_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/plan"
)

func profile(t interface {
	Helper()
	Fatal(args ...any)
},
) plan.Profile {
	t.Helper()
	p, err := plan.ProfileNamed("")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLadder(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name          string
		width, height int
		want          []string
	}{
		{"full hd fills every rung", 1920, 1080, []string{"1080p 1920×1080", "720p 1280×720", "360p 640×360"}},
		{"4k comes down to full hd", 3840, 2160, []string{"1080p 1920×1080", "720p 1280×720", "360p 640×360"}},
		{"720p has one rung below", 1280, 720, []string{"720p 1280×720", "360p 640×360"}},
		{"a rung close below is left out", 1422, 800, []string{"800p 1422×800", "360p 640×360"}},
		{"480 lines stay 480", 854, 480, []string{"480p 854×480", "360p 640×360"}},
		{"odd sides lose a line each", 853, 479, []string{"478p 852×478", "360p 642×360"}},
		{"a portrait goes by its width", 1080, 1920, []string{"1080p 1080×1920", "720p 720×1280", "360p 360×640"}},
		{"a small picture stays as it is", 200, 110, []string{"110p 200×110"}},
		{"one pixel becomes the least that can be encoded", 1, 1, []string{"2p 2×2"}},
		{"a strip keeps its shape", 1600, 100, []string{"100p 1600×100"}},
		{"a high strip, too", 720, 11520, []string{"720p 720×11520", "360p 360×5760"}},
		{"a square", 1000, 1000, []string{"1000p 1000×1000", "720p 720×720", "360p 360×360"}},
		{"no picture, no rungs", 0, 480, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, r := range plan.Ladder(tt.width, tt.height, profile(t)) {
				got = append(got, fmt.Sprintf("%s %d×%d", r.ID, r.Width, r.Height))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Ladder(%d, %d) = %q, want %q", tt.width, tt.height, got, tt.want)
			}
		})
	}
}

func TestLadderLaws(t *testing.T) {
	t.Parallel()
	p := profile(t)
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.IntRange(1, 8192).Draw(t, "width")
		h := rapid.IntRange(1, 8192).Draw(t, "height")
		rungs := plan.Ladder(w, h, p)
		if len(rungs) == 0 {
			t.Fatal("no rung")
		}
		ids := map[string]bool{}
		for i, r := range rungs {
			if r.Width%2+r.Height%2 > 0 || r.Width < 2 || r.Height < 2 {
				t.Errorf("%+v is not even", r)
			}
			if r.Width > max(2, w) || r.Height > max(2, h) {
				t.Errorf("%+v is larger than %d×%d", r, w, h)
			}
			// The nearest even size is off by one at most, by two where the nearest
			// would be larger than the source.
			scale := min(1, float64(p.Top)/float64(min(w, h)))
			if i > 0 {
				scale = float64(min(r.Width, r.Height)) / float64(min(w, h))
			}
			if math.Abs(float64(r.Width)-scale*float64(w)) > 2 && r.Width > 2 || math.Abs(float64(r.Height)-scale*float64(h)) > 2 && r.Height > 2 {
				t.Errorf("%+v has another shape than %d×%d", r, w, h)
			}
			if r.MaxRate <= 0 || r.CRF != p.CRF || ids[r.ID] {
				t.Errorf("%+v has no cap, another quality or a name twice", r)
			}
			ids[r.ID] = true
			// An odd source loses a line, which is what the hundredth is for.
			if above := rungs[max(0, i-1)]; i > 0 && float64(min(r.Width, r.Height)) > 0.81*float64(min(above.Width, above.Height)) {
				t.Errorf("%+v is hardly smaller than %+v", r, above)
			}
		}
	})
}

func TestProfileNamed(t *testing.T) {
	t.Parallel()
	first, err := plan.ProfileNamed("")
	if err != nil || first.Name != plan.Profiles()[0].Name {
		t.Errorf("the default is %q, %v", first.Name, err)
	}
	_, err = plan.ProfileNamed("podcast")
	if err == nil {
		t.Fatal("an unknown profile is accepted")
	}
	for _, p := range plan.Profiles() {
		if got, known := plan.ProfileNamed(p.Name); known != nil || got.Name != p.Name {
			t.Errorf("ProfileNamed(%q) = %q, %v", p.Name, got.Name, known)
		}
		if !strings.Contains(err.Error(), p.Name) || !strings.Contains(err.Error(), `"podcast"`) {
			t.Errorf("%q names neither what was given nor %s", err, p.Name)
		}
		if p.KeyInterval <= 0 || p.Top <= 0 || p.MaxRate <= 0 || p.CRF <= 0 || p.Preset == "" || p.Version < 1 || !slices.IsSortedFunc(p.Lower, func(a, b int) int { return b - a }) {
			t.Errorf("profile %+v is not whole", p)
		}
	}
}
