package cmaf

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/Eyevinn/mp4ff/mp4"

	"proceedings/internal/meeting"
)

// Measure reads a finished fragmented MP4 of one track, of [Rewrite] or an audio
// file of ffmpeg's, and returns the figures that Rewrite does: those of the file
// and not of the wish. Each fragment is a segment, which lasts until the next
// begins, the last one as long as its samples.
func Measure(r io.Reader) (meeting.Part, error) {
	m := measurer{boxReader: newBoxReader(r)}
	if err := m.read(); err != nil {
		return meeting.Part{}, fmt.Errorf("measure: %w", err)
	}
	return m.part, nil
}

type measurer struct {
	*boxReader
	track *track
	part  meeting.Part
	begin uint64 // time of the last segment
	tail  bool   // the segments are over
}

func (m *measurer) read() error {
	// All before the first fragment is the initialisation section. It is hashed
	// as it passes.
	hash := sha256.New()
	for {
		head, _ := m.r.Peek(8) // where it is shorter, next says so
		if len(head) == 8 && string(head[4:]) == "moof" && m.part.Init == 0 {
			m.part.Init, m.part.InitSum = int64(m.pos), hex.EncodeToString(hash.Sum(nil))
			m.copy = nil
		} else if m.part.Init == 0 {
			m.copy = hash
		}
		h, err := m.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = m.box(h)
		}
		if err != nil {
			return err
		}
	}
	if len(m.part.Segments) == 0 {
		return errNoSamples
	}
	return nil
}

func (m *measurer) box(h mp4.BoxHeader) (err error) {
	switch h.Name {
	case "moov":
		if m.track, err = m.boxReader.track(h); err == nil {
			t := m.track
			m.part.Codecs, m.part.Width, m.part.Height, m.part.Timescale = t.codecs, t.width, t.height, t.timescale
		}
		return err
	case "moof":
		switch {
		case m.track == nil:
			return errors.New("a fragment before any track header")
		case m.tail:
			return fmt.Errorf("a fragment at byte %d does not follow on the one before", m.pos-uint64(h.Hdrlen))
		}
		return m.segment(h)
	}
	m.tail = m.part.Init > 0
	return m.skip(h)
}

// segment takes one fragment in.
func (m *measurer) segment(h mp4.BoxHeader) error {
	start := m.pos - uint64(h.Hdrlen)
	traf, err := m.traf(h, m.track)
	if err != nil {
		return err
	}
	mdat, err := m.mdat(start)
	if err != nil {
		return err
	}
	if err := m.skip(mdat); err != nil {
		return err
	}
	var s meeting.Segment
	for _, trun := range traf.Truns {
		s.Ticks += trun.AddSampleDefaultValues(traf.Tfhd, m.track.trex)
		if s.Key == 0 && m.part.Width > 0 && len(trun.Samples) > 0 {
			s.Key = int64(trun.DataOffset) + int64(trun.Samples[0].Size) // from the moof on, by default-base-is-moof
		}
		m.part.Frames += len(trun.Samples)
	}
	s.Size = int64(m.pos - start)
	return m.append(traf.Tfdt.BaseMediaDecodeTime(), s)
}

// append puts s, which begins at begin, behind the others.
func (m *measurer) append(begin uint64, s meeting.Segment) error {
	n := len(m.part.Segments)
	switch {
	case n == 0:
		m.part.Start = begin
	case begin <= m.begin:
		return fmt.Errorf("segment %d begins at tick %d, the one before at %d", n+1, begin, m.begin)
	default:
		m.part.Segments[n-1].Ticks = begin - m.begin
	}
	m.begin = begin
	m.part.Segments = append(m.part.Segments, s)
	return nil
}
