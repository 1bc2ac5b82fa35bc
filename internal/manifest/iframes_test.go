package manifest_test

import (
	"bytes"
	"strings"
	"testing"

	"proceedings/internal/manifest"
)

func TestWriteIFrames(t *testing.T) {
	t.Parallel()
	segments := []manifest.Segment{
		{Duration: 5, Offset: 700, Size: 1000, Key: 400}, {Duration: 2.5, Offset: 1700, Size: 900, Key: 900},
	}
	in := oneFile("720p.mp4", 700, segments...)
	in.TargetDuration = 5
	var got bytes.Buffer
	if err := manifest.WriteIFrames(&got, in); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/iframes.m3u8", got.Bytes())
	if want, peak := 2880, manifest.KeyBandwidth(segments); peak != want {
		t.Errorf("the key frames peak at %d bit/s, want %d", peak, want)
	}
	for _, key := range []int64{0, 901} {
		segments[1].Key = key
		if err := manifest.WriteIFrames(&got, in); err == nil {
			t.Errorf("a key frame of %d bytes in a segment of 900 is written", key)
		}
	}
}

func TestIFramesOfSeveralFiles(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	if err := manifest.WriteIFrames(&got, parts("720p", "aa", "bb")); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/iframes-parts.m3u8", got.Bytes())
}

func TestMasterListsIFramePlaylists(t *testing.T) {
	t.Parallel()
	rung := video(720, 900_000, 300_000)
	rung.IFrames, rung.KeyBandwidth = "../../derived/t/720p-iframes.m3u8", 70_000
	var got bytes.Buffer
	if err := manifest.WriteMaster(&got, manifest.MasterInput{Video: []manifest.Track{rung, video(360, 400_000, 150_000)}}); err != nil {
		t.Fatal(err)
	}
	line := `#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=70000,CODECS="avc1.640028",RESOLUTION=1280x720,URI="../../derived/t/720p-iframes.m3u8"`
	if n := strings.Count(got.String(), line); n != 1 {
		t.Errorf("it stands %d times in\n%s", n, got.String())
	}
	rung.KeyBandwidth = 0
	if err := manifest.WriteMaster(&got, manifest.MasterInput{Video: []manifest.Track{rung}}); err == nil {
		t.Error("key frames without a rate are written")
	}
}
