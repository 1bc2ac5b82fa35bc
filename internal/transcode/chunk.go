package transcode

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/cmaf"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/words"
)

// Chunk encodes a stretch of the file src and leaves all files of the result in
// dir, which is empty before. progress is called with 0 to 1.
func (t *Transcoder) Chunk(ctx context.Context, src, dir string, p plan.ChunkParams, progress func(float64)) (Chunk, error) {
	work, remove, err := scratch(dir)
	if err != nil {
		return Chunk{}, err
	}
	defer remove()
	seconds := plan.Seconds(p.To - p.From)
	run := func(args []string, read ...string) (string, error) {
		return t.Runner.Run(ctx, proc.Command{
			Path: "ffmpeg", Args: args, Dir: work,
			Stdout: &progressReader{duration: seconds, frames: framesOf(p), report: progress},
			Read:   read, Write: []string{work}, CPU: cpuLimit(seconds), Memory: encoderMemory,
		})
	}
	stderr, err := run(chunkArgs(src, work, p), src)
	if err != nil && !undecodable(err, stderr) {
		return Chunk{}, fmt.Errorf("encode: %w", err)
	}
	if noSpace(stderr) {
		return Chunk{}, fmt.Errorf("encode: %s", stderr)
	}
	var res Chunk
	if res.Lost = err != nil || hasNoFrame(work, p); res.Lost {
		if p.From == 0 && p.Last {
			return Chunk{}, fmt.Errorf("encode: %s: %w", stderr, fault.Refuse("holds nothing that can be decoded"))
		}
		if stderr, err = run(blackArgs(work, p)); err != nil {
			return Chunk{}, fmt.Errorf("make black for what cannot be decoded: %w", err)
		}
	}
	if err = t.rungs(work, dir, p, stderr, &res); err != nil {
		return Chunk{}, err
	}
	if res.Sheets, err = drawSheets(work, dir, p.Tiles); err != nil {
		return Chunk{}, err
	}
	if res.Candidate, err = chooseCandidate(work, dir); err != nil {
		return Chunk{}, err
	}
	res.Warnings = damage(p, res)
	return res, nil
}

// framesOf is how many frames the highest rung of a chunk will have; 0 where
// that cannot be told.
func framesOf(p plan.ChunkParams) int {
	switch {
	case len(p.Rungs) == 0:
		return 0
	case p.Picture.FrameRate > 0:
		return int(p.Picture.FrameRate * plan.Seconds(p.To-p.From))
	default:
		return p.Frames
	}
}

// rungs puts what ffmpeg made of each rung exactly on the timeline, and holds
// all to the same frames and cuts.
func (t *Transcoder) rungs(work, dir string, p plan.ChunkParams, stderr string, res *Chunk) error {
	for _, r := range p.Rungs {
		part, err := rewrite(filepath.Join(work, rawName(r.ID)), filepath.Join(dir, layout.Video(r.ID)), chunkOptions(p))
		if err != nil {
			return fmt.Errorf("encode %s: %w: %s", r.ID, err, stderr)
		}
		part.Rendition, part.Name = r.ID, layout.Video(r.ID)
		res.Parts = append(res.Parts, part)
		if err = aligned(res.Parts[0], part); err != nil {
			return fmt.Errorf("check the encode: %w", err)
		}
		if part.Width != r.Width || part.Height != r.Height {
			return fmt.Errorf("check the encode: %s has %d×%d pixels, not %d×%d", r.ID, part.Width, part.Height, r.Width, r.Height)
		}
	}
	return nil
}

// chunkOptions place a rung's frames at the times of the plan. The last frame of a
// chunk fills what is missing after it, but not at the end of the recording.
func chunkOptions(p plan.ChunkParams) cmaf.Options {
	o := cmaf.Options{
		Offset: timeOffset * plan.Timescale, Start: p.From, End: p.To, Hold: p.To - p.From, Delay: uint64(p.Picture.Delay),
		Cuts: p.Keys, Exact: p.Exact,
	}
	if p.Last {
		o.Hold = plan.Ticks(p.Picture.Hold)
	}
	return o
}

// rewrite turns an MP4 file of ffmpeg's into a CMAF track.
func rewrite(from, to string, o cmaf.Options) (part meeting.Part, err error) {
	in, err := os.Open(from)
	if err != nil {
		return part, fmt.Errorf("set the times: %w", err)
	}
	defer func() { _ = in.Close() }() // only read
	out, err := os.Create(to)
	if err != nil {
		return part, fmt.Errorf("set the times: %w", err)
	}
	part, err = cmaf.Rewrite(out, in, o)
	if err = errors.Join(err, out.Close()); err != nil {
		return part, fmt.Errorf("set the times: %w", err)
	}
	return part, nil
}

// undecodable reports whether ffmpeg ended because its decoder returned no frame, so
// that it could not configure the encoder. It prints the same when it is stopped
// before the first frame, and then exits with 255.
func undecodable(err error, stderr string) bool {
	const stopped = 255
	if err != nil {
		exit, ended := errors.AsType[*proc.ExitError](err)
		if !ended || exit.Signal != "" || exit.Code == stopped {
			return false
		}
	}
	return strings.Contains(stderr, "Cannot determine format of input stream") ||
		strings.Contains(stderr, "Finishing stream") && strings.Contains(stderr, "without any data written to it")
}

// hasNoFrame reports whether ffmpeg wrote no frame, though it succeeded.
func hasNoFrame(work string, p plan.ChunkParams) bool {
	images, err := filepath.Glob(filepath.Join(work, anyFrame))
	if err != nil || len(images) > 0 {
		return false
	}
	if len(p.Rungs) == 0 {
		return true
	}
	return isHeaderOnly(filepath.Join(work, rawName(p.Rungs[0].ID)))
}

// isHeaderOnly reports whether ffmpeg wrote no file, or little more than a header.
func isHeaderOnly(path string) bool {
	info, err := os.Stat(path)
	return err != nil || info.Size() < 4096
}

// damage lists what could not be decoded in the chunk, as predicates about the
// source.
func damage(p plan.ChunkParams, made Chunk) []string {
	from, to := words.Clock(plan.Seconds(p.From)), words.Clock(plan.Seconds(p.To))
	if made.Lost {
		return []string{fmt.Sprintf("is damaged: nothing of its picture from %s to %s could be decoded, so it is black there", from, to)}
	}
	if len(made.Parts) == 0 {
		return nil
	}
	got := made.Parts[0]
	if lost := p.Frames - got.Frames; p.Frames > 0 && lost > max(2, p.Frames/100) {
		return []string{fmt.Sprintf("is damaged: %d of %d frames from %s to %s could not be decoded", lost, p.Frames, from, to)}
	}
	whole := plan.Seconds(p.To - p.From)
	if missing := whole - plan.Seconds(got.Ticks()); p.Frames == 0 && missing > tolerance(whole) {
		return []string{fmt.Sprintf("is damaged: %s of its picture from %s to %s could not be decoded", words.Clock(missing), from, to)}
	}
	return nil
}
