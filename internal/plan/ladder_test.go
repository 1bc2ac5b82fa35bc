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

func TestLadder(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name          string
		width, height int
		want          []string
	}{
		{"1080p has every rung", 1920, 1080, []string{"1080p 1920×1080", "720p 1280×720", "360p 640×360"}},
		{"2160p is scaled down to 1080p", 3840, 2160, []string{"1080p 1920×1080", "720p 1280×720", "360p 640×360"}},
		{"720p has one rung below", 1280, 720, []string{"720p 1280×720", "360p 640×360"}},
		{"omits a rung close below", 1422, 800, []string{"800p 1422×800", "360p 640×360"}},
		{"keeps 480 lines", 854, 480, []string{"480p 854×480", "360p 640×360"}},
		{"rounds odd sizes down", 853, 479, []string{"478p 852×478", "360p 642×360"}},
		{"portrait video goes by its width", 1080, 1920, []string{"1080p 1080×1920", "720p 720×1280", "360p 360×640"}},
		{"keeps a small size", 200, 110, []string{"110p 200×110"}},
		{"one pixel becomes the smallest even size", 1, 1, []string{"2p 2×2"}},
		{"keeps the aspect ratio of a wide strip", 1600, 100, []string{"100p 1600×100"}},
		{"keeps the aspect ratio of a high strip", 720, 11520, []string{"720p 720×11520", "360p 360×5760"}},
		{"a square", 1000, 1000, []string{"1000p 1000×1000", "720p 720×720", "360p 360×360"}},
		{"a rung just far enough below", 800, 450, []string{"450p 800×450", "360p 640×360"}},
		{"no width", 0, 480, nil},
		{"no height", 480, 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := sizes(plan.Ladder(tt.width, tt.height, profile(t))); !slices.Equal(got, tt.want) {
				t.Errorf("Ladder(%d, %d) = %q, want %q", tt.width, tt.height, got, tt.want)
			}
		})
	}
}

func TestLadderOfProfiles(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, profile string
		width, height int
		want          []string
	}{
		{"camera has one more rung", "camera", 1920, 1080, []string{"1080p 1920×1080", "720p 1280×720", "480p 854×480", "360p 640×360"}},
		{"archive-hq keeps 2160p", "archive-hq", 3840, 2160, []string{"2160p 3840×2160", "1080p 1920×1080", "720p 1280×720", "360p 640×360"}},
		{"archive-hq scales 4320p down", "archive-hq", 7680, 4320, []string{"2160p 3840×2160", "1080p 1920×1080", "720p 1280×720", "360p 640×360"}},
		{"archive-hq keeps portrait video", "archive-hq", 2160, 3840, []string{"2160p 2160×3840", "1080p 1080×1920", "720p 720×1280", "360p 360×640"}},
		{"audio has no rungs", "audio", 1920, 1080, nil},
		{"modern adds AV1", "modern", 1280, 720, []string{"720p 1280×720", "360p 640×360", "720p-av1 1280×720", "360p-av1 640×360"}},
		{"modern adds no AV1 below the encoder's smallest width", "modern", 62, 110, []string{"62p 62×110"}},
		{"modern adds no AV1 below the encoder's smallest height", "modern", 1600, 63, []string{"62p 1600×62"}},
		{"modern adds AV1 at the encoder's smallest size", "modern", 64, 64, []string{"64p 64×64", "64p-av1 64×64"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := sizes(plan.Ladder(tt.width, tt.height, named(t, tt.profile))); !slices.Equal(got, tt.want) {
				t.Errorf("Ladder(%d, %d, %s) = %q, want %q", tt.width, tt.height, tt.profile, got, tt.want)
			}
		})
	}
}

func sizes(rungs []plan.Rung) []string {
	var list []string
	for _, r := range rungs {
		list = append(list, fmt.Sprintf("%s %d×%d", r.ID, r.Width, r.Height))
	}
	return list
}

// For each profile and size, every rung has the profile's settings, a valid size, and
// enough distance to the rung above.
func TestLadderLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(plan.Profiles()).Draw(t, "profile")
		if rapid.Bool().Draw(t, "special") {
			p.Special = map[int]plan.Quality{
				rapid.SampledFrom([]int{1080, 720, 360}).Draw(t, "side"): {Codec: plan.H264, Preset: "slow", CRF: 30, Options: "a=b"},
			}
		}
		w := rapid.IntRange(1, 8192).Draw(t, "width")
		h := rapid.IntRange(1, 8192).Draw(t, "height")
		rungs := plan.Ladder(w, h, p)
		if (len(rungs) == 0) != (p.Top == 0) {
			t.Fatalf("%s has %d rungs", p.Name, len(rungs))
		}
		ids := map[string]bool{}
		above := map[plan.Codec]plan.Rung{}
		for i, r := range rungs {
			checkQuality(t, p, rungs, i)
			if r.Width%2+r.Height%2 > 0 || r.Width < 2 || r.Height < 2 {
				t.Errorf("%+v is not even", r)
			}
			if r.Width > max(2, w) || r.Height > max(2, h) || min(r.Width, r.Height) > max(2, p.Top) {
				t.Errorf("%+v is larger than %d×%d or than %d", r, w, h, p.Top)
			}
			// The nearest even size is off by one at most, by two where the nearest
			// would be larger than the source.
			scale := min(1, float64(p.Top)/float64(min(w, h)))
			if _, ok := above[r.Codec]; ok {
				scale = float64(min(r.Width, r.Height)) / float64(min(w, h))
			}
			if math.Abs(float64(r.Width)-scale*float64(w)) > 2 && r.Width > 2 || math.Abs(float64(r.Height)-scale*float64(h)) > 2 && r.Height > 2 {
				t.Errorf("%+v has another aspect ratio than %d×%d", r, w, h)
			}
			if r.MaxRate <= 0 || ids[r.ID] {
				t.Errorf("%+v has no bit rate limit or a duplicate ID", r)
			}
			ids[r.ID] = true
			// An odd source loses a line, hence 0.81 instead of 0.8.
			if last, ok := above[r.Codec]; ok && float64(min(r.Width, r.Height)) > 0.81*float64(min(last.Width, last.Height)) {
				t.Errorf("%+v is hardly smaller than %+v", r, last)
			}
			above[r.Codec] = r
		}
	})
}

// checkQuality checks that a rung has its profile's settings for its side and codec.
func checkQuality(t *rapid.T, p plan.Profile, rungs []plan.Rung, i int) {
	t.Helper()
	r := rungs[i]
	want := p.Encode
	if strings.HasSuffix(r.ID, "-av1") {
		want = *p.AV1
	} else {
		for side, q := range p.Special {
			// The highest rung of a source with 361 lines may have the ID 360p.
			if slices.Contains(append([]int{p.Top}, p.Lower...), side) && r.ID == fmt.Sprintf("%dp", side) && i > 0 {
				want = q
			}
		}
		if i == 0 {
			want = r.Quality
			if _, special := p.Special[min(p.Top, min(r.Width, r.Height))]; !special {
				want = p.Encode
			}
		}
	}
	if r.Quality != want {
		t.Errorf("%s of %s is encoded with %+v, want %+v", r.ID, p.Name, r.Quality, want)
	}
	if r.Codec == "" || r.Preset == "" || r.CRF <= 0 {
		t.Errorf("%s of %s lacks a setting: %+v", r.ID, p.Name, r.Quality)
	}
}

func TestSpecialRung(t *testing.T) {
	t.Parallel()
	p := profile(t)
	special := plan.Quality{Codec: plan.H264, Preset: "slow", CRF: 30, Options: "a=b"}
	p.Special = map[int]plan.Quality{720: special}
	for _, r := range plan.Ladder(1920, 1080, p) {
		want := p.Encode
		if r.ID == "720p" {
			want = special
		}
		if r.Quality != want {
			t.Errorf("%s is encoded with %+v, want %+v", r.ID, r.Quality, want)
		}
	}
}

func TestSelectRungs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, profile string
		bits          []int64
		want          []string
	}{
		{"keeps all rungs without a sample", "meeting", nil, []string{"1080p", "720p", "360p"}},
		{"ignores a sample of other rungs", "meeting", []int64{10, 10}, []string{"1080p", "720p", "360p"}},
		{"keeps rungs that save enough", "meeting", []int64{100, 60, 30}, []string{"1080p", "720p", "360p"}},
		{"keeps rungs that save just enough", "meeting", []int64{100, 70, 49}, []string{"1080p", "720p", "360p"}},
		{"drops a rung that saves slightly too little", "meeting", []int64{1000, 701, 500}, []string{"1080p", "360p"}},
		{"compares with the last kept rung", "meeting", []int64{100, 80, 71}, []string{"1080p"}},
		{"keeps the highest rung", "meeting", []int64{10, 100, 100}, []string{"1080p"}},
		{"keeps rungs with empty samples", "meeting", []int64{0, 0, 0}, []string{"1080p", "720p", "360p"}},
		{"compares each codec separately", "modern", []int64{100, 90, 30, 50, 45, 20}, []string{"1080p", "360p", "1080p-av1", "360p-av1"}},
		{"does not compare AV1 with H.264", "modern", []int64{100, 60, 30, 100, 60, 30}, []string{"1080p", "720p", "360p", "1080p-av1", "720p-av1", "360p-av1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := idsOf(plan.SelectRungs(plan.Ladder(1920, 1080, named(t, tt.profile)), tt.bits))
			if !slices.Equal(got, tt.want) {
				t.Errorf("rungs with samples of %d bits: selected %q, want %q", tt.bits, got, tt.want)
			}
		})
	}
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
			t.Errorf("error %q lacks the given name or %s", err, p.Name)
		}
	}
}

func TestProfilesAreComplete(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, p := range plan.Profiles() {
		descending := func(a, b int) int { return b - a }
		switch {
		case p.Name == "" || names[p.Name] || p.About == "" || p.Version < 1:
			t.Errorf("profile %+v has no unique name, no description, or no version", p)
		case p.KeyInterval < 4 || p.KeyInterval > 6 || p.Chunk < 20*p.KeyInterval || p.Level == plan.Level{}:
			t.Errorf("profile %s has segments of %v s, chunks of %v s and the level %+v", p.Name, p.KeyInterval, p.Chunk, p.Level)
		case p.Top > 0 && (p.MaxRate <= 0 || p.Encode.Codec != plan.H264 || len(p.Lower) == 0 || p.Lower[0] >= p.Top):
			t.Errorf("profile %s is incomplete: %+v", p.Name, p)
		case !slices.IsSortedFunc(p.Lower, descending):
			t.Errorf("rungs of profile %s are not in order: %d", p.Name, p.Lower)
		case p.AV1 != nil && p.AV1.Codec != plan.AV1:
			t.Errorf("the AV1 settings of profile %s have the codec %s", p.Name, p.AV1.Codec)
		}
		names[p.Name] = true
	}
}
