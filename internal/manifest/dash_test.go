package manifest_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/manifest"
)

func dashTrack(id string, width, height int, segments ...manifest.Segment) manifest.DASHTrack {
	return manifest.DASHTrack{
		ID: id, Type: "video/mp4", Codecs: "avc1.64001F", Width: width, Height: height, FrameRate: 29.97, Bandwidth: 900_000,
		Media: oneFile(id+".mp4", 700, segments...),
	}
}

func TestWriteDASH(t *testing.T) {
	t.Parallel()
	segments := []manifest.Segment{
		{Duration: 5, Offset: 700, Size: 1000}, {Duration: 5, Offset: 1700, Size: 900}, {Duration: 2.5, Offset: 2600, Size: 10},
	}
	sound := manifest.DASHTrack{
		ID: "audio", Type: "audio/mp4", Codecs: "mp4a.40.2", Bandwidth: 130_000, Language: "en", Title: `The "floor" & more`,
		Media: oneFile("audio.m4a", 600, segments...),
	}
	other := sound
	other.ID, other.Language, other.Title, other.Media = "audio-2", "fr", "", oneFile("audio-2.m4a", 600, segments...)
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
		"sound of nothing":    {Duration: 1, Audio: []manifest.DASHTrack{dashTrack("audio", 0, 0)}},
		"no duration":         {Video: []manifest.DASHTrack{dashTrack("720p", 1280, 720, segments...)}},
		"a track of nothing":  {Duration: 1, Video: []manifest.DASHTrack{dashTrack("720p", 1280, 720)}},
		"a file of elsewhere": {Duration: 1, Video: []manifest.DASHTrack{dashTrack("https://x/720p", 1280, 720, segments...)}},
	} {
		if err := manifest.WriteDASH(&got, in); err == nil {
			t.Errorf("%s is written", name)
		}
	}
	two := manifest.DASHInput{Video: []manifest.DASHTrack{dashTrack("720p", 1280, 720, segments...)}, Audio: []manifest.DASHTrack{sound}}
	if err := manifest.WriteDASH(&got, two); err == nil || !strings.Contains(err.Error(), "2 tracks of 0 s") {
		t.Errorf("two tracks without a duration: %v", err)
	}
	two.Duration = 12.5
	if err := manifest.WriteDASH(&got, two); err != nil {
		t.Errorf("one picture and one sound: %v", err)
	}
}

// oneFile is a rendition whose media is one file.
func oneFile(url string, init int64, segments ...manifest.Segment) manifest.MediaInput {
	part := manifest.MediaPart{URL: url, Init: manifest.ByteRange{Size: init}, Segments: segments}
	return manifest.MediaInput{Parts: []manifest.MediaPart{part}, TargetDuration: 6}
}

// TestDASHOfSeveralFiles: the segments of all files stand in one list, and each
// coding of the picture in an adaptation set of its own.
func TestDASHOfSeveralFiles(t *testing.T) {
	t.Parallel()
	track := func(id, codecs string) manifest.DASHTrack {
		tr := dashTrack(id, 1280, 720)
		tr.Codecs, tr.Media = codecs, parts(id, "aa", "aa")
		return tr
	}
	sound := dashTrack("audio", 0, 0)
	sound.Type, sound.Codecs, sound.FrameRate, sound.Media = "audio/mp4", "mp4a.40.2", 0, parts("audio", "bb")
	in := manifest.DASHInput{
		Duration: 20, Audio: []manifest.DASHTrack{sound},
		Video: []manifest.DASHTrack{track("720p-av1", "av01.0.05M.08"), track("720p", "avc1.64001F"), track("360p-av1", "av01.0.01M.08"), track("360p", "avc1.4D401E")},
	}
	var got bytes.Buffer
	if err := manifest.WriteDASH(&got, in); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/parts.mpd", got.Bytes())
	var read struct {
		Sets []struct {
			ID              string `xml:"id,attr"`
			Representations []struct {
				ID string `xml:"id,attr"`
			} `xml:"Representation"`
		} `xml:"Period>AdaptationSet"`
	}
	if err := xml.Unmarshal(got.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	var sets []string
	for _, set := range read.Sets {
		line := set.ID + ":"
		for _, r := range set.Representations {
			line += " " + r.ID
		}
		sets = append(sets, line)
	}
	if diff := cmp.Diff([]string{"0: 720p 360p", "1: 720p-av1 360p-av1", "2: audio"}, sets); diff != "" {
		t.Errorf("the adaptation sets differ (-want +got):\n%s", diff)
	}

	got.Reset()
	in.Video[1].Media = parts("720p", "aa", "aa", "cc")
	if err := manifest.WriteDASH(&got, in); !errors.Is(err, manifest.ErrInits) || got.Len() > 0 {
		t.Errorf("WriteDASH of files with initialisation sections that differ = %v with %d bytes written, want ErrInits and nothing written", err, got.Len())
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
