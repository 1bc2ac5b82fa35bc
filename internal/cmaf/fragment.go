package cmaf

import (
	"errors"
	"fmt"
	"io"

	"github.com/Eyevinn/mp4ff/mp4"
)

// sample is one frame of the input. Times are the input's, in ticks.
type sample struct {
	shown int64 // when it is shown
	flags uint32
	data  io.Reader // of size bytes, to be read before the next
	size  uint32
}

func (s sample) sync() bool { return s.flags&mp4.NonSyncSampleFlags == 0 }

// fragment reads the box moof of header h and its mdat, and gives its samples
// to add in decoding order.
func (b *boxReader) fragment(h mp4.BoxHeader, t *track, add func(sample) error) error {
	start := b.pos - uint64(h.Hdrlen)
	traf, err := b.traf(h, t)
	if err != nil {
		return err
	}
	mdat, err := b.mdat(start)
	if err != nil {
		return err
	}
	end := b.pos + mdat.Size - uint64(mdat.Hdrlen)
	// Frames that are a minute apart are decoded minutes before they are shown, and
	// ffmpeg writes what is before zero as the bits of a negative number.
	time := int64(traf.Tfdt.BaseMediaDecodeTime()) //nolint:gosec // the bits are meant
	if time > maxTime || time < -maxTime {
		return fmt.Errorf("fragment at byte %d: a time of %d", start, time)
	}
	base := start
	if traf.Tfhd.HasBaseDataOffset() {
		base = traf.Tfhd.BaseDataOffset
	}
	dts, at := time, b.pos
	for _, trun := range traf.Truns {
		trun.AddSampleDefaultValues(traf.Tfhd, t.trex)
		if trun.HasDataOffset() {
			at = base + uint64(int64(trun.DataOffset))
		}
		for _, s := range trun.Samples {
			if at < b.pos || at > end || uint64(s.Size) > end-at {
				return fmt.Errorf("fragment at byte %d: a sample at %d to %d, where its data are %d to %d", start, at, at+uint64(s.Size), b.pos, end)
			}
			if err := b.discard(mdat.Name, at-b.pos); err != nil {
				return err
			}
			at += uint64(s.Size)
			data := io.LimitReader(b, int64(s.Size))
			if err := add(sample{dts + int64(s.CompositionTimeOffset), s.Flags, data, s.Size}); err != nil {
				return err
			}
			if dts += int64(s.Dur); dts > maxTime {
				return fmt.Errorf("fragment at byte %d: a time of %d", start, dts)
			}
		}
	}
	return b.discard(mdat.Name, end-b.pos)
}

// traf is the only track of a fragment, of which h is the header of its moof.
func (b *boxReader) traf(h mp4.BoxHeader, t *track) (*mp4.TrafBox, error) {
	start := b.pos - uint64(h.Hdrlen)
	body, err := b.body(h)
	if err != nil {
		return nil, err
	}
	moof, err := decode[*mp4.MoofBox](rawBox{h.Name, body})
	if err != nil {
		return nil, fmt.Errorf("fragment at byte %d: %w", start, err)
	}
	traf := moof.Traf
	if len(moof.Trafs) != 1 || traf.Tfhd == nil || traf.Tfdt == nil || traf.Tfhd.TrackID != t.id {
		return nil, fmt.Errorf("fragment at byte %d: without its track or its time", start)
	}
	return traf, nil
}

// mdat reads on to the data of the fragment at start.
func (b *boxReader) mdat(start uint64) (mp4.BoxHeader, error) {
	h, err := b.next()
	if errors.Is(err, io.EOF) {
		return h, fmt.Errorf("fragment at byte %d: no data: %w", start, io.ErrUnexpectedEOF)
	}
	if err == nil && (h.Name != "mdat" || h.Size > 1<<62) {
		err = fmt.Errorf("fragment at byte %d: box %s of %d bytes and no data", start, h.Name, h.Size)
	}
	return h, err
}
