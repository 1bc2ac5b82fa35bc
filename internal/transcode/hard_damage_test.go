package transcode_test

import (
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc/proctest"
)

// What of a recording cannot be decoded is black, and is said to be in words
// that name the stretch; all else comes out.
func TestLostPartIsBlack(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	white := []string{"-f", "lavfi", "-i", "color=white:s=160x120:r=25:d=24,noise=alls=12:allf=t"}
	// Without sound the bytes of a film are its frames in order. Of MPEG-4 they
	// stay key frames whatever is in them, so that chunks can be cut there.
	src := zeroed(t, film(t, "x.mp4", white, []string{"-c:v", "mpeg4", "-g", "50", "-q:v", "5"}), 0.3, 0.7)
	profile := short()
	profile.Chunk = 8
	p := produceBy(t, proctest.Runner(t), profile, src)
	verify(t, p)
	if len(p.chunks) != 3 {
		t.Fatalf("%d chunks, want 3", len(p.chunks))
	}
	for i, c := range p.chunks {
		if c.Lost != (i == 1) {
			t.Errorf("chunk %d is lost: %v", i, c.Lost)
		}
	}
	want := "is damaged: nothing of its picture from 0:07 to 0:16 could be decoded, so it is black there"
	if all := strings.Join(p.warnings, "\n"); !strings.Contains(all, want) {
		t.Errorf("warnings = %q, want %q", p.warnings, want)
	}
	for at, light := range map[string]bool{"1": true, "6": true, "9": false, "15": false, "18": true, "23": true} {
		if got := lightAt(t, p, at); got != light {
			t.Errorf("at %s s the picture is light: %v", at, got)
		}
	}
}

// lightAt reports whether the picture is light at a time.
func lightAt(t *testing.T, p product, seconds string) bool {
	t.Helper()
	dir := p.where(p.plain.MP4)
	out, _ := run(t, dir, "ffmpeg", "-v", "error", "-ss", seconds, "-i", filepath.Join(dir, p.plain.MP4), "-map", "0:v", "-frames:v", "1",
		"-vf", "scale=1:1:flags=area,format=yuv444p", "-f", "rawvideo", "-")
	return len(out) > 0 && out[0] > 128
}

// Where some of a chunk comes out, its last frame stands for the rest of it.
func TestDamagedPart(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	white := []string{"-f", "lavfi", "-i", "color=white:s=160x120:r=25:d=24,noise=alls=12:allf=t"}
	src := zeroed(t, film(t, "x.mp4", white, x264("-x264-params", "scenecut=0", "-qp", "20")), 0.3, 0.7)
	profile := short()
	profile.Chunk = 8
	p := produceBy(t, proctest.Runner(t), profile, src)
	verify(t, p)
	words := regexp.MustCompile(`^is damaged: 2\d\d of \d\d\d frames from 0:\d\d to 0:\d\d could not be decoded$`)
	if len(p.warnings) != 1 || !words.MatchString(p.warnings[0]) {
		t.Errorf("warnings = %q, want one like %q", p.warnings, words)
	}
	for _, at := range []string{"1", "9", "15", "23"} {
		if !lightAt(t, p, at) {
			t.Errorf("at %s s the picture is dark", at)
		}
	}
}

// A recording of which nothing can be decoded is refused in words, since no
// retry helps.
func TestNothingToDecode(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	tests := []struct {
		name string
		film func(t *testing.T) string
	}{
		{"a film of zeros", func(t *testing.T) string {
			t.Helper()
			return zeroed(t, film(t, "x.mp4", small(4), beep(4), x264()), 0, 1)
		}},
		{"a picture of zeros", func(t *testing.T) string {
			t.Helper()
			return zeroed(t, film(t, "x.mp4", small(4), x264()), 0, 1)
		}},
		{"a sound of zeros", func(t *testing.T) string {
			t.Helper()
			return zeroed(t, film(t, "x.m4a", beep(4)), 0, 1)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := firstError(t, tt.film(t))
			if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), "holds only what cannot be decoded: ") {
				t.Errorf("error = %v, want a refusal: holds only what cannot be decoded", err)
			}
		})
	}
}

// A recording that broke off is published as far as it goes, and says how much
// is missing.
func TestTruncatedRecordings(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	tests := []struct {
		name, file string
		options    []string
		unit       int
		says       bool // the container says how long it was
	}{
		{"an MP4 with its index at the start", "x.mp4", []string{"-movflags", "+faststart"}, 1, true},
		{"a Matroska file", "x.mkv", nil, 1, true},
		{"a transport stream, which never says how long it is", "x.ts", []string{"-c:a", "ac3"}, 1, false},
	}
	words := regexp.MustCompile(`^is cut short: its header gives a length of 0:20, but the last 0:(\d\d) are missing$`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := film(t, tt.file, scene("160x120", 25, 20), beep(20), x264(append([]string{"-g", "25"}, tt.options...)...))
			p := produce(t, cut(t, src, 0, 0.5, tt.unit))
			if math.Abs(p.plan.Duration-10) > 1.5 {
				t.Errorf("planned are %.3f s, want 10", p.plan.Duration)
			}
			if !tt.says {
				if len(p.warnings) > 0 {
					t.Errorf("warnings = %q", p.warnings)
				}
				return
			}
			if len(p.warnings) != 1 || !words.MatchString(p.warnings[0]) {
				t.Fatalf("warnings = %q, want one like %q", p.warnings, words)
			}
			if missing := 20 - p.plan.Duration; math.Abs(missing-p.plan.Missing) > 0.1 {
				t.Errorf("%.3f s are said to be missing, want %.3f", p.plan.Missing, missing)
			}
		})
	}
}
