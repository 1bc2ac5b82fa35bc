package cmaf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/Eyevinn/mp4ff/mp4"

	"proceedings/internal/meeting"
)

const (
	maxSegment = 1 << 30 // bytes of one segment in memory; ten seconds of any rendition are a hundredth of it
	nearby     = 2       // ticks that a key frame may be off its time
)

// writer gathers the frames of one segment and writes it when the next begins.
// Times are of the timeline.
type writer struct {
	dst   io.Writer
	track *track
	o     Options
	rules *rules // of a strict input, else nil
	part  meeting.Part

	start int64    // of the segment in hand
	cuts  []uint64 // that are still to come
	shown []int64  // its frames, in decoding order
	runs  []mp4.Sample
	data  bytes.Buffer
}

// begin writes the initialisation section of t.
func begin(dst io.Writer, t *track, o Options) (*writer, error) {
	w := &writer{dst: dst, track: t, o: o, start: int64(o.Start), cuts: o.Cuts}
	for len(w.cuts) > 0 && w.cuts[0] <= o.Start+nearby {
		w.cuts = w.cuts[1:]
	}
	if t.width == 0 {
		return nil, errors.New("the track is no video")
	}
	if o.Strict {
		w.rules = &rules{track: t, start: w.start, longest: int64(o.Longest)}
		if err := w.rules.header(); err != nil {
			return nil, err
		}
	}
	section, err := initSection(t, int64(o.Delay))
	if err != nil {
		return nil, err
	}
	w.part = meeting.Part{
		Codecs: t.codecs, Width: t.width, Height: t.height, Timescale: t.timescale,
		Start: o.Start, Init: int64(len(section)), InitSum: sum(section),
	}
	return w, w.write(section)
}

// add takes in the next frame in decoding order.
func (w *writer) add(s sample) error {
	shown := s.shown - int64(w.o.Offset)
	if len(w.shown) == 0 {
		if err := w.first(s); err != nil {
			return err
		}
	} else if n := w.passed(shown); n > 0 && s.sync() {
		begins, err := w.begins(shown, n)
		if err != nil {
			return err
		}
		if begins-w.start >= int64(len(w.shown)) { // a tick for each frame
			if err := w.next(shown, begins, n); err != nil {
				return err
			}
		}
	}
	if w.data.Len()+int(s.size) > maxSegment {
		return fmt.Errorf("a segment from tick %d on of more than %d bytes", w.start, maxSegment)
	}
	n, err := io.Copy(&w.data, s.data)
	if err == nil && n < int64(s.size) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("read a frame at tick %d: %w", shown, err)
	}
	w.shown = append(w.shown, shown) // retime puts the first at the segment's start
	w.runs = append(w.runs, mp4.Sample{Flags: s.flags, Size: s.size})
	return w.rules.frame(shown, s.sync(), w.data.Bytes()[w.data.Len()-int(s.size):])
}

// first holds the track's first frame to what the first of a segment must be.
func (w *writer) first(s sample) error {
	switch {
	case s.sync():
		return nil
	case w.o.Strict:
		return Unfit{"does not begin with a key frame"}
	}
	return errors.New("the first frame is no key frame")
}

// passed is how many of the cuts to come a frame has reached.
func (w *writer) passed(shown int64) int {
	n := 0
	for n < len(w.cuts) && compare(w.cuts[n], shown+nearby) <= 0 {
		n++
	}
	return n
}

// begins is where a segment begins whose key frame has reached n cuts. Of those
// that passed without one no segment begins.
func (w *writer) begins(shown int64, n int) (int64, error) {
	cut := int64(w.cuts[n-1])
	on := shown-cut <= nearby
	switch {
	case w.o.Strict && (n > 1 || !on):
		return 0, Unfit{"has no key frame at " + w.rules.clock(int64(w.cuts[0])) + ", where its index has one"}
	case on, w.o.Exact:
		return cut, nil
	}
	return shown, nil
}

// next ends the segment in hand where the next one begins.
func (w *writer) next(shown, begins int64, n int) error {
	if err := w.rules.cut(shown, begins); err != nil {
		return err
	}
	if err := w.flush(func(int64) int64 { return begins }); err != nil {
		return err
	}
	w.start, w.cuts = begins, w.cuts[n:]
	return nil
}

func compare(a uint64, b int64) int {
	switch {
	case b < 0 || a > uint64(b):
		return 1
	case a < uint64(b):
		return -1
	}
	return 0
}

// finish writes the last segment, whose last frame stands until the stretch ends.
func (w *writer) finish() (meeting.Part, error) {
	if len(w.shown) == 0 {
		return meeting.Part{}, errNoSamples
	}
	end := int64(0)
	err := w.flush(func(last int64) int64 {
		end = min(max(last+1, int64(w.o.End)), last+max(1, int64(w.o.Hold)))
		return end
	})
	if err == nil {
		err = w.rules.length(end)
	}
	if err != nil {
		return meeting.Part{}, err
	}
	return w.part, nil
}

// flush writes the segment in hand, which ends where end says.
func (w *writer) flush(end func(last int64) int64) error {
	t := retime(w.shown, w.start, int64(w.o.Delay), end)
	for i := range w.runs {
		next := t.end
		if i+1 < len(t.decoded) {
			next = t.decoded[i+1]
		}
		lasts, offset := next-t.decoded[i], t.shown[i]+int64(w.o.Delay)-t.decoded[i]
		if lasts > math.MaxUint32 || offset > math.MaxInt32 {
			return fmt.Errorf("a frame at tick %d lasts %d and is shown %d after it is decoded: more than the format holds", t.shown[i], lasts, offset)
		}
		w.runs[i].Dur, w.runs[i].CompositionTimeOffset = uint32(lasts), int32(offset)
	}
	w.runs[0].Flags = mp4.SyncSampleFlags
	head, err := moof(len(w.part.Segments)+1, uint64(w.start), w.runs)
	if err != nil {
		return err
	}
	head = append(head, header(w.data.Len())...)
	if err := w.write(head); err != nil {
		return err
	}
	if err := w.write(w.data.Bytes()); err != nil {
		return err
	}
	w.part.Frames += len(w.runs)
	w.part.Segments = append(w.part.Segments, meeting.Segment{
		Ticks: uint64(t.end - w.start),
		Size:  int64(len(head) + w.data.Len()),
		Key:   int64(len(head)) + int64(w.runs[0].Size),
	})
	w.shown, w.runs = w.shown[:0], w.runs[:0]
	w.data.Reset()
	return nil
}

func (w *writer) write(data []byte) error {
	if _, err := w.dst.Write(data); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
