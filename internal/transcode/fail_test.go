package transcode_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// runFunc is a runner that is a func.
type runFunc func(ctx context.Context, c proc.Command) (string, error)

func (f runFunc) Run(ctx context.Context, c proc.Command) (string, error) { return f(ctx, c) }

// spoiled is ffmpeg whose work is undone: what it left in its folder, what it
// said, and how it ended.
type spoiled struct {
	spoil  func(t *testing.T, dir string)
	stderr string
	err    error
}

// runner runs a tool and then spoils what it made.
func (s spoiled) runner(t *testing.T) runFunc {
	t.Helper()
	real := proctest.Runner(t)
	return func(ctx context.Context, c proc.Command) (string, error) {
		if c.Path != "ffmpeg" {
			return real.Run(ctx, c)
		}
		if _, err := real.Run(ctx, c); err != nil {
			t.Errorf("the run that is to be spoiled: %v", err)
		}
		if s.spoil != nil {
			s.spoil(t, c.Dir)
		}
		return s.stderr, s.err
	}
}

// share cuts files down to a share of their bytes.
func share(part float64, names ...string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		for _, name := range names {
			cut(t, filepath.Join(dir, name), 0, part, 1)
		}
	}
}

// gone removes the files of those patterns.
func gone(patterns ...string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		for _, pattern := range patterns {
			paths, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil || len(paths) == 0 {
				t.Fatalf("no %s to remove (%v)", pattern, err)
			}
			for _, path := range paths {
				if err = os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// fewer takes the last fragment out of a file, which keeps the index that says
// that all of it was written.
func fewer(names ...string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		for _, name := range names {
			path := filepath.Join(dir, name)
			segments := readBoxes(t, path).Segments
			last := segments[len(segments)-1].Fragments
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			data = slices.Delete(data, int(last[len(last)-1].Moof.StartPos), bytes.LastIndex(data, []byte("mfra"))-4)
			if err = os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// fourSeconds is a recording, and what is planned for it: two rungs with a
// segment a second.
func fourSeconds(t *testing.T) (src string, r plan.Recording) {
	t.Helper()
	src = film(t, "x.mkv", scene("160x120", 25, 4), beep(4), x264())
	found, err := (&probe.Prober{Runner: proctest.Runner(t)}).File(t.Context(), src, "")
	if err != nil {
		t.Fatal(err)
	}
	profile := short()
	profile.Lower, profile.KeyInterval = []int{72}, 1
	return src, profile.Recording(strings.Repeat("0", 64), layout.Public, *found.Media)
}

// The exit code is no proof: ffmpeg may exit with 0 and have made half of it,
// and fail without the source being to blame. Whether it is decides if anybody
// tries again.
func TestChunkFails(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	src, r := fourSeconds(t)
	params := decode[plan.ChunkParams](t, r.Chunks(plan.Decided{})[0])
	const raw, lower = "120p.raw.mp4", "72p.raw.mp4"
	exit := func(code int, stderr string) error {
		return &proc.ExitError{Path: "ffmpeg", Code: code, Stderr: stderr}
	}
	const blind = "Cannot determine format of input stream 0:0 after EOF"
	tests := []struct {
		name      string
		ffmpeg    spoiled
		permanent bool
		want      []string // in the error; none for success
		warning   string
	}{
		{name: "half a file", ffmpeg: spoiled{spoil: share(0.5, raw)}, want: []string{"encode 120p: set the times: "}},
		{name: "half a file of a lower rung", ffmpeg: spoiled{spoil: share(0.5, lower), stderr: "something went wrong"}, want: []string{"encode 72p: set the times: ", "something went wrong"}},
		{name: "no file of a rung", ffmpeg: spoiled{spoil: gone(lower)}, want: []string{"encode 72p: ", "no such file"}},
		{name: "an empty file", ffmpeg: spoiled{spoil: share(0, raw)}, want: []string{"encode 120p: "}},
		{name: "fewer frames in one rung", ffmpeg: spoiled{spoil: fewer(lower)}, want: []string{"check the encode: 72p against 120p: 76 frames, not 100"}},
		{name: "fewer frames in all rungs", ffmpeg: spoiled{spoil: fewer(raw, lower)}, warning: "is damaged: 24 of 100 frames from 0:00 to 0:04 could not be decoded"},
		{name: "a file of another size", ffmpeg: spoiled{spoil: func(t *testing.T, dir string) {
			t.Helper()
			if err := os.Rename(filepath.Join(dir, raw), filepath.Join(dir, lower)); err != nil {
				t.Fatal(err)
			}
			link(t, dir, filepath.Join(dir, lower))
			if err := os.Rename(filepath.Join(dir, "source.mp4"), filepath.Join(dir, raw)); err != nil {
				t.Fatal(err)
			}
		}}, want: []string{"check the encode: 72p has 160×120 pixels, not 96×72"}},
		{name: "no thumbnails", ffmpeg: spoiled{spoil: gone("tile-*.jpg", "candidate-*.jpg")}, want: []string{"draw storyboard: no frame was decoded"}},
		{name: "half a thumbnail", ffmpeg: spoiled{spoil: share(0.5, "tile-000000.jpg")}, want: []string{"draw storyboard: read "}},
		{name: "a full disk, and exit 0", ffmpeg: spoiled{spoil: share(0.5, raw), stderr: "av_interleaved_write_frame(): No space left on device"}, want: []string{"encode: ", "No space left on device"}},
		{name: "a full disk, and nothing of it came out", ffmpeg: spoiled{spoil: gone("*.jpg", "*.mp4"), stderr: "Error writing header: No space left on device"}, want: []string{"No space left on device"}},
		{name: "a full disk, and exit 1", ffmpeg: spoiled{err: exit(1, "x: No space left on device")}, want: []string{"encode: ffmpeg: exit status 1: x: No space left on device"}},
		{name: "the limit of processor time", ffmpeg: spoiled{err: &proc.ExitError{Path: "ffmpeg", Code: -1, Signal: "CPU time limit exceeded"}}, want: []string{"encode: ffmpeg: ended by signal: CPU time limit exceeded"}},
		{name: "the worker stops", ffmpeg: spoiled{err: context.Canceled}, want: []string{"encode: context canceled"}},
		{name: "the worker stops before the first frame", ffmpeg: spoiled{spoil: gone("*.jpg", "*.mp4"), stderr: blind, err: context.Canceled}, want: []string{"encode: context canceled"}},
		{name: "somebody stops it before the first frame", ffmpeg: spoiled{stderr: blind, err: exit(255, blind)}, want: []string{"encode: ffmpeg: exit status 255"}},
		{name: "nothing was decoded, and exit 1", ffmpeg: spoiled{spoil: gone("*.jpg", "*.mp4"), stderr: blind, err: exit(1, blind)}, permanent: true, want: []string{"encode: " + blind + ": holds nothing that can be decoded"}},
		{name: "nothing was decoded, and exit 0", ffmpeg: spoiled{spoil: gone("*.jpg", "*.mp4")}, permanent: true, want: []string{"holds nothing that can be decoded"}},
		{name: "nothing is wrong"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			maker := transcode.Transcoder{Runner: tt.ffmpeg.runner(t)}
			made, err := maker.Chunk(t.Context(), src, dir, params, nil)
			failed(t, err, tt.permanent, tt.want...)
			if tt.ffmpeg.err != nil && !tt.permanent && !errors.Is(err, tt.ffmpeg.err) {
				t.Errorf("error = %v hides %v", err, tt.ffmpeg.err)
			}
			if got := strings.Join(made.Warnings, "\n"); got != tt.warning {
				t.Errorf("warnings = %q, want %q", got, tt.warning)
			}
			if _, err = os.Stat(filepath.Join(dir, ".work")); err == nil {
				t.Error("the folder for what is not kept is left")
			}
		})
	}
}

// failed holds an error to what is to be said in it; none is wanted if nothing
// is.
func failed(t *testing.T, err error, permanent bool, want ...string) {
	t.Helper()
	if (err != nil) != (len(want) > 0) || fault.IsPermanent(err) != permanent {
		t.Fatalf("error = %v, permanent %v, want %q, permanent %v", err, fault.IsPermanent(err), want, permanent)
	}
	for _, text := range want {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error = %v, want %q in it", err, text)
		}
	}
}

// What cannot be decoded in the middle of a recording becomes black; only if
// that cannot be made either is it an error, and not the source's.
func TestLostChunk(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	src, r := fourSeconds(t)
	params := decode[plan.ChunkParams](t, r.Chunks(plan.Decided{})[0])
	params.Last = false
	const blind = "Cannot determine format of input stream 0:0 after EOF"
	real := proctest.Runner(t)
	for _, black := range []error{nil, &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "boom"}} {
		maker := transcode.Transcoder{Runner: runFunc(func(ctx context.Context, c proc.Command) (string, error) {
			if purpose(c.Args) != "black" {
				return blind, &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: blind}
			}
			if black != nil {
				return "boom", black
			}
			return real.Run(ctx, c)
		})}
		made, err := maker.Chunk(t.Context(), src, t.TempDir(), params, nil)
		if black != nil {
			failed(t, err, false, "make black for what cannot be decoded: ffmpeg: exit status 1: boom")
			continue
		}
		failed(t, err, false)
		if want := "is damaged: nothing of its picture from 0:00 to 0:04 could be decoded, so it is black there"; !made.Lost || len(made.Warnings) != 1 || made.Warnings[0] != want {
			t.Errorf("lost is %v, warnings = %q, want %q", made.Lost, made.Warnings, want)
		}
		if len(made.Parts) != 2 || made.Parts[1].Ticks() != params.To || len(made.Parts[1].Segments) != len(params.Keys) {
			t.Errorf("parts = %+v, want two of %d ticks", made.Parts, params.To)
		}
	}
}

func TestSampleFails(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	src, r := fourSeconds(t)
	params := plan.SampleParams{Timeline: r.Timeline, Picture: *r.Picture, Rungs: r.Rungs, At: []float64{0}, Length: 2}
	const blind = "Cannot determine format of input stream 0:0 after EOF"
	tests := []struct {
		name   string
		ffmpeg spoiled
		bits   int
		want   []string
	}{
		{"nothing is wrong", spoiled{}, 2, nil},
		{"no file", spoiled{spoil: gone("72p.raw.mp4"), stderr: "boom"}, 0, []string{"sample: ", "no such file", "boom"}},
		{"what cannot be decoded is somebody else's to tell", spoiled{stderr: blind, err: &proc.ExitError{Path: "ffmpeg", Code: 1}}, 0, nil},
		{"the worker stops before the first frame", spoiled{stderr: blind, err: context.Canceled}, 0, []string{"sample: context canceled"}},
		{"the tool failed", spoiled{err: &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "boom"}}, 0, []string{"sample: ffmpeg: exit status 1: boom"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			maker := transcode.Transcoder{Runner: tt.ffmpeg.runner(t)}
			res, err := maker.Sample(t.Context(), src, dir, params)
			failed(t, err, false, tt.want...)
			if len(res.Bits) != tt.bits {
				t.Errorf("bits = %v, want %d", res.Bits, tt.bits)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("%d files are left (%v)", len(left), err)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg")
	got, err := (&transcode.Transcoder{Runner: proctest.Runner(t)}).Version(t.Context())
	if err != nil || !strings.ContainsAny(got, "0123456789") {
		t.Errorf("version = %q, %v", got, err)
	}
}
