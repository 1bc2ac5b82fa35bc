package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"path/filepath"

	"proceedings/internal/align"
	"proceedings/internal/proc"
)

// picture reads frames of a recording that is one fragmented MP4 file. A fragment is a
// segment. Like a published rung, it is read by one run of ffmpeg for any number of
// segments.
type picture struct {
	tools  tools
	file   film
	height int // of the frames
}

// openPicture opens a recording. Its frames are copied to fragments in memory.
func openPicture(ctx context.Context, t tools, path string) (*picture, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the recording: %w", err)
	}
	var out bytes.Buffer
	_, err = t.runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Dir: "/", Stdout: &out, Args: []string{
			"-nostdin", "-v", "error", "-i", path, "-map", "0:v:0", "-c", "copy",
			"-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", "-",
		},
	})
	if err != nil {
		return nil, fmt.Errorf("read the picture of %s: %w", path, err)
	}
	file, err := parseFilm(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("read the picture of %s: %w", path, err)
	}
	height := int(math.Round(float64(file.height)*align.FrameWidth/float64(file.width)/2)) * 2
	return &picture{tools: t, file: file, height: max(2, height)}, nil
}

// Segments implements [align.Picture].
func (p *picture) Segments() []align.Segment {
	list := make([]align.Segment, len(p.file.fragments))
	for i, f := range p.file.fragments {
		list[i] = align.Segment{Start: f.times[0], Changes: f.changes, End: p.file.end}
		if i > 0 {
			list[i-1].End = list[i].Start
		}
	}
	return list
}

// Keys implements [align.Picture].
func (p *picture) Keys(ctx context.Context, each func(align.Frame) error) error {
	var times []float64
	for _, f := range p.file.fragments {
		times = append(times, f.times[0])
	}
	return p.decode(ctx, p.file.data, []string{"-skip_frame", "nokey"}, "null", times, each)
}

// Frames implements [align.Picture].
func (p *picture) Frames(ctx context.Context, segments []int, each func(align.Frame) error) error {
	if len(segments) == 0 {
		return nil
	}
	data := bytes.Clone(p.file.init)
	var times []float64
	for _, s := range segments {
		data = append(data, p.file.fragments[s].data...)
		times = append(times, p.file.fragments[s].times...)
	}
	return p.decode(ctx, data, nil, slotFilter(p.file.origin), slots(times), each)
}

// slotFilter keeps the first frame of each tenth of a second. Times of ffmpeg begin at
// origin.
func slotFilter(origin float64) string {
	slot := func(t string) string {
		return fmt.Sprintf("floor((%s-%.6f)*%d+0.001)", t, origin, align.FrameRate)
	}
	return fmt.Sprintf("select='isnan(prev_selected_t)+gt(%s,%s)'", slot("t"), slot("prev_selected_t"))
}

// slots returns the times that slotFilter keeps.
func slots(times []float64) (kept []float64) {
	last := math.Inf(-1)
	for _, t := range times {
		if slot := math.Floor(t*align.FrameRate + 0.001); slot > last {
			kept, last = append(kept, t), slot
		}
	}
	return kept
}

// errDone ends the reading of frames early.
var errDone = errors.New("no more frames")

// decode decodes data and calls each for the frames, which are at those times.
func (p *picture) decode(ctx context.Context, data []byte, options []string, filter string, times []float64, each func(align.Frame) error) error {
	frame := image.NewGray(image.Rect(0, 0, align.FrameWidth, p.height))
	w := &frameWriter{frame: frame, times: times, each: each}
	args := append([]string{"-v", "error", "-threads", "1", "-copyts"}, options...)
	args = append(args, "-f", "mp4", "-i", "pipe:0", "-vf",
		fmt.Sprintf("%s,scale=%d:%d:flags=area,format=gray", filter, align.FrameWidth, p.height),
		"-fps_mode", "passthrough", "-f", "rawvideo", "-")
	_, err := p.tools.runner.Run(ctx, proc.Command{Path: "ffmpeg", Args: args, Dir: "/", Stdin: bytes.NewReader(data), Stdout: w})
	switch {
	case w.err != nil:
		return w.err
	case err != nil:
		return fmt.Errorf("decode frames: %w", err)
	case w.count != len(times):
		return fmt.Errorf("decode frames: ffmpeg returned %d instead of %d", w.count, len(times))
	}
	return nil
}

// frameWriter calls each for the frames in a stream of gray pixels.
type frameWriter struct {
	frame  *image.Gray
	filled int // bytes of the frame
	count  int // of whole frames
	times  []float64
	each   func(align.Frame) error
	err    error
}

// Write implements [io.Writer].
func (w *frameWriter) Write(b []byte) (int, error) {
	total := len(b)
	for len(b) > 0 {
		n := copy(w.frame.Pix[w.filled:], b)
		w.filled, b = w.filled+n, b[n:]
		if w.filled < len(w.frame.Pix) {
			break
		}
		if w.count == len(w.times) {
			w.count++
			return 0, errDone
		}
		if w.err = w.each(align.Frame{Time: w.times[w.count], Image: w.frame}); w.err != nil {
			return 0, w.err
		}
		w.filled, w.count = 0, w.count+1
	}
	return total, nil
}
