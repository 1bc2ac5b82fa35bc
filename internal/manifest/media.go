package manifest

import (
	"fmt"
	"io"
	"regexp"

	"github.com/Eyevinn/hls-m3u8/m3u8"
)

// hlsVersion is the protocol version of our playlists. RFC 8216, section 7,
// asks for 6 where EXT-X-MAP stands in a playlist that is not of I-frames
// only; 7 is what common packagers write for fragmented MP4.
const hlsVersion = 7

// WriteMedia writes an HLS media playlist over the fragmented MP4 files of one
// rendition: each segment is a byte range of one of them (RFC 8216, sections
// 4.3.2.2 and 4.3.2.5). The initialisation section is named once, and again
// only at a part that has another one.
func WriteMedia(w io.Writer, in MediaInput) error { return writeMedia(w, in, false) }

// WriteIFrames writes the playlist of a rendition's key frames alone, from
// which players show pictures while somebody searches (section 4.3.3.6). Each
// lasts until the next.
func WriteIFrames(w io.Writer, in MediaInput) error {
	for i, s := range in.segments() {
		if s.Key <= 0 || s.Key > s.Size {
			return fmt.Errorf("write the key frames of %s: that of segment %d has %d of %d bytes", in.name(), i, s.Key, s.Size)
		}
	}
	return writeMedia(w, in, true)
}

func writeMedia(w io.Writer, in MediaInput, keys bool) error {
	if err := in.check(); err != nil {
		return fmt.Errorf("write the playlist of %s: %w", in.name(), err)
	}
	text, err := in.playlist(keys)
	if err != nil {
		return fmt.Errorf("write the playlist of %s: %w", in.name(), err)
	}
	if _, err = w.Write(text); err != nil {
		return fmt.Errorf("write the playlist of %s: %w", in.name(), err)
	}
	return nil
}

// bareRange is the byte range of an initialisation section as hls-m3u8 v0.6.0
// writes it. RFC 8216, section 4.3.2.5, has a quoted-string there, and with it
// bare a strict player has no initialisation section.
var bareRange = regexp.MustCompile(`(?m)^(#EXT-X-MAP:.*,BYTERANGE=)(\d+@\d+)$`)

func (in MediaInput) playlist(keys bool) ([]byte, error) {
	durations := microseconds(in.segments())
	list, err := m3u8.NewMediaPlaylist(0, uint(len(durations)))
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says of what
	}
	// Microseconds: a thousand segments rounded to milliseconds may be half a
	// second off at the end.
	list.SetWritePrecision(6)
	list.MediaType = m3u8.VOD // section 4.3.3.5: it never changes
	list.SetIndependentSegments(true)
	list.SetTargetDuration(uint(in.TargetDuration))
	first := in.Parts[0]
	list.SetDefaultMap(first.URL, first.Init.Size, first.Init.Offset)
	if keys {
		list.SetIframeOnly()
	}
	for i, p := range in.Parts {
		for k, s := range p.Segments {
			if keys {
				s.Size = s.Key
			}
			segment := &m3u8.MediaSegment{URI: p.URL, Duration: float64(durations[0]) / perSecond, Limit: s.Size, Offset: s.Offset}
			durations = durations[1:]
			if i > 0 && k == 0 && in.newInit(i) {
				// No discontinuity: the times go on, and section 6.2.4 would have
				// the same one in the sound and in every other rung.
				segment.Map = &m3u8.Map{URI: p.URL, Limit: p.Init.Size, Offset: p.Init.Offset}
			}
			if err = list.AppendSegment(segment); err != nil {
				return nil, err //nolint:wrapcheck // the caller says of what
			}
		}
	}
	list.SetVersion(hlsVersion)
	list.Close()
	return bareRange.ReplaceAll(list.Encode().Bytes(), []byte(`$1"$2"`)), nil
}
