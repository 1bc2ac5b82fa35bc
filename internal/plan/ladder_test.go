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
		{"a rung just far enough below", 800, 450, []string{"450p 800×450", "360p 640×360"}},
		{"no picture, no rungs", 0, 480, nil},
		{"no height, no rungs", 480, 0, nil},
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
		{"a camera has a rung more", "camera", 1920, 1080, []string{"1080p 1920×1080", "720p 1280×720", "480p 854×480", "360p 640×360"}},
		{"the best keeps 4k", "archive-hq", 3840, 2160, []string{"2160p 3840×2160", "1080p 1920×1080", "720p 1280×720", "360p 640×360"}},
		{"and comes down from 8k", "archive-hq", 7680, 4320, []string{"2160p 3840×2160", "1080p 1920×1080", "720p 1280×720", "360p 640×360"}},
		{"and keeps a portrait's", "archive-hq", 2160, 3840, []string{"2160p 2160×3840", "1080p 1080×1920", "720p 720×1280", "360p 360×640"}},
		{"sound has none", "audio", 1920, 1080, nil},
		{"a modern one has AV1 beside them", "modern", 1280, 720, []string{"720p 1280×720", "360p 640×360", "720p-av1 1280×720", "360p-av1 640×360"}},
		{"but not of a picture too small for its encoder", "modern", 62, 110, []string{"62p 62×110"}},
		{"nor of one too low", "modern", 1600, 63, []string{"62p 1600×62"}},
		{"of the smallest it takes", "modern", 64, 64, []string{"64p 64×64", "64p-av1 64×64"}},
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

// Whatever the profile and the size, all that a profile says of an encoder
// reaches every rung, and every rung is one that can be made and is worth it.
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
				t.Errorf("%+v has another shape than %d×%d", r, w, h)
			}
			if r.MaxRate <= 0 || ids[r.ID] {
				t.Errorf("%+v has no cap or a name twice", r)
			}
			ids[r.ID] = true
			// An odd source loses a line, which is what the hundredth is for.
			if last, ok := above[r.Codec]; ok && float64(min(r.Width, r.Height)) > 0.81*float64(min(last.Width, last.Height)) {
				t.Errorf("%+v is hardly smaller than %+v", r, last)
			}
			above[r.Codec] = r
		}
	})
}

// checkQuality holds a rung to what its profile says: of its side, and of its
// codec.
func checkQuality(t *rapid.T, p plan.Profile, rungs []plan.Rung, i int) {
	t.Helper()
	r := rungs[i]
	want := p.Encode
	if strings.HasSuffix(r.ID, "-av1") {
		want = *p.AV1
	} else {
		for side, q := range p.Special {
			// The highest rung of a source of 361 lines may be named 360p.
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
		{"without a sample all are", "meeting", nil, []string{"1080p", "720p", "360p"}},
		{"a sample of something else is none", "meeting", []int64{10, 10}, []string{"1080p", "720p", "360p"}},
		{"all save enough", "meeting", []int64{100, 60, 30}, []string{"1080p", "720p", "360p"}},
		{"just enough", "meeting", []int64{100, 70, 49}, []string{"1080p", "720p", "360p"}},
		{"not quite", "meeting", []int64{1000, 701, 500}, []string{"1080p", "360p"}},
		{"one is held against the next that is kept", "meeting", []int64{100, 80, 71}, []string{"1080p"}},
		{"the highest always is", "meeting", []int64{10, 100, 100}, []string{"1080p"}},
		{"of nothing, too", "meeting", []int64{0, 0, 0}, []string{"1080p", "720p", "360p"}},
		{"each codec for itself", "modern", []int64{100, 90, 30, 50, 45, 20}, []string{"1080p", "360p", "1080p-av1", "360p-av1"}},
		{"an AV1 rung need not save anything against H.264", "modern", []int64{100, 60, 30, 100, 60, 30}, []string{"1080p", "720p", "360p", "1080p-av1", "720p-av1", "360p-av1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := idsOf(plan.SelectRungs(plan.Ladder(1920, 1080, named(t, tt.profile)), tt.bits))
			if !slices.Equal(got, tt.want) {
				t.Errorf("of rungs that took %d bits %q are worth it, want %q", tt.bits, got, tt.want)
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
			t.Errorf("%q names neither what was given nor %s", err, p.Name)
		}
	}
}

func TestProfilesAreWhole(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, p := range plan.Profiles() {
		descending := func(a, b int) int { return b - a }
		switch {
		case p.Name == "" || names[p.Name] || p.About == "" || p.Version < 1:
			t.Errorf("profile %+v has no name of its own, nobody it is for, or no version", p)
		case p.KeyInterval < 4 || p.KeyInterval > 6 || p.Chunk < 20*p.KeyInterval || p.Level == plan.Level{}:
			t.Errorf("profile %s has segments of %v s, chunks of %v and sound of %+v", p.Name, p.KeyInterval, p.Chunk, p.Level)
		case p.Top > 0 && (p.MaxRate <= 0 || p.Encode.Codec != plan.H264 || len(p.Lower) == 0 || p.Lower[0] >= p.Top):
			t.Errorf("profile %s is not whole: %+v", p.Name, p)
		case !slices.IsSortedFunc(p.Lower, descending):
			t.Errorf("profile %s has its rungs in no order: %d", p.Name, p.Lower)
		case p.AV1 != nil && p.AV1.Codec != plan.AV1:
			t.Errorf("profile %s has AV1 by %s", p.Name, p.AV1.Codec)
		}
		names[p.Name] = true
	}
}
