package transcode_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// voiceAlone is the plan for ten seconds of sound without a picture.
func voiceAlone() plan.AudioParams {
	return plan.AudioParams{
		Timeline: plan.Timeline{Duration: 10}, Segment: 5, AudioOnly: true,
		Tracks: []plan.Track{{ID: "audio", Channels: 1, BitRate: 80_000}},
	}
}

// report writes what a filter is to have said.
func report(c proc.Command, text string) error {
	name := ""
	for _, setting := range c.Env {
		if value, found := strings.CutPrefix(setting, "FFREPORT=file="); found {
			name, _, _ = strings.Cut(value, ":")
		}
	}
	return os.WriteFile(filepath.Join(c.Dir, name), []byte(text), 0o600)
}

// isMeasuring reports whether a command measures the loudness, before the sound is
// encoded.
func isMeasuring(c proc.Command) bool { return len(c.Env) > 0 }

// Why a sound was not made decides whether the source is to blame.
func TestAudioFails(t *testing.T) {
	t.Parallel()
	writes := func(size int) func(proc.Command) {
		return func(c proc.Command) {
			_ = os.WriteFile(c.Args[len(c.Args)-1], bytes.Repeat([]byte("no boxes in here"), size/16), 0o600)
		}
	}
	none := func(proc.Command) {}
	tests := []struct {
		name      string
		make      func(c proc.Command)
		stderr    string
		err       error
		together  bool // with a picture
		permanent bool
		want      string
	}{
		{name: "nothing was decoded", make: none, permanent: true, want: "holds nothing that can be decoded"},
		{name: "nothing was decoded, and there is a picture", make: none, stderr: "boom", together: true, want: "boom"},
		{name: "hardly more than a header", make: writes(1 << 10), permanent: true, want: "holds nothing that can be decoded"},
		{name: "half a file", make: writes(1 << 16), stderr: "boom", want: "encode the sound: measure"},
		{name: "the disk was full, and exit 0", make: writes(1 << 10), stderr: "Error closing file: No space left on device", want: "encode the sound: Error closing file: No space left"},
		{name: "the tool failed", make: none, err: &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "boom"}, want: "encode the sound: ffmpeg: exit status 1: boom"},
		{name: "the limit of processor time", make: none, err: &proc.ExitError{Path: "ffmpeg", Code: -1, Signal: "killed"}, want: "encode the sound: ffmpeg: ended by signal: killed"},
		{name: "the worker stops", make: none, err: context.Canceled, want: "encode the sound: context canceled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			p := voiceAlone()
			p.AudioOnly = !tt.together
			maker := transcode.Transcoder{Runner: runFunc(func(_ context.Context, c proc.Command) (string, error) {
				if isMeasuring(c) {
					return "", report(c, "")
				}
				tt.make(c)
				return tt.stderr, tt.err
			})}
			_, err := maker.Audio(t.Context(), "/in/source", dir, p, func(float64) {})
			failed(t, err, tt.permanent, tt.want)
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("error = %v hides %v", err, tt.err)
			}
			if _, err = os.Stat(filepath.Join(dir, ".work")); err == nil {
				t.Error("the folder for what is not kept is left")
			}
		})
	}
}

// A sound that cannot be heard is no reason to go on with a guess.
func TestMeasureLoudnessFails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		measure   func(c proc.Command) (stderr string, err error)
		permanent bool
		want      string
	}{
		{"the tool failed", func(proc.Command) (string, error) {
			return "", &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "boom"}
		}, false, "measure the loudness: ffmpeg: exit status 1: boom"},
		{"the disk was full", func(proc.Command) (string, error) { return "No space left on device", nil }, false, "measure the loudness: No space left on device"},
		{"the tool wrote no report", func(proc.Command) (string, error) { return "", nil }, false, "measure the loudness: read what ffmpeg measured: open"},
		{"nothing could be decoded of all there is", func(c proc.Command) (string, error) {
			return "", report(c, "Error while decoding stream #0:0: Invalid data found when processing input\n")
		}, true, "holds nothing that can be decoded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			maker := transcode.Transcoder{Runner: runFunc(func(_ context.Context, c proc.Command) (string, error) {
				if !isMeasuring(c) {
					t.Errorf("the next is %q", c.Args)
				}
				return tt.measure(c)
			})}
			_, err := maker.Audio(t.Context(), "/in/source", t.TempDir(), voiceAlone(), nil)
			failed(t, err, tt.permanent, tt.want)
		})
	}
}

// What ffmpeg sends of a picture that is copied may break off; if it does not say
// so, the number of frames does. A picture that cannot be copied is encoded.
func TestCopyFails(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")
	src, r := fourSeconds(t)
	params := plan.CopyParams{Timeline: r.Timeline, Picture: *r.Picture, Rung: r.Rungs[0], Frames: 100, Cuts: r.Cuts, Longest: plan.Ticks(10)}
	params.Rung.MaxRate = 10_000_000
	exit := &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "boom"}
	tests := []struct {
		name   string
		keep   float64 // share of what ffmpeg sends
		change func(p *plan.CopyParams)
		stderr string
		err    error
		unfit  string
		want   []string
	}{
		{name: "nothing is wrong", keep: 1},
		{name: "it breaks off, and exit 0", keep: 0.5, stderr: "boom", want: []string{"copy the picture: ", "boom"}},
		{name: "nothing comes, and exit 0", keep: 0, stderr: "boom", want: []string{"copy the picture: ", "boom"}},
		{name: "the tool failed", keep: 0.5, err: exit, want: []string{"copy the picture: ffmpeg: exit status 1: boom"}},
		{name: "the worker stops", keep: 0.5, err: context.Canceled, want: []string{"copy the picture: context canceled"}},
		{name: "there are fewer frames than were counted", keep: 1, change: func(p *plan.CopyParams) { p.Frames = 101 }, unfit: "has 101 frames, of which 100 can be copied"},
		{name: "it is of another size than was said", keep: 1, change: func(p *plan.CopyParams) { p.Rung.Width = 162 }, unfit: "has pictures of 160×120, though it says 162×120"},
		{name: "it takes too much", keep: 1, change: func(p *plan.CopyParams) { p.Rung.MaxRate = 1000 }, unfit: "takes up to"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, p := t.TempDir(), params
			if tt.change != nil {
				tt.change(&p)
			}
			real := proctest.Runner(t)
			maker := transcode.Transcoder{Runner: runFunc(func(ctx context.Context, c proc.Command) (string, error) {
				var all bytes.Buffer
				out := c.Stdout
				c.Stdout = &all
				if _, err := real.Run(ctx, c); err != nil {
					t.Error(err)
				}
				// Whoever reads may have seen enough before the end.
				_, _ = io.Copy(out, io.LimitReader(&all, int64(tt.keep*float64(all.Len()))))
				return tt.stderr, tt.err
			})}
			res, err := maker.Copy(t.Context(), src, dir, p, func(float64) {})
			failed(t, err, false, tt.want...)
			if !strings.HasPrefix(res.Unfit, tt.unfit) || (res.Unfit == "") != (tt.unfit == "") || (res.Part != nil) != (tt.unfit == "" && err == nil) {
				t.Errorf("copied is %+v, want it unfit: %q", res, tt.unfit)
			}
			if left, _ := os.ReadDir(dir); tt.unfit != "" && len(left) > 0 {
				t.Errorf("%s is left of what is not kept", left[0].Name())
			}
		})
	}
}

// What is put together of parts is looked at, too.
func TestPartsFail(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	src, r := fourSeconds(t)
	p := &product{root: t.TempDir(), plan: r, found: meeting.Media{}}
	way := stepRunner{T: t, product: p, sources: map[string]string{p.plan.Chunks(plan.Decided{})[0].Input: src}, tc: &transcode.Transcoder{Runner: proctest.Runner(t)}}
	way.runAll()
	files, list := decode[plan.ProgressiveParams](t, p.files), decode[plan.PackageParams](t, p.list)
	at := 1.5
	list.PosterAt = &at
	fails := func(tool string, s spoiled) *transcode.Transcoder {
		real, spoil := proctest.Runner(t), s.runner(t)
		return &transcode.Transcoder{Runner: runFunc(func(ctx context.Context, c proc.Command) (string, error) {
			switch {
			case c.Path != tool:
				return real.Run(ctx, c)
			case tool == "ffmpeg":
				return spoil(ctx, c)
			default:
				return s.stderr, s.err
			}
		})}
	}
	exit := &proc.ExitError{Path: "x", Code: 1, Stderr: "boom"}
	tests := []struct {
		name string
		tool string
		spoiled
		open transcode.Opener
		list bool // the lists are made, and not the plain files
		want []string
	}{
		{name: "half a plain file", tool: "ffmpeg", spoiled: spoiled{spoil: share(0.5, "recording.mp4"), stderr: "boom"}, want: []string{"remux recording.mp4: check: ", "bytes long, and its data end at", "boom"}},
		{name: "no plain file", tool: "ffmpeg", spoiled: spoiled{spoil: gone("recording.mp4")}, want: []string{"remux recording.mp4: check: open"}},
		{name: "the tool failed", tool: "ffmpeg", spoiled: spoiled{err: exit}, want: []string{"remux recording.mp4: x: exit status 1: boom"}},
		{name: "a part is shorter in the storage than it was", open: func(ctx context.Context, piece meeting.Piece, off, n int64) (io.ReadCloser, error) {
			from, err := way.open(ctx, piece, off, n)
			return struct {
				io.Reader
				io.Closer
			}{io.LimitReader(from, 1000), from}, err
		}, want: []string{"fetch 120p.mp4: got 1000 bytes, not "}},
		{name: "a part is not to be had", open: func(context.Context, meeting.Piece, int64, int64) (io.ReadCloser, error) {
			return nil, io.ErrUnexpectedEOF
		}, want: []string{"fetch 120p.mp4: unexpected EOF"}},
		{name: "no frame for the poster", list: true, tool: "ffmpeg", spoiled: spoiled{spoil: gone("poster.jpg"), stderr: "boom"}, want: []string{"take the poster's frame: decode a segment: no frame at 1.5 s: boom"}},
		{name: "cwebp writes no file", list: true, tool: "cwebp", want: []string{"write poster: cwebp wrote no file"}},
		{name: "cwebp fails", list: true, tool: "cwebp", spoiled: spoiled{err: exit}, want: []string{"write poster: x: exit status 1: boom"}},
		{name: "a segment is not to be had", list: true, open: func(context.Context, meeting.Piece, int64, int64) (io.ReadCloser, error) {
			return nil, io.ErrUnexpectedEOF
		}, want: []string{"take the poster's frame: fetch 120p.mp4: unexpected EOF"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			open := tt.open
			if open == nil {
				open = way.open
			}
			dir := t.TempDir()
			var err error
			if maker := fails(tt.tool, tt.spoiled); tt.list {
				_, err = maker.Package(t.Context(), dir, list, way.made, open)
			} else {
				_, err = maker.Progressive(t.Context(), dir, files, way.made, open, nil)
			}
			failed(t, err, false, tt.want...)
			if _, err = os.Stat(filepath.Join(dir, ".work")); err == nil {
				t.Error("the folder for what is not kept is left")
			}
		})
	}
}
