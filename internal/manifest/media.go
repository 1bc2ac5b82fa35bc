package manifest

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/Eyevinn/hls-m3u8/m3u8"
)

// hlsVersion is the protocol version of our playlists. RFC 8216, section 7,
// asks for 6 where EXT-X-MAP stands in a playlist that is not of I-frames
// only; 7 is what common packagers write for fragmented MP4.
const hlsVersion = 7

// MediaInput is what the media playlist of one rendition says.
type MediaInput struct {
	URL            string    // the rendition's file, relative to the playlist
	Init           ByteRange // its initialisation section: ftyp and moov
	Segments       []Segment
	TargetDuration int // seconds; the same in all rungs, see [TargetDuration]
}

// WriteMedia writes an HLS media playlist over one fragmented MP4 file: each
// segment is a byte range of it (RFC 8216, sections 4.3.2.2 and 4.3.2.5).
func WriteMedia(w io.Writer, in MediaInput) error { return writeMedia(w, in, false) }

// WriteIFrames writes the playlist of a rendition's key frames alone, from
// which players show pictures while somebody searches (section 4.3.3.6). Each
// lasts until the next.
func WriteIFrames(w io.Writer, in MediaInput) error {
	for i, s := range in.Segments {
		if s.Key <= 0 || s.Key > s.Size {
			return fmt.Errorf("write the key frames of %s: that of segment %d has %d of %d bytes", in.URL, i, s.Key, s.Size)
		}
	}
	return writeMedia(w, in, true)
}

func writeMedia(w io.Writer, in MediaInput, keys bool) error {
	if err := in.check(); err != nil {
		return fmt.Errorf("write the playlist of %s: %w", in.URL, err)
	}
	list, err := m3u8.NewMediaPlaylist(0, uint(len(in.Segments)))
	if err != nil {
		return fmt.Errorf("write the playlist of %s: %w", in.URL, err)
	}
	// Microseconds: a thousand segments rounded to milliseconds may be half a
	// second off at the end.
	list.SetWritePrecision(6)
	list.MediaType = m3u8.VOD // section 4.3.3.5: it never changes
	list.SetIndependentSegments(true)
	list.SetTargetDuration(uint(in.TargetDuration))
	list.SetDefaultMap(in.URL, in.Init.Size, in.Init.Offset)
	if keys {
		list.SetIframeOnly()
	}
	for _, s := range in.Segments {
		if keys {
			s.Size = s.Key
		}
		err = list.AppendSegment(&m3u8.MediaSegment{
			URI:      in.URL,
			Duration: s.Duration,
			Limit:    s.Size,
			Offset:   s.Offset,
		})
		if err != nil {
			return fmt.Errorf("write the playlist of %s: %w", in.URL, err)
		}
	}
	list.SetVersion(hlsVersion)
	list.Close()
	// RFC 8216, section 4.3.2.5, has a quoted-string here; hls-m3u8 v0.6.0
	// writes it bare, and a strict player then has no initialisation section.
	bare := fmt.Sprintf("BYTERANGE=%d@%d\n", in.Init.Size, in.Init.Offset)
	quoted := fmt.Sprintf("BYTERANGE=\"%d@%d\"\n", in.Init.Size, in.Init.Offset)
	text := bytes.Replace(list.Encode().Bytes(), []byte(bare), []byte(quoted), 1)
	if _, err = w.Write(text); err != nil {
		return fmt.Errorf("write the playlist of %s: %w", in.URL, err)
	}
	return nil
}

// check refuses what would be a playlist that players choke on.
func (in MediaInput) check() error {
	if !relative.MatchString(in.URL) {
		return fmt.Errorf("URL %q is not a plain relative path", in.URL)
	}
	if in.Init.Size <= 0 || in.Init.Offset < 0 {
		return fmt.Errorf("the initialisation section has %d bytes at %d", in.Init.Size, in.Init.Offset)
	}
	if len(in.Segments) == 0 {
		return fmt.Errorf("there are no segments")
	}
	end := in.Init.Offset + in.Init.Size
	for i, s := range in.Segments {
		if s.Size <= 0 || s.Offset < end {
			return fmt.Errorf("segment %d has %d bytes at %d, where the one before ends at %d", i, s.Size, s.Offset, end)
		}
		if s.Duration <= 0 || math.IsInf(s.Duration, 0) || math.IsNaN(s.Duration) {
			return fmt.Errorf("segment %d lasts %v s", i, s.Duration)
		}
		// RFC 8216, section 4.3.3.1.
		if math.Round(s.Duration) > float64(in.TargetDuration) {
			return fmt.Errorf("segment %d lasts %v s, more than the target duration of %d s", i, s.Duration, in.TargetDuration)
		}
		end = s.Offset + s.Size
	}
	return nil
}
