package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"proceedings/internal/align"
	"proceedings/internal/cmaf"
	"proceedings/internal/fault"
	"proceedings/internal/meeting"
)

// Picture reads the frames of one rendition from its parts. It implements
// [align.Picture]. Its methods may be called one after the other only.
type Picture struct {
	runner   runner
	open     Opener
	segments []align.Segment
	places   []place // of the segments
}

// place is where a segment is stored.
type place struct {
	part      *placed
	off, size int64
	start     uint64 // ticks of the part's timescale
}

// Picture returns the frames of a rendition of made, of the segments between two times in
// seconds. Its parts must follow each other without a gap.
func (t *Transcoder) Picture(id string, made []Made, from, to float64, open Opener) (*Picture, error) {
	for _, v := range videoOf(made) {
		if v.id == id {
			return newPicture(t.Runner, v, from, to, open)
		}
	}
	return nil, fmt.Errorf("read frames: there is no rendition %s", id)
}

// LocalPicture returns the frames of a fragmented MP4 file with one video track.
func (t *Transcoder) LocalPicture(path string, from, to float64) (*Picture, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read frames: %w", err)
	}
	part, err := cmaf.Measure(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("read frames of %s: %w", path, err)
	}
	open := func(_ context.Context, _ meeting.Piece, off, n int64) (io.ReadCloser, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("read frames: %w", err)
		}
		return struct {
			io.Reader
			io.Closer
		}{io.NewSectionReader(f, off, n), f}, nil
	}
	return newPicture(t.Runner, track{parts: []placed{{Part: part}}}, from, to, open)
}

func newPicture(r runner, v track, from, to float64, open Opener) (*Picture, error) {
	p := &Picture{runner: r, open: open}
	for i := range v.parts {
		part := &v.parts[i]
		if part.Timescale == 0 || part.Width == 0 {
			return nil, fmt.Errorf("read frames: part %d of %s has no picture", i, v.id)
		}
		at, off := part.Start, part.Init
		for _, s := range part.Segments {
			one := align.Segment{Start: seconds(at, part), End: seconds(at+s.Ticks, part), Changes: max(0, s.Size-s.Key)}
			if one.End > from && one.Start < to {
				p.segments = append(p.segments, one)
				p.places = append(p.places, place{part: part, off: off, size: s.Size, start: at})
			}
			at += s.Ticks
			off += s.Size
		}
	}
	return p, nil
}

func seconds(ticks uint64, p *placed) float64 { return float64(ticks) / float64(p.Timescale) }

// Segments returns the segments in chronological order.
func (p *Picture) Segments() []align.Segment { return p.segments }

// keyTolerance is the greatest difference in seconds of the time of a frame from that of
// its segment: Matroska, in which ffmpeg writes the frames, rounds to milliseconds.
const keyTolerance = 0.002

// errUncut is for a rendition that decodes to other frames than its segments promise. Another
// attempt does not help.
var errUncut = fault.Refuse("has key frames that cannot be decoded")

// Keys reads the first frame of each segment. A copied rendition has more key frames than
// segments; the others are dropped.
func (p *Picture) Keys(ctx context.Context, each func(align.Frame) error) error {
	return p.batches(ctx, p.all(), keyArgs(), func(list []int, read frameReader) error {
		next := 0
		err := read(func(f align.Frame) error {
			if next < len(list) && f.Time > p.segments[list[next]].Start+keyTolerance {
				return fmt.Errorf("read key frames: %w: none at %.3f s, but one at %.3f s", errUncut, p.segments[list[next]].Start, f.Time)
			}
			if next == len(list) || f.Time < p.segments[list[next]].Start-keyTolerance {
				return nil
			}
			f.Time = p.segments[list[next]].Start
			next++
			return each(f)
		})
		if err == nil && next < len(list) {
			err = fmt.Errorf("read key frames: %w: %d of %d segments have one", errUncut, next, len(list))
		}
		return err
	})
}

// Frames reads the frames of some segments, at most [align.FrameRate] a second.
func (p *Picture) Frames(ctx context.Context, segments []int, each func(align.Frame) error) error {
	for i, s := range segments {
		if s < 0 || s >= len(p.segments) || i > 0 && s <= segments[i-1] {
			return fmt.Errorf("read frames: segment %d of %d is out of order", s, len(p.segments))
		}
	}
	return p.batches(ctx, segments, frameArgs10(), func(_ []int, read frameReader) error { return read(each) })
}

func (p *Picture) all() []int {
	list := make([]int, len(p.segments))
	for i := range list {
		list[i] = i
	}
	return list
}

// frameReader calls each for every frame of a run of ffmpeg.
type frameReader func(each func(align.Frame) error) error

// batches starts one ffmpeg for all segments with the same initialisation section, of
// which most renditions have only one.
func (p *Picture) batches(ctx context.Context, segments []int, args []string, use func([]int, frameReader) error) error {
	for len(segments) > 0 {
		n := 1
		for n < len(segments) && p.places[segments[n]].part.InitSum == p.places[segments[0]].part.InitSum {
			n++
		}
		list := segments[:n]
		segments = segments[n:]
		err := use(list, func(each func(align.Frame) error) error { return p.decode(ctx, list, args, each) })
		if err != nil {
			return err
		}
	}
	return nil
}
