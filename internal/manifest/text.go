package manifest

import (
	"fmt"
	"io"

	"github.com/Eyevinn/hls-m3u8/m3u8"
)

// WriteTextPlaylist writes an HLS media playlist of captions (RFC 8216, section
// 3.5): one WebVTT file for all of the recording. Its times are those of the
// media, which begins at zero, and that is what a player takes a file for that
// has no X-TIMESTAMP-MAP.
func WriteTextPlaylist(w io.Writer, url string, duration float64) error {
	if !relative.MatchString(url) || duration <= 0 {
		return fmt.Errorf("write a playlist of captions: %q of %v s", url, duration)
	}
	list, err := m3u8.NewMediaPlaylist(0, 1)
	if err != nil {
		return fmt.Errorf("write a playlist of captions: %w", err)
	}
	list.SetWritePrecision(6)
	list.MediaType = m3u8.VOD
	list.SetVersion(hlsVersion)
	if err = list.AppendSegment(&m3u8.MediaSegment{URI: url, Duration: duration}); err != nil {
		return fmt.Errorf("write a playlist of captions: %w", err)
	}
	list.SetTargetDuration(uint(max(1, duration+0.5))) // section 4.3.3.1: rounded to the nearest
	list.Close()
	if _, err = w.Write(list.Encode().Bytes()); err != nil {
		return fmt.Errorf("write a playlist of captions: %w", err)
	}
	return nil
}
