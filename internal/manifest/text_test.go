package manifest_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
)

// A playlist of captions has one file, which lasts as long as the recording. Its
// target is that duration, rounded to the nearest second.
func TestWriteTextPlaylist(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		duration        float64
		target, written string
	}{{0.2, "1", "0.200000"}, {59.4, "59", "59.400000"}, {59.5, "60", "59.500000"}, {3600.1234567, "3600", "3600.123457"}} {
		var out bytes.Buffer
		if err := manifest.WriteTextPlaylist(&out, "../a/b.vtt", tt.duration); err != nil {
			t.Fatal(err)
		}
		want := "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-TARGETDURATION:" + tt.target +
			"\n#EXTINF:" + tt.written + ",\n../a/b.vtt\n#EXT-X-ENDLIST\n"
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("of %v s (-want +got):\n%s", tt.duration, diff)
		}
	}
}
