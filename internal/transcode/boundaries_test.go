package transcode_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// oddSource makes a picture with key frames at random places: up to fifteen
// seconds apart, in closed or open groups, with even or uneven frames, in one
// of three containers, from any time on, or with times that begin anew.
func oddSource(t *testing.T, rng *rand.Rand) (path string, closed bool) {
	t.Helper()
	const seconds = 24
	most := 0.5 + 14.5*rng.Float64()
	var keys []string
	for at := 0.0; at < seconds; at += 0.04 + most*rng.Float64() {
		keys = append(keys, fmt.Sprintf("%.3f", at))
	}
	name := []string{"x.mp4", "x.mkv", "x.ts"}[rng.IntN(3)]
	open := rng.IntN(4) == 0
	args := x264("-g", "1000", "-sc_threshold", "0", "-force_key_frames", strings.Join(keys, ","), "-bf", fmt.Sprint(rng.IntN(4)), "-crf", "40")
	if open {
		args = append(args, "-x264-params", "open-gop=1")
	}
	if rng.IntN(3) == 0 {
		args = append(args, "-vf", fmt.Sprintf("select='gt(random(%d),0.3)'", rng.IntN(1000)), "-fps_mode", "vfr")
	}
	if rng.IntN(3) == 0 && name != "x.mp4" {
		args = append(args, "-output_ts_offset", fmt.Sprint(rng.IntN(10_000)))
	}
	one := film(t, name, scene("128x72", 10, seconds), args)
	if name == "x.ts" && rng.IntN(3) == 0 {
		return joined(t, one, film(t, name, scene("128x72", 10, 6), x264("-g", "28"))), !open
	}
	return one, !open
}

// oddSeeds are the seeds to test. The sample covers each container with closed and
// open groups, short and long ones, 0 to 3 B-frames, even and uneven frames, an
// offset, and times that begin anew. Seed 55 once made ffmpeg run for hours.
func oddSeeds() []uint64 {
	if !proctest.Long() {
		return []uint64{0, 1, 2, 3, 5, 7, 8, 10, 11, 17, 22, 25, 26, 31, 36, 41, 45, 48, 55, 58}
	}
	var all []uint64
	for seed := range uint64(60) {
		all = append(all, seed)
	}
	return all
}

// Whatever the key frames of a source, all its rungs are cut at the same
// instants, and one whose groups are short enough is copied.
func TestRungsHaveTheSameCuts(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	for _, seed := range oddSeeds() {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			if seed > 1 {
				proctest.Heavy(t)
			}
			src, closed := oddSource(t, rand.New(rand.NewPCG(seed, 1)))
			copied, made := cutOf(t, src)
			if !transcode.CutAlike(made) {
				t.Error("the rungs are not cut alike")
			}
			if v := copied.found.Video; closed && !copied.found.Jumps && v.LongestGOP <= 10 && copied.encoded != "" {
				t.Errorf("groups of at most %.2f s are not copied: it %s", v.LongestGOP, copied.encoded)
			}
		})
	}
}

// The recording that was refused: a long closed group first, and then shorter
// ones.
func TestLongGOPBeforeShorterOnes(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	src := film(t, "x.mp4", scene("320x180", 25, 24), x264("-force_key_frames", "0,10,14.2,20", "-g", "1000", "-sc_threshold", "0", "-crf", "40"))
	copied, made := cutOf(t, src)
	if copied.encoded != "" || !transcode.CutAlike(made) {
		t.Errorf("copied: it %q; cut alike: %t", copied.encoded, transcode.CutAlike(made))
	}
	if n := len(made[0].Copied.Part.Segments); n != 4 {
		t.Errorf("%d segments, want one for each key frame", n)
	}
}

// cutOf makes the picture of a source: the copy if it can be one, and what is
// encoded beside it.
func cutOf(t *testing.T, src string) (product, []transcode.Made) {
	t.Helper()
	runner := proctest.Plain()
	found, err := (&probe.Prober{Runner: runner}).File(t.Context(), src, "")
	if err != nil {
		t.Fatal(err)
	}
	profile := short()
	profile.Lower, profile.Chunk = []int{48}, 12
	p := product{found: *found.Media, plan: profile.Recording(strings.Repeat("0", 64), layout.Public, *found.Media)}
	p.encoded = p.plan.Encoded
	tc := &transcode.Transcoder{Runner: runner}
	var made []transcode.Made
	var decided plan.Decided
	if step, can := p.plan.Copy(); can {
		res, err := tc.Copy(t.Context(), src, t.TempDir(), decode[plan.CopyParams](t, step), nil)
		if err != nil {
			t.Fatal(err)
		}
		if p.encoded, decided.Copied = res.Unfit, res.Part != nil; decided.Copied {
			made = append(made, transcode.Made{Copied: &res})
		}
	}
	for _, step := range p.plan.Chunks(decided) {
		res, err := tc.Chunk(t.Context(), src, t.TempDir(), decode[plan.ChunkParams](t, step), nil)
		if err != nil {
			t.Fatal(err)
		}
		p.chunks = append(p.chunks, res)
		made = append(made, transcode.Made{Chunk: &res})
	}
	return p, made
}
