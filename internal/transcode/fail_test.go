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

func TestVersion(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg")
	got, err := (&transcode.Transcoder{Runner: proctest.Runner(t)}).Version(t.Context())
	if err != nil || !strings.ContainsAny(got, "0123456789") {
		t.Errorf("version = %q, %v", got, err)
	}
}
