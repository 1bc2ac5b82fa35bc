package transcode_test

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// TestChunksEqualASingleRun cuts sources of every awkward kind into chunks
// and holds the frames and their times to those of a run over the whole.
func TestChunksEqualASingleRun(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	const seconds = 12
	tests := []struct {
		name   string
		film   func(t *testing.T) string
		chunks int // at least
		copied bool
	}{
		{"what browsers play already", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mp4", scene("160x120", 25, 16), beep(16), x264("-g", "50", "-bf", "3", "-crf", "42")) // its chunks are whole groups
		}, 3, true},
		{"open groups of pictures", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mp4", scene("160x120", 25, seconds), beep(seconds), x264("-g", "50", "-bf", "3", "-x264-params", "open-gop=1:scenecut=0"))
		}, 3, false},
		{"a screen recorder's uneven frames", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mkv", scene("160x120", 25, seconds), beep(seconds),
				x264("-vf", `select='not(mod(n,7))+not(mod(n,11))+lt(mod(n,60),9)'`, "-fps_mode", "vfr", "-g", "30", "-bf", "2", "-x264-params", "open-gop=1"))
		}, 3, false},
		{"a broadcast that begins at an odd time", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.ts", scene("160x120", 25, seconds), beep(seconds), x264("-g", "40", "-bf", "2", "-x264-params", "open-gop=1", "-output_ts_offset", "1234.567", "-c:a", "ac3"))
		}, 3, false},
		{"a browser's recording without an index", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.webm", scene("160x120", 25, seconds), beep(seconds),
				[]string{"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "60", "-c:a", "libopus", "-live", "1"})
		}, 3, false},
		{"more frames than are kept", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mp4", scene("160x120", 90, seconds), beep(seconds), x264("-g", "180"))
		}, 3, false},
		{"half pictures", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.ts", scene("160x120", 50, seconds), x264("-g", "25", "-vf", "tinterlace=interleave_top,setfield=tff", "-flags", "+ilme+ildct", "-x264opts", "tff=1"))
		}, 3, false},
		{"the odd rate of American television", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mp4", []string{"-f", "lavfi", "-i", "testsrc2=s=160x120:r=30000/1001:d=12"}, beep(seconds), x264("-g", "45", "-bf", "3", "-x264-params", "open-gop=1"))
		}, 3, false},
		{"a cut whose edit list hides its beginning", func(t *testing.T) string {
			t.Helper()
			whole := film(t, "x.mp4", scene("160x120", 25, seconds+1), beep(seconds+1), x264("-g", "50", "-bf", "3"))
			return refilm(t, whole, "x.mp4", []string{"-ss", "1"}, []string{"-c", "copy"})
		}, 3, false},
		{"a film whose edit list begins it late", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mov", []string{"-itsoffset", "0.5"}, scene("160x120", 25, seconds), beep(seconds), x264("-g", "50", "-bf", "2", "-c:a", "pcm_s16le"))
		}, 3, false},
		{"frames without a time of showing", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.avi", scene("160x120", 25, seconds), beep(seconds), []string{"-c:v", "mpeg4", "-bf", "2", "-g", "50", "-q:v", "5", "-c:a", "mp3"})
		}, 1, false}, // of its key frames nobody knows when they are shown, so that none is a place to cut
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if i > 1 { // one that is copied and one that is not tell most
				proctest.Heavy(t)
			}
			src := tt.film(t)
			profile := short()
			profile.Lower = []int{72}
			long := profile
			profile.Chunk = 4
			cut := produceAs(t, src, profile)
			whole := inOnePiece(t, src, cut.found, long)
			if len(cut.chunks) < tt.chunks {
				t.Fatalf("%d chunks, want at least %d", len(cut.chunks), tt.chunks)
			}
			if (cut.encoded == "") != tt.copied {
				t.Errorf("the picture is encoded since it %q, copied should be %v", cut.encoded, tt.copied)
			}
			for _, r := range cut.res.Renditions[:len(whole)] {
				a, b := whole[r.ID], cut.read(t, r)
				if len(a.shown) != len(b.shown) {
					t.Errorf("%s has %d frames in one piece and %d in %d", r.ID, len(a.shown), len(b.shown), len(cut.chunks))
					continue
				}
				for k := range a.shown {
					// A tick is 11 µs, and where a chunk begins is rounded to one.
					if d := a.shown[k] - b.shown[k]; d < -1 || d > 1 {
						t.Fatalf("%s shows frame %d at %d in one piece and at %d in %d", r.ID, k, a.shown[k], b.shown[k], len(cut.chunks))
					}
				}
			}
		})
	}
}

// inOnePiece is what the pictures of a source are, by rung, if it is one chunk.
func inOnePiece(t *testing.T, src string, found meeting.Media, profile plan.Profile) map[string]fragments {
	t.Helper()
	p := product{root: t.TempDir(), found: found}
	sum := strings.Repeat("0", 64)
	p.plan = profile.Recording(sum, layout.Public, p.found)
	r := stepRunner{T: t, product: &p, sources: map[string]string{sum: src}, tc: &transcode.Transcoder{Runner: proctest.Plain()}}
	r.encode(r.copyPicture())
	if len(p.chunks) != 1 {
		t.Fatalf("%d chunks, want 1", len(p.chunks))
	}
	made := map[string]fragments{}
	for _, m := range r.made {
		var parts []meeting.Part
		if m.Chunk != nil {
			parts = m.Chunk.Parts
		}
		if m.Copied != nil {
			parts = append(parts, *m.Copied.Part)
		}
		for _, part := range parts {
			piece := meeting.Piece{Object: m.Objects[part.Name], Step: m.Step, Run: m.Run}
			made[part.Rendition] = p.read(t, meeting.Rendition{ID: part.Rendition, Files: []meeting.Piece{piece}})
		}
	}
	return made
}

// Where times jump nothing can be sought, and there is one chunk: two broadcasts
// in one file, the second of which begins at an earlier time, or hours later.
func TestJumpingTimesGiveOneChunk(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	const seconds = 12
	for name, offset := range map[string]string{"back": "0", "on": "7200"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			black := []string{"-f", "lavfi", "-i", "color=black:s=160x120:r=25:d=12", "-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono:d=12"}
			src := joined(t,
				film(t, "x.ts", black, x264("-c:a", "ac3", "-output_ts_offset", "300")),
				film(t, "x.ts", flash("160x120", 25, seconds), beep(seconds), x264("-c:a", "ac3", "-output_ts_offset", offset)))
			profile := short()
			profile.Chunk = 8
			p := produceAs(t, src, profile)
			if !p.plan.Jumps || len(p.chunks) != 1 {
				t.Errorf("%d chunks, times jump: %v; want one chunk of times that do", len(p.chunks), p.plan.Jumps)
			}
			if d := p.plan.Duration - 2*seconds; d < -0.2 || d > 0.2 {
				t.Errorf("planned are %.3f s, want %d", p.plan.Duration, 2*seconds)
			}
			if got := p.res.Renditions[0].Frames; got < 2*seconds*25-2 || got > 2*seconds*25 {
				t.Errorf("%d frames, want %d", got, 2*seconds*25)
			}
			pictures, sounds := p.signals(t, []string{p.plain.MP4}, []string{p.plain.MP4})
			white, loud := pictures[p.plain.MP4], sounds[p.plain.MP4]
			if d := white - seconds - signal; d < -0.1 || d > 0.1 {
				t.Errorf("it turns white at %.3f s, want %d", white, seconds+signal)
			}
			if d := white - loud; d < -0.08 || d > 0.08 {
				t.Errorf("it beeps at %.3f s and turns white at %.3f", loud, white)
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
	p := produceBy(t, proctest.Runner(t), short(), src)
	verify(t, p)
	if p.encoded != "" || len(p.res.Renditions) != 3 {
		t.Fatalf("encoded since it %q, %d renditions", p.encoded, len(p.res.Renditions))
	}
	if p.calls["steady"] > 0 {
		t.Error("sound that never changes its form was decoded once more for that")
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
