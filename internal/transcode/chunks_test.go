package transcode_test

import (
	"slices"
	"testing"

	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
)

// TestChunksAreWhatOneRunWouldBe cuts sources of every awkward kind into chunks
// and holds the frames and their times to those of a run over the whole.
func TestChunksAreWhatOneRunWouldBe(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	const seconds = 24
	tests := []struct {
		name   string
		film   func(t *testing.T) string
		chunks int // at least
		copied bool
	}{
		{"what browsers play already", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mp4", scene("160x120", 25, seconds), beep(seconds), x264("-g", "50", "-bf", "3", "-crf", "42"))
		}, 2, true},
		{"open groups of pictures", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mp4", scene("160x120", 25, seconds), beep(seconds), x264("-g", "50", "-bf", "3", "-x264-params", "open-gop=1:scenecut=0"))
		}, 2, false},
		{"a screen recorder's uneven frames", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mkv", scene("160x120", 25, seconds), beep(seconds),
				x264("-vf", `select='not(mod(n,7))+not(mod(n,11))+lt(mod(n,60),9)'`, "-fps_mode", "vfr", "-g", "30", "-bf", "2", "-x264-params", "open-gop=1"))
		}, 2, false},
		{"a broadcast that begins at an odd time", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.ts", scene("160x120", 25, seconds), beep(seconds), x264("-g", "40", "-bf", "2", "-x264-params", "open-gop=1", "-output_ts_offset", "1234.567", "-c:a", "ac3"))
		}, 2, false},
		{"a browser's recording without an index", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.webm", scene("160x120", 25, seconds), beep(seconds),
				[]string{"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "60", "-c:a", "libopus", "-live", "1"})
		}, 2, false},
		{"more frames than are kept", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mp4", scene("160x120", 90, seconds), beep(seconds), x264("-g", "180"))
		}, 2, false},
		{"half pictures", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.ts", scene("160x120", 50, seconds), x264("-g", "25", "-vf", "tinterlace=interleave_top,setfield=tff", "-flags", "+ilme+ildct", "-x264opts", "tff=1"))
		}, 2, false},
		{"the odd rate of American television", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mp4", []string{"-f", "lavfi", "-i", "testsrc2=s=160x120:r=30000/1001:d=24"}, beep(seconds), x264("-g", "45", "-bf", "3", "-x264-params", "open-gop=1"))
		}, 2, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := tt.film(t)
			profile := short()
			profile.Lower = []int{72}
			whole := produceAs(t, src, profile)
			profile.Chunk = 8
			cut := produceAs(t, src, profile)
			if len(whole.chunks) != 1 || len(cut.chunks) < tt.chunks {
				t.Fatalf("%d chunks and %d, want 1 and at least %d", len(whole.chunks), len(cut.chunks), tt.chunks)
			}
			if (cut.encoded == "") != tt.copied {
				t.Errorf("the picture is encoded since it %q, copied should be %v", cut.encoded, tt.copied)
			}
			for i := range whole.res.Renditions {
				a, b := whole.read(t, whole.res.Renditions[i]), cut.read(t, cut.res.Renditions[i])
				if len(a.shown) != len(b.shown) {
					t.Errorf("%s has %d frames in one piece and %d in %d", whole.res.Renditions[i].ID, len(a.shown), len(b.shown), len(cut.chunks))
					continue
				}
				for k := range a.shown {
					// A tick is 11 µs, and where a chunk begins is rounded to one.
					if d := a.shown[k] - b.shown[k]; d < -1 || d > 1 {
						t.Fatalf("%s shows frame %d at %d in one piece and at %d in %d", whole.res.Renditions[i].ID, k, a.shown[k], b.shown[k], len(cut.chunks))
					}
				}
			}
		})
	}
}

// A copied picture is the source's own, and what is encoded beside it can be
// switched to at each of its cuts: verify has seen to that.
func TestCopiedPicture(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	src := film(t, "x.mp4", scene("320x240", 25, 12), beep(12), x264("-g", "50", "-bf", "3", "-crf", "45"))
	p := produce(t, src)
	if p.encoded != "" || len(p.res.Renditions) != 3 {
		t.Fatalf("encoded since it %q, %d renditions", p.encoded, len(p.res.Renditions))
	}
	hashes := func(path string) []string {
		out, _ := run(t, p.root, "ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-c", "copy", "-bsf:v", "h264_mp4toannexb,filter_units=pass_types=1-5", "-f", "framehash", "-")
		var list []string
		for _, line := range slices.Collect(lines(string(out))) {
			list = append(list, line[len(line)-64:])
		}
		return list
	}
	top := p.path(p.res.Renditions[0].Files[0])
	before, after := hashes(link(t, p.root, src)), hashes(top)
	if len(before) != 300 || !slices.Equal(before, after) {
		t.Errorf("%d packets of the source's %d are the same, want all of 300", len(after), len(before))
	}
	if got := plan.Ticks(12); p.read(t, p.res.Renditions[0]).shown[299] != int64(got)-3600 {
		t.Errorf("the last frame is shown at %d, want %d", p.read(t, p.res.Renditions[0]).shown[299], got-3600)
	}
}
