package manifest_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/Eyevinn/hls-m3u8/m3u8"

	"proceedings/internal/manifest"
)

func video(height, peak, average int) manifest.Track {
	return manifest.Track{
		URL: "../../derived/t/" + map[int]string{1080: "1080p", 720: "720p", 360: "360p"}[height] + ".m3u8", Codecs: "avc1.640028",
		Width: height * 16 / 9, Height: height, FrameRate: 25, Bandwidth: peak, Average: average,
	}
}

func audio(name, language, title string) manifest.Track {
	return manifest.Track{URL: name + ".m3u8", Codecs: "mp4a.40.2", Bandwidth: 98_000, Average: 96_000, Language: language, Title: title, Channels: 2}
}

func TestWriteMaster(t *testing.T) {
	t.Parallel()
	louder := audio("audio-fr", "fr", "Français")
	louder.Bandwidth, louder.Average, louder.Codecs = 130_000, 128_000, "opus"
	tests := []struct {
		name, golden string
		in           manifest.MasterInput
	}{
		{"three rungs and one language", "master.m3u8", manifest.MasterInput{
			Video: []manifest.Track{video(360, 400_000, 150_000), video(1080, 1_800_000, 620_000), video(720, 900_000, 300_000)},
			Audio: []manifest.Track{audio("audio", "en", "English")},
		}},
		{"two languages of which the louder counts", "master-two-languages.m3u8", manifest.MasterInput{
			Video: []manifest.Track{video(720, 900_000, 300_000)},
			Audio: []manifest.Track{audio("audio", "en", "English"), louder},
		}},
		{"names and languages that clash or cannot be quoted", "master-names.m3u8", manifest.MasterInput{
			Video: []manifest.Track{video(720, 900_000, 300_000)},
			Audio: []manifest.Track{audio("a", "en", "The \"floor\"\n#EXT-X-ENDLIST"), audio("b", "EN", "Floor"), audio("c", "x\"y", "Floor"), audio("d", "", "")},
		}},
		{"sound alone", "master-audio.m3u8", manifest.MasterInput{Audio: []manifest.Track{audio("audio", "en", "English")}}},
		{"sound alone in two languages", "master-audio-two-languages.m3u8", manifest.MasterInput{Audio: []manifest.Track{audio("audio", "en", "English"), audio("fr", "fr", "Français")}}},
		{"a silent recording", "master-silent.m3u8", manifest.MasterInput{Video: []manifest.Track{video(360, 400_000, 150_000)}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := manifest.WriteMaster(&got, tt.in); err != nil {
				t.Fatal(err)
			}
			golden(t, "testdata/"+tt.golden, got.Bytes())
			list, kind, err := m3u8.Decode(got, true)
			if err != nil || kind != m3u8.MASTER {
				t.Fatalf("a strict reader says %v, kind %v", err, kind)
			}
			if n := len(list.(*m3u8.MasterPlaylist).Variants); n != max(1, len(tt.in.Video)) {
				t.Errorf("a reader finds %d variants for %d rungs", n, len(tt.in.Video))
			}
		})
	}
}

func TestWriteMasterRefuses(t *testing.T) {
	t.Parallel()
	broken := func(change func(*manifest.Track)) manifest.MasterInput {
		track := video(720, 900_000, 300_000)
		change(&track)
		return manifest.MasterInput{Video: []manifest.Track{track}}
	}
	tests := []struct {
		name, want string
		in         manifest.MasterInput
	}{
		{"nothing", "neither video nor audio", manifest.MasterInput{}},
		{"no bandwidth", "a peak of 0 bit/s", broken(func(t *manifest.Track) { t.Bandwidth = 0 })},
		{"more bits than the format can say", "a peak of", broken(func(t *manifest.Track) { t.Bandwidth = math.MaxUint32 })},
		{"an average above the peak", "an average of 900001", broken(func(t *manifest.Track) { t.Average = 900_001 })},
		{"no codecs", `codecs ""`, broken(func(t *manifest.Track) { t.Codecs = "" })},
		{"codecs that break out of their quotes", "codecs", broken(func(t *manifest.Track) { t.Codecs = "avc1\"\n#EXT" })},
		{"a URL on another host", "not a plain relative path", broken(func(t *manifest.Track) { t.URL = "https://example.org/x.m3u8" })},
		{"a URL of two lines", "not a plain relative path", broken(func(t *manifest.Track) { t.URL = "a\nb" })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			err := manifest.WriteMaster(&got, tt.in)
			if err == nil || !strings.Contains(err.Error(), tt.want) || got.Len() > 0 {
				t.Errorf("WriteMaster = %v with %d bytes written, want an error with %q and nothing written", err, got.Len(), tt.want)
			}
		})
	}
}

// sixes are n segments of about six seconds and a short one at the end.
func sixes(n int) []manifest.Segment {
	segments := make([]manifest.Segment, 0, n+1)
	at := int64(1234)
	for i := range n {
		size := int64(300_000 + 1000*i)
		segments = append(segments, manifest.Segment{Duration: 6.006, Offset: at, Size: size})
		at += size
	}
	return append(segments, manifest.Segment{Duration: 1.0010001, Offset: at, Size: 50_000})
}

func media() manifest.MediaInput {
	return manifest.MediaInput{URL: "720p.mp4", Init: manifest.ByteRange{Size: 1234}, Segments: sixes(3), TargetDuration: 7}
}

func TestWriteMedia(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	if err := manifest.WriteMedia(&got, media()); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/media.m3u8", got.Bytes())
	text := got.String()
	const quoted, bare = `BYTERANGE="1234@0"`, `BYTERANGE=1234@0`
	if want := `#EXT-X-MAP:URI="720p.mp4",` + quoted + "\n"; !strings.Contains(text, want) {
		t.Errorf("the playlist has no line %s:\n%s", want, text)
	}
	// The reader of hls-m3u8 v0.6.0 shares its writer's mistake.
	got = *bytes.NewBufferString(strings.Replace(text, quoted, bare, 1))
	list, kind, err := m3u8.Decode(got, true)
	if err != nil || kind != m3u8.MEDIA {
		t.Fatalf("a strict reader says %v, kind %v", err, kind)
	}
	pl := list.(*m3u8.MediaPlaylist)
	for i, want := range media().Segments {
		seg := pl.GetAllSegments()[i]
		if seg.Limit != want.Size || seg.Offset != want.Offset || math.Abs(seg.Duration-want.Duration) > 1e-6 {
			t.Errorf("segment %d reads %d@%d for %v s, want %+v", i, seg.Limit, seg.Offset, seg.Duration, want)
		}
	}
	if pl.Map.Limit != 1234 || pl.Map.Offset != 0 || !pl.Closed || pl.TargetDuration != 7 {
		t.Errorf("playlist = %+v, want the map 1234@0, target 7, closed", pl)
	}
}

func TestWriteMediaRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		change     func(*manifest.MediaInput)
	}{
		{"no segments", "no segments", func(in *manifest.MediaInput) { in.Segments = nil }},
		{"no initialisation section", "0 bytes at 0", func(in *manifest.MediaInput) { in.Init.Size = 0 }},
		{"a segment over the one before", "segment 1 has", func(in *manifest.MediaInput) { in.Segments[1].Offset-- }},
		{"a segment over the initialisation section", "segment 0 has", func(in *manifest.MediaInput) { in.Segments[0].Offset = 0 }},
		{"a segment without bytes", "segment 2 has 0 bytes", func(in *manifest.MediaInput) { in.Segments[2].Size = 0 }},
		{"a segment without time", "segment 0 lasts 0 s", func(in *manifest.MediaInput) { in.Segments[0].Duration = 0 }},
		{"a segment of no number", "segment 0 lasts NaN s", func(in *manifest.MediaInput) { in.Segments[0].Duration = math.NaN() }},
		{"a target duration that is too short", "more than the target duration of 5 s", func(in *manifest.MediaInput) { in.TargetDuration = 5 }},
		{"a URL that starts a tag", "not a plain relative path", func(in *manifest.MediaInput) { in.URL = "#EXT-X" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := media()
			tt.change(&in)
			var got bytes.Buffer
			err := manifest.WriteMedia(&got, in)
			if err == nil || !strings.Contains(err.Error(), tt.want) || got.Len() > 0 {
				t.Errorf("WriteMedia = %v with %d bytes written, want an error with %q and nothing written", err, got.Len(), tt.want)
			}
		})
	}
}
