package transcode

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// poster writes the poster of a recording: the frame at PosterAt, or the best of the
// chunks' candidates.
func (t *Transcoder) poster(ctx context.Context, work, dir string, p plan.PackageParams, video []track, made []Made, open Opener) ([]meeting.Image, error) {
	path := filepath.Join(work, posterFile)
	if p.PosterAt != nil && len(video) > 0 {
		if err := t.writeFrame(ctx, path, work, video[0], *p.PosterAt, open); err != nil {
			return nil, fmt.Errorf("take the poster's frame: %w", err)
		}
		return t.writePosters(ctx, path, work, dir, *p.Poster)
	}
	var best meeting.Piece
	score := -1.0
	for _, m := range made {
		if m.Chunk != nil && m.Chunk.Candidate != nil && m.Chunk.Candidate.Score > score {
			best, score = m.piece(m.Chunk.Candidate.Name), m.Chunk.Candidate.Score
		}
	}
	if score < 0 {
		return nil, fmt.Errorf("choose poster: %w", errors.New("no frame was decoded"))
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("choose poster: %w", err)
	}
	if err = errors.Join(fetch(ctx, f, best, 0, -1, open), f.Close()); err != nil {
		return nil, fmt.Errorf("choose poster: %w", err)
	}
	return t.writePosters(ctx, path, work, dir, *p.Poster)
}

// writeFrame writes the frame of a rendition at a time. It reads only the segment
// that has the frame, not the source.
func (t *Transcoder) writeFrame(ctx context.Context, path, work string, v track, seconds float64, open Opener) error {
	at := min(plan.Ticks(seconds), v.parts[0].Start+v.ticks()-1)
	part, off, size := locate(v, at)
	segment := filepath.Join(work, segmentFile)
	f, err := os.Create(segment)
	if err != nil {
		return fmt.Errorf("write a segment: %w", err)
	}
	err = fetch(ctx, f, part.file, 0, part.Init, open)
	if err == nil {
		err = fetch(ctx, f, part.file, off, size, open)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	stderr, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: frameArgs(segment, path, at), Dir: work, Write: []string{work}, CPU: cpuLimit(10),
	})
	if err != nil {
		return fmt.Errorf("decode a segment: %w", err)
	}
	if _, err = os.Stat(path); err != nil {
		return fmt.Errorf("decode a segment: no frame at %s s: %s", number(seconds), stderr)
	}
	return nil
}

// frameArgs is ffmpeg's command line that writes to path the last frame of a segment
// that is shown by then: each overwrites the one before it.
func frameArgs(segment, path string, at uint64) []string {
	args := append([]string{"-hide_banner", "-nostdin", "-v", "error", "-copyts"}, ffmpeg.Input(segment)...)
	return append(args, "-vf", "trim=end="+number(plan.Seconds(at)+boundaryMargin)+",format=yuvj420p",
		"-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "2", "-update", "1", "-f", "image2", path)
}

// locate finds the segment of a track at a time, as a byte range of a part's file.
func locate(v track, at uint64) (part placed, off, size int64) {
	for _, p := range v.parts {
		from, offset := p.Start, p.Init
		for _, s := range p.Segments {
			part, off, size = p, offset, s.Size
			if at < from+s.Ticks {
				return part, off, size
			}
			from += s.Ticks
			offset += s.Size
		}
	}
	return part, off, size
}
