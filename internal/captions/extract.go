package captions

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// cpuLimit is the processor time for reading a recording to its end without
// decoding it, which takes seconds.
const cpuLimit = 10 * time.Minute

// extract reads a stream of captions from a recording.
func (m *Maker) extract(ctx context.Context, src string, p plan.CaptionsParams) (Script, error) {
	args, format := extractArgs(src, p)
	out := limited{left: maxBytes}
	said, err := m.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: args, Stdout: &out, Read: []string{src}, CPU: cpuLimit,
	})
	switch exit := (*proc.ExitError)(nil); {
	case out.left < 0:
		return Script{}, tooLong()
	case errors.As(err, &exit) && exit.Signal == "" && ctx.Err() == nil:
		return Script{}, fmt.Errorf("extract stream %d: %s: %w", p.Stream.Index, said, fault.Refuse("cannot be read"))
	case err != nil:
		return Script{}, fmt.Errorf("extract stream %d: %w", p.Stream.Index, err)
	}
	return Read(out.data.Bytes(), format, "")
}

// extractArgs have ffmpeg write a stream in a format that Read reads. What is
// text is copied: ffmpeg's way from one format to another goes through a third,
// and loses who speaks.
func extractArgs(src string, p plan.CaptionsParams) (args []string, format string) {
	args = ffmpeg.Quiet()
	args = append(args, ffmpeg.Times(p.Jumps)...) // as for the picture and the sound
	args = append(args, ffmpeg.Input(src)...)
	args = append(args, "-map", fmt.Sprintf("0:%d", p.Stream.Index))
	muxer := ""
	switch p.Stream.Codec {
	case "webvtt":
		args, muxer, format = append(args, "-c:s", "copy"), "webvtt", "vtt"
	case "subrip", "srt":
		args, muxer, format = append(args, "-c:s", "copy"), "srt", "srt"
	case "ass", "ssa":
		args, muxer, format = append(args, "-c:s", "copy"), "ass", "ass"
	default:
		args, muxer, format = append(args, "-c:s", "subrip"), "srt", "srt"
	}
	return append(args, "-avoid_negative_ts", "disabled", "-f", muxer, "pipe:1"), format
}

// limited is a buffer with a limit.
type limited struct {
	data bytes.Buffer
	left int
}

var errFull = errors.New("more than captions may have")

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errFull
	}
	return l.data.Write(p) //nolint:wrapcheck // a buffer never fails
}
