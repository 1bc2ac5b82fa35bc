package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"proceedings/internal/cmaf"
	"proceedings/internal/ffmpeg"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// Copy makes the source's own packets the top rung, in dir. What they turn out
// to be decides whether they can be; if not, the result says why.
func (t *Transcoder) Copy(ctx context.Context, src, dir string, p plan.CopyParams, progress func(float64)) (Copied, error) {
	name := layout.Video(p.Rung.ID)
	part, err := t.copyPicture(ctx, src, filepath.Join(dir, name), p, progress)
	if unfit, is := errors.AsType[cmaf.Unfit](err); is {
		return Copied{Unfit: unfit.Reason}, drop(dir, name)
	}
	if err != nil {
		return Copied{}, fmt.Errorf("copy the picture: %w", err)
	}
	part.Rendition, part.Name = p.Rung.ID, name
	if reason := unfitReason(part, p); reason != "" {
		return Copied{Unfit: reason}, drop(dir, name)
	}
	return Copied{Part: &part}, nil
}

// drop removes a file that is not kept after all.
func drop(dir, name string) error {
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		return fmt.Errorf("drop %s: %w", name, err)
	}
	return nil
}

// unfitReason says why a copied picture cannot be a rung, by the figures of the
// whole file; empty if it can.
func unfitReason(part meeting.Part, p plan.CopyParams) string {
	peak := 0.0
	for _, s := range part.Segments {
		if s.Ticks > plan.Timescale/2 {
			peak = max(peak, float64(s.Size)*8/plan.Seconds(s.Ticks))
		}
	}
	switch {
	case p.Frames > 0 && part.Frames != p.Frames:
		return fmt.Sprintf("has %d frames, of which %d can be copied", p.Frames, part.Frames)
	case part.Width != p.Rung.Width || part.Height != p.Rung.Height:
		return fmt.Sprintf("has pictures of %d×%d, though it says %d×%d", part.Width, part.Height, p.Rung.Width, p.Rung.Height)
	case peak > 3*float64(p.Rung.MaxRate):
		return fmt.Sprintf("takes up to %.1f Mbit/s, too much for a rendition of its size", peak/1e6)
	default:
		return ""
	}
}

// copyPicture sends ffmpeg's output straight through [cmaf.Rewrite]: a day's
// recording is not written twice.
func (t *Transcoder) copyPicture(ctx context.Context, src, to string, p plan.CopyParams, progress func(float64)) (part meeting.Part, err error) {
	size, err := sizeOf(src)
	if err != nil {
		return part, err
	}
	out, err := os.Create(to)
	if err != nil {
		return part, fmt.Errorf("write: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	read, write := io.Pipe()
	type outcome struct {
		part meeting.Part
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		var made outcome
		made.part, made.err = cmaf.Rewrite(&meter{w: out, size: size, report: progress}, read, copyOptions(p))
		_ = read.CloseWithError(made.err) // ends ffmpeg, if it still writes
		done <- made
	}()
	stderr, runErr := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: copyArgs(src, p), Stdout: write, Read: []string{src}, CPU: cpuLimit(p.Duration),
	})
	if runErr != nil {
		_ = write.CloseWithError(errors.New("ffmpeg failed")) // never fails
	} else {
		_ = write.Close() // never fails
	}
	made := <-done
	_, unfit := errors.AsType[cmaf.Unfit](made.err)
	switch {
	case unfit:
		return part, made.err
	case runErr != nil:
		return part, runErr
	case made.err != nil:
		return part, fmt.Errorf("%w: %s", made.err, stderr)
	}
	return made.part, nil
}

func copyArgs(src string, p plan.CopyParams) []string {
	args := append(ffmpeg.Quiet(), "-copyts", "-an", "-sn", "-dn")
	args = append(append(args, ffmpeg.Input(src)...), "-map", "0:"+strconv.Itoa(p.Picture.Index), "-c", "copy",
		"-map_metadata", "-1", "-map_chapters", "-1")
	return append(append(args, muxArgs(timeOffset-p.Start)...), "pipe:1")
}

func copyOptions(p plan.CopyParams) cmaf.Options {
	return cmaf.Options{
		Offset: timeOffset * plan.Timescale, End: plan.Ticks(p.Duration), Hold: plan.Ticks(p.Picture.Hold),
		Delay: uint64(p.Picture.Delay), Cuts: p.Cuts, Strict: true, Longest: p.Longest,
	}
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, fmt.Errorf("look at the source: %w", err)
	}
	return info.Size(), nil
}

// meter reports how much of so many bytes has been written.
type meter struct {
	w      io.Writer
	size   int64
	done   int64
	report func(float64)
}

func (m *meter) Write(b []byte) (int, error) {
	n, err := m.w.Write(b)
	m.done += int64(n)
	if m.report != nil && m.size > 0 {
		m.report(min(1, float64(m.done)/float64(m.size)))
	}
	return n, err //nolint:wrapcheck // a file's, which names it
}
