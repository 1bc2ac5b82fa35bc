package transcode

import (
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/Eyevinn/mp4ff/mp4"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// measured is what a fragmented MP4 turned out to hold.
type measured struct {
	rendition meeting.Rendition
	init      int64 // bytes before the first fragment
	segments  []manifest.Segment
	starts    []uint64 // decode time of each segment, in the track's timescale
	timescale uint32
}

// measure reads a rendition's boxes, not its samples: figures in a manifest
// are those of the file and not of the wish.
func measure(path string) (m measured, err error) {
	f, err := os.Open(path)
	if err != nil {
		return m, fmt.Errorf("measure: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	file, err := mp4.DecodeFile(f, mp4.WithDecodeMode(mp4.DecModeLazyMdat))
	if err != nil {
		return m, fmt.Errorf("measure %s: %w", path, err)
	}
	if file.Init == nil || file.Init.Moov == nil || file.Init.Moov.Trak == nil {
		return m, fmt.Errorf("measure %s: no track header in it", path)
	}
	if err := m.header(file.Init.Moov.Trak); err != nil {
		return m, fmt.Errorf("measure %s: %w", path, err)
	}
	var trex *mp4.TrexBox
	if mvex := file.Init.Moov.Mvex; mvex != nil {
		trex = mvex.Trex
	}
	for _, segment := range file.Segments {
		for _, fragment := range segment.Fragments {
			if err := m.add(fragment, trex); err != nil {
				return m, fmt.Errorf("measure %s: %w", path, err)
			}
		}
	}
	if len(m.segments) == 0 {
		return m, fmt.Errorf("measure %s: no samples in it", path)
	}
	m.sum()
	return m, nil
}

// header takes size and codec from the track's sample description.
func (m *measured) header(trak *mp4.TrakBox) error {
	m.timescale = trak.Mdia.Mdhd.Timescale
	if m.timescale == 0 {
		return errors.New("a timescale of zero")
	}
	stsd := trak.Mdia.Minf.Stbl.Stsd
	switch {
	case stsd.AvcX != nil && stsd.AvcX.AvcC != nil:
		c := stsd.AvcX.AvcC
		m.rendition.Codecs = fmt.Sprintf("%s.%02X%02X%02X", stsd.AvcX.Type(), c.AVCProfileIndication, c.ProfileCompatibility, c.AVCLevelIndication) // RFC 6381, 3.3
		m.rendition.Width, m.rendition.Height = int(stsd.AvcX.Width), int(stsd.AvcX.Height)
	case stsd.Mp4a != nil:
		m.rendition.Codecs = "mp4a.40.2" // AAC-LC, all that trackArgs asks for
	default:
		return errors.New("neither H.264 nor AAC in its sample description")
	}
	return nil
}

// add takes one fragment in as one segment.
func (m *measured) add(f *mp4.Fragment, trex *mp4.TrexBox) error {
	if f.Moof == nil || f.Moof.Traf == nil || f.Moof.Traf.Tfdt == nil || f.Mdat == nil {
		return errors.New("a fragment without track, time or data")
	}
	var ticks uint64
	var key int64 // the end of the first sample, counted from the fragment's start
	for _, trun := range f.Moof.Traf.Truns {
		trun.AddSampleDefaultValues(f.Moof.Traf.Tfhd, trex)
		for _, sample := range trun.Samples {
			ticks += uint64(sample.Dur)
		}
		if key == 0 && m.rendition.Width > 0 && len(trun.Samples) > 0 {
			key = int64(trun.DataOffset) + int64(trun.Samples[0].Size) // from the moof on, by default_base_moof
		}
		m.rendition.Frames += len(trun.Samples)
	}
	if m.init == 0 {
		m.init = int64(f.Moof.StartPos)
	}
	m.starts = append(m.starts, f.Moof.Traf.Tfdt.BaseMediaDecodeTime())
	m.segments = append(m.segments, manifest.Segment{
		Duration: float64(ticks) / float64(m.timescale),
		Offset:   int64(f.Moof.StartPos),
		Size:     int64(f.Moof.Size() + f.Mdat.Size()),
		Key:      key,
	})
	return nil
}

// as is m under the names of want.
func (m measured) as(want meeting.Rendition) measured {
	r := &m.rendition
	r.Object, r.ID, r.Playlist, r.IFrames = want.Object, want.ID, want.Playlist, want.IFrames
	r.Language, r.Title, r.Channels = want.Language, want.Title, want.Channels
	return m
}

// sum closes the figures of the whole.
func (m *measured) sum() {
	r := &m.rendition
	for _, s := range m.segments {
		r.Duration += s.Duration
	}
	r.Duration = milli(r.Duration)
	r.Bandwidth, r.Average = manifest.Bandwidth(m.segments)
	r.KeyBandwidth = manifest.KeyBandwidth(m.segments)
	if r.Width > 0 && r.Duration > 0 {
		r.FrameRate = milli(float64(r.Frames) / r.Duration)
	}
}

func milli(x float64) float64 { return math.Round(x*1000) / 1000 }
