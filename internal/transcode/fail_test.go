package transcode_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// runFunc is a runner that is a func.
type runFunc func(ctx context.Context, c proc.Command) (string, error)

func (f runFunc) Run(ctx context.Context, c proc.Command) (string, error) { return f(ctx, c) }

// The exit code is no proof: a tool may exit 0 and have made nothing, and why
// decides whether the source is to blame.
func TestMakeWithoutOutput(t *testing.T) {
	t.Parallel()

	garbage := func(c proc.Command) {
		for _, arg := range c.Args {
			if filepath.Ext(arg) == ".m4a" {
				_ = os.WriteFile(arg, []byte("no boxes in here, though some bytes"), 0o600)
			}
		}
	}
	tests := []struct {
		name      string
		make      func(c proc.Command)
		said      string
		err       error
		permanent bool
		want      string
	}{
		{"nothing was decoded", func(proc.Command) {}, "Output file is empty", nil, true, "holds nothing that can be decoded"},
		{"what was made is no MP4", garbage, "", nil, true, "holds nothing that can be decoded"},
		{"the disk was full", garbage, "Error closing file: No space left on device", nil, false, "No space left on device"},
		{"the tool failed", func(proc.Command) {}, "", &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "boom"}, false, "encode: ffmpeg: exit status 1: boom"},
		{"the worker stops", func(proc.Command) {}, "", context.Canceled, false, "canceled"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			m := plan.ForMedia(meeting.Media{Audio: []meeting.Audio{{Channels: 1, End: 10}}}, plan.Profiles()[0])
			maker := transcode.Transcoder{Runner: runFunc(func(_ context.Context, c proc.Command) (string, error) {
				if purpose(c.Args) == "listen" {
					return "", report(c, "")
				}
				tt.make(c)
				return tt.said, tt.err
			})}
			_, err := maker.Make(t.Context(), "/in/source", dir, m, func(float64) {})
			if err == nil || fault.IsPermanent(err) != tt.permanent || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, permanent %v, want %q, permanent %v", err, fault.IsPermanent(err), tt.want, tt.permanent)
			}
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("error = %v hides %v", err, tt.err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("%d files are left behind (%v)", len(left), err)
			}
		})
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

// A sound that cannot be heard is no reason to go on with a guess.
func TestMakeWithoutHearing(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name      string
		listen    func(c proc.Command) (said string, err error)
		permanent bool
		want      string
	}{
		{"the tool failed", func(proc.Command) (string, error) {
			return "", &proc.ExitError{Path: "ffmpeg", Code: 1, Stderr: "boom"}
		}, false, "listen: ffmpeg: exit status 1: boom"},
		{"the disk was full", func(proc.Command) (string, error) { return "No space left on device", nil }, false, "No space left on device"},
		{"the tool wrote no report", func(proc.Command) (string, error) { return "", nil }, false, "listen: open"},
		{"nothing could be decoded of all there is", func(c proc.Command) (string, error) {
			return "", report(c, "Error while decoding stream #0:0: Invalid data found when processing input\n")
		}, true, "holds nothing that can be decoded"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := plan.ForMedia(meeting.Media{Audio: []meeting.Audio{{Channels: 1, End: 10}}}, plan.Profiles()[0])
			maker := transcode.Transcoder{Runner: runFunc(func(_ context.Context, c proc.Command) (string, error) {
				if did := purpose(c.Args); did != "listen" {
					t.Errorf("the next is to %s", did)
				}
				return tt.listen(c)
			})}
			_, err := maker.Make(t.Context(), "/in/source", t.TempDir(), m, nil)
			if err == nil || fault.IsPermanent(err) != tt.permanent || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, permanent %v, want %q, permanent %v", err, fault.IsPermanent(err), tt.want, tt.permanent)
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
