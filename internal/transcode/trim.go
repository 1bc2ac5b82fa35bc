package transcode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/Eyevinn/mp4ff/mp4"

	"proceedings/internal/meeting"
)

// within returns the part of a track whose segments reach into a stretch of the timeline;
// without parts if there are none. A picture needs its key frame, and a decoder of sound the
// packets before, so the first segment may begin before the stretch. An edit list hides that.
func (t track) within(kept meeting.Stretch) track {
	var parts []placed
	for _, p := range t.parts {
		seconds := func(ticks uint64) float64 { return float64(ticks) / float64(max(1, p.Timescale)) }
		own := placed{Part: p.Part, file: p.file, partial: true}
		own.Segments = nil
		at := p.Start
		for _, s := range p.Segments {
			begin, end := seconds(at), seconds(at+s.Ticks)
			at += s.Ticks
			switch {
			case end <= kept.Start:
				own.skipped, own.Start = own.skipped+s.Size, at
			case begin < kept.End:
				own.Segments = append(own.Segments, s)
			}
		}
		if len(own.Segments) > 0 {
			parts = append(parts, own)
		}
	}
	return track{id: t.id, parts: parts}
}

// bytes is the size of the segments of a part, without the header.
func (p placed) bytes() (sum int64) {
	for _, s := range p.Segments {
		sum += s.Size
	}
	return sum
}

// trimArgs are options of ffmpeg for the first input and the output of a file that has one
// stretch of the timeline. Packets before it get negative times, for which ffmpeg writes an
// edit list. With -copyts, -t is a time on the timeline.
func trimArgs(kept *meeting.Stretch) (input, output []string) {
	if kept == nil {
		return nil, nil
	}
	return []string{"-copyts"}, []string{"-t", number(kept.End), "-output_ts_offset", number(-kept.Start), "-use_editlist", "1"}
}

// limitEdits ends the edit lists of a file after a duration. ffmpeg's -t lets frames through
// that are decoded before the end but shown after it: up to some tenths of a second. The index
// keeps its size, so it is written in place.
func limitEdits(path string, seconds float64) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("limit the edit lists: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	file, err := mp4.DecodeFile(f, mp4.WithDecodeMode(mp4.DecModeLazyMdat))
	if err != nil {
		return fmt.Errorf("limit the edit lists: %w", err)
	}
	moov := file.Moov
	if moov == nil || moov.Mvhd == nil {
		return errors.New("limit the edit lists: there is no index")
	}
	limit := uint64(math.Round(seconds * float64(moov.Mvhd.Timescale)))
	for _, trak := range moov.Traks {
		trak.Tkhd.Duration = min(trak.Tkhd.Duration, limit)
		if trak.Edts == nil {
			continue
		}
		for _, list := range trak.Edts.Elst {
			left := limit
			for i := range list.Entries {
				entry := &list.Entries[i]
				entry.SegmentDuration = min(entry.SegmentDuration, left)
				left -= entry.SegmentDuration
			}
		}
	}
	moov.Mvhd.Duration = min(moov.Mvhd.Duration, limit)
	var index bytes.Buffer
	if err = moov.Encode(&index); err != nil {
		return fmt.Errorf("limit the edit lists: %w", err)
	}
	header := make([]byte, 8)
	at := int64(moov.StartPos) //nolint:gosec // within the file
	if _, err = f.ReadAt(header, at); err != nil {
		return fmt.Errorf("limit the edit lists: %w", err)
	}
	if size := binary.BigEndian.Uint32(header); uint64(size) != uint64(index.Len()) { //nolint:gosec // a length
		return fmt.Errorf("limit the edit lists: the index has %d bytes, not %d", index.Len(), size)
	}
	if _, err = f.WriteAt(index.Bytes(), at); err != nil {
		return fmt.Errorf("limit the edit lists: %w", err)
	}
	return nil
}
