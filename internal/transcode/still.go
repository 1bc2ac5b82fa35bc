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

// poster writes the picture that stands for a recording: the frame that was
// asked for, or the best of the chunks' candidates.
func (t *Transcoder) poster(ctx context.Context, work, dir string, p plan.PackageParams, video []track, made []Made, open Opener) ([]meeting.Image, error) {
	path := filepath.Join(work, posterFile)
	if p.PosterAt != nil && len(video) > 0 {
		if err := t.still(ctx, path, work, video[0], *p.PosterAt, open); err != nil {
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

// still writes the frame of a rendition that is on screen at a time: it reads
// the one segment that has it, and not the source.
func (t *Transcoder) still(ctx context.Context, path, work string, v track, seconds float64, open Opener) error {
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
	said, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: stillArgs(segment, path, at), Dir: work, Write: []string{work}, CPU: cpuLimit(10),
	})
	if err != nil {
		return fmt.Errorf("decode a segment: %w", err)
	}
	if _, err = os.Stat(path); err != nil {
		return fmt.Errorf("decode a segment: no frame at %s s: %s", number(seconds), said)
	}
	return nil
}

// stillArgs is ffmpeg's command line that leaves at path the last frame of a
// segment that is shown by then: each overwrites the one before it.
func stillArgs(segment, path string, at uint64) []string {
	args := append(append(ffmpeg.Quiet(), "-copyts"), ffmpeg.Input(segment)...)
	return append(args, "-vf", "trim=end="+number(plan.Seconds(at)+early)+",format=yuvj420p",
		"-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "2", "-update", "1", "-f", "image2", path)
}

// locate is the segment of a track that has a time, as bytes of a part's file.
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
