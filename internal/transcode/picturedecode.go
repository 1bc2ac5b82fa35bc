package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"proceedings/internal/align"
	"proceedings/internal/ffmpeg"
	"proceedings/internal/proc"
)

// Frames reach this process as uncompressed pictures in Matroska: of the formats that
// ffmpeg writes to a pipe, it is the simplest to read that has a time for each frame. A
// constant rate would repeat the frames of a recording whose rate varies, and number them
// instead.

// keyArgs have ffmpeg decode key frames only.
func keyArgs() []string { return decodeFrames([]string{"-skip_frame", "nokey"}, "") }

// frameArgs10 have ffmpeg decode all frames, and keep the first in each tenth of a second.
func frameArgs10() []string {
	bin := fmt.Sprintf("floor(%s*%d+0.001)", "%s", align.FrameRate)
	return decodeFrames(nil, fmt.Sprintf("select='isnan(prev_selected_t)+gt("+bin+","+bin+")',", "t", "prev_selected_t"))
}

// decodeFrames reads one fragmented MP4 from the standard input. One thread takes the least
// processor time.
func decodeFrames(input []string, filters string) []string {
	args := append(ffmpeg.Quiet("-copyts", "-threads", "1"), input...)
	args = append(args, "-protocol_whitelist", "pipe", "-f", "mov", "-i", "pipe:0", "-map", "0:v:0",
		"-vf", filters+fmt.Sprintf("scale=%d:-1:flags=area,format=gray", align.FrameWidth), "-filter_threads", "1",
		"-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-c:v", "rawvideo", "-avoid_negative_ts", "disabled")
	return append(args, "-f", "matroska", "pipe:1")
}

// errStopped ends ffmpeg after the reader of its frames has returned an error.
var errStopped = errors.New("the reader of the frames stopped")

// decode runs ffmpeg on some segments and calls each for every frame. Frames are passed on
// as they are decoded: memory holds some of them only.
func (p *Picture) decode(ctx context.Context, segments []int, args []string, each func(align.Frame) error) error {
	return p.run(ctx, segments, args, func(out io.Reader, busy *atomic.Bool) error {
		return readFrames(out, func(f align.Frame) error {
			busy.Store(true)
			defer busy.Store(false)
			return each(f)
		})
	})
}

// run runs ffmpeg on some segments, and read on its output. read sets busy while ffmpeg has to
// wait for it.
func (p *Picture) run(ctx context.Context, segments []int, args []string, read func(out io.Reader, busy *atomic.Bool) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	in := &rangeReader{ctx: ctx, open: p.open, list: p.ranges(segments)}
	out, frames := io.Pipe()
	var busy atomic.Bool // with a frame
	done := make(chan error, 1)
	go func() {
		_, err := p.runner.Run(ctx, proc.Command{
			Path: "ffmpeg", Args: args, Stdin: in, Stdout: frames, CPU: p.cpu(segments), Waits: busy.Load, Stall: stalled,
		})
		done <- err
		_ = frames.Close() // a pipe's never fails
	}()
	readErr := read(out, &busy)
	stopped := readErr != nil && !errors.Is(readErr, io.ErrUnexpectedEOF) // else ffmpeg has ended
	if stopped {
		cancel(errStopped)
		_ = out.CloseWithError(errStopped)
	}
	err := <-done
	cancel(nil)
	inErr := in.close()
	switch {
	case inErr != nil && !stopped: // of the storage, and not of the picture
		return fmt.Errorf("read frames: %w", inErr)
	case stopped:
		return readErr
	case err != nil:
		return fmt.Errorf("decode frames: %w", err)
	case readErr != nil:
		return fmt.Errorf("decode frames: %w", readErr)
	}
	return nil
}

// stalled is longer than the storage may take to send the next bytes.
const stalled = 10 * time.Minute

func (p *Picture) cpu(segments []int) time.Duration {
	var sum float64
	for _, i := range segments {
		sum += p.segments[i].End - p.segments[i].Start
	}
	return 5*time.Minute + time.Duration(2*sum)*time.Second
}
