package manifest_test

import (
	"bytes"
	"encoding/xml"
	"math"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/manifest"
)

func dashTrack(id string, width, height int, segments ...manifest.Segment) manifest.DASHTrack {
	return manifest.DASHTrack{
		ID: id, Type: "video/mp4", Codecs: "avc1.64001F", Width: width, Height: height, FrameRate: 29.97, Bandwidth: 900_000,
		Media: manifest.MediaInput{URL: id + ".mp4", Init: manifest.ByteRange{Size: 700}, Segments: segments, TargetDuration: 6},
	}
}

func TestWriteDASH(t *testing.T) {
	t.Parallel()
	segments := []manifest.Segment{
		{Duration: 5, Offset: 700, Size: 1000}, {Duration: 5, Offset: 1700, Size: 900}, {Duration: 2.5, Offset: 2600, Size: 10},
	}
	sound := manifest.DASHTrack{
		ID: "audio", Type: "audio/mp4", Codecs: "mp4a.40.2", Bandwidth: 130_000, Language: "en", Title: `The "floor" & more`,
		Media: manifest.MediaInput{URL: "audio.m4a", Init: manifest.ByteRange{Size: 600}, Segments: segments, TargetDuration: 6},
	}
	other := sound
	other.ID, other.Language, other.Title, other.Media.URL = "audio-2", "fr", "", "audio-2.m4a"
	var got bytes.Buffer
	err := manifest.WriteDASH(&got, manifest.DASHInput{
		Duration: 12.5,
		Video:    []manifest.DASHTrack{dashTrack("720p", 1280, 720, segments...), dashTrack("360p", 640, 360, segments...)},
		Audio:    []manifest.DASHTrack{sound, other},
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/manifest.mpd", got.Bytes())

	for name, in := range map[string]manifest.DASHInput{
		"nothing":             {Duration: 1},
		"no duration":         {Video: []manifest.DASHTrack{dashTrack("720p", 1280, 720, segments...)}},
		"a track of nothing":  {Duration: 1, Video: []manifest.DASHTrack{dashTrack("720p", 1280, 720)}},
		"a file of elsewhere": {Duration: 1, Video: []manifest.DASHTrack{dashTrack("https://x/720p", 1280, 720, segments...)}},
	} {
		if err := manifest.WriteDASH(&got, in); err == nil {
			t.Errorf("%s is written", name)
		}
	}
}

// TestDASHTimes holds the law that rounded durations do not add up: each
// segment starts within half a microsecond of where it should.
func TestDASHTimes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		durations := rapid.SliceOfN(rapid.Float64Range(0.01, 6), 1, 200).Draw(t, "durations")
		segments := make([]manifest.Segment, len(durations))
		var whole float64
		for i, d := range durations {
			segments[i] = manifest.Segment{Duration: d, Offset: int64(700 + i), Size: 1}
			whole += d
		}
		var out bytes.Buffer
		err := manifest.WriteDASH(&out, manifest.DASHInput{Duration: whole, Video: []manifest.DASHTrack{dashTrack("v", 2, 2, segments...)}})
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			S []struct {
				D int64 `xml:"d,attr"`
				R int   `xml:"r,attr"`
			} `xml:"Period>AdaptationSet>Representation>SegmentList>SegmentTimeline>S"`
			U []struct{} `xml:"Period>AdaptationSet>Representation>SegmentList>SegmentURL"`
		}
		if err := xml.Unmarshal(out.Bytes(), &read); err != nil {
			t.Fatal(err)
		}
		var at int64
		var want float64
		i := 0
		for _, s := range read.S {
			for range 1 + s.R {
				at += s.D
				want += durations[i]
				i++
				if math.Abs(float64(at)/1e6-want) > 0.6e-6 {
					t.Fatalf("segment %d ends at %d µs, want %v s", i, at, want)
				}
			}
		}
		if i != len(durations) || len(read.U) != len(durations) {
			t.Fatalf("%d times and %d files for %d segments", i, len(read.U), len(durations))
		}
	})
}
