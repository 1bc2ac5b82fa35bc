package manifest_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/Eyevinn/hls-m3u8/m3u8"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

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

// inAV1 is the same picture in another coding.
func inAV1(t manifest.Track) manifest.Track {
	t.URL, t.Codecs = strings.Replace(t.URL, ".m3u8", "-av1.m3u8", 1), "av01.0.08M.08"
	return t
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
		{"two codings of the same heights", "master-av1.m3u8", manifest.MasterInput{
			Video: []manifest.Track{inAV1(video(360, 400_000, 90_000)), inAV1(video(720, 990_000, 200_000)), video(360, 400_000, 150_000), video(720, 900_000, 300_000)},
			Audio: []manifest.Track{audio("audio", "en", "English")},
		}},
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

// TestMasterOrder: within a height H.264 comes first, even where it takes fewer
// bits than the other coding, and whatever the order of what comes in.
func TestMasterOrder(t *testing.T) {
	t.Parallel()
	tracks := []manifest.Track{
		video(1080, 1_800_000, 620_000), inAV1(video(1080, 1_900_000, 500_000)), video(720, 900_000, 300_000),
		inAV1(video(720, 950_000, 200_000)), video(360, 400_000, 150_000),
	}
	var want []string
	for _, track := range tracks {
		want = append(want, track.URL)
	}
	rapid.Check(t, func(t *rapid.T) {
		in := manifest.MasterInput{Video: rapid.Permutation(tracks).Draw(t, "tracks")}
		var out bytes.Buffer
		if err := manifest.WriteMaster(&out, in); err != nil {
			t.Fatal(err)
		}
		var got []string
		for line := range strings.Lines(out.String()) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				got = append(got, line)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("the variants of %v stand in another order (-want +got):\n%s", in.Video, diff)
		}
	})
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
		{"a little more than it can say", "a peak of", broken(func(t *manifest.Track) { t.Bandwidth = math.MaxUint32/2 + 1 })},
		{"an average below nothing", "an average of -1", broken(func(t *manifest.Track) { t.Average = -1 })},
		{"key frames of elsewhere", `key frames in "//a.example/k.m3u8"`, broken(func(t *manifest.Track) { t.IFrames, t.KeyBandwidth = "//a.example/k.m3u8", 1 })},
		{"key frames of no bits", "of 0 bit/s", broken(func(t *manifest.Track) { t.IFrames = "k.m3u8" })},
		{"key frames of too many bits", "of 4294967296 bit/s", broken(func(t *manifest.Track) { t.IFrames, t.KeyBandwidth = "k.m3u8", math.MaxUint32+1 })},
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

// master is a master playlist of tracks, which can be written.
func master(t *testing.T, in manifest.MasterInput) string {
	t.Helper()
	var out bytes.Buffer
	if err := manifest.WriteMaster(&out, in); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// The most that the format can say, and an average as high as the peak.
func TestWriteMasterAtItsLimits(t *testing.T) {
	t.Parallel()
	track := video(720, math.MaxUint32/2, math.MaxUint32/2)
	track.IFrames, track.KeyBandwidth = "k.m3u8", math.MaxUint32
	silent := video(360, 100, 0)
	text := master(t, manifest.MasterInput{Video: []manifest.Track{track, silent}})
	for _, want := range []string{"BANDWIDTH=2147483647,AVERAGE-BANDWIDTH=2147483647", "BANDWIDTH=4294967295,"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in:\n%s", want, text)
		}
	}
}

// A size is said where both sides are known, and the number of channels where it is.
func TestWriteMasterSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	for size, known := range map[[2]int]bool{{1280, 720}: true, {1, 1}: true, {1280, 0}: false, {0, 720}: false, {0, 0}: false} {
		track := video(720, 900_000, 300_000)
		track.Width, track.Height = size[0], size[1]
		text := master(t, manifest.MasterInput{Video: []manifest.Track{track}})
		if strings.Contains(text, "RESOLUTION") != known || strings.Contains(text, "CLOSED-CAPTIONS=NONE") != known {
			t.Errorf("of a picture of %v is said:\n%s", size, text)
		}
	}
	for channels, known := range map[int]bool{0: false, 1: true, 6: true} {
		sound := audio("audio", "en", "English")
		sound.Channels = channels
		text := master(t, manifest.MasterInput{Video: []manifest.Track{video(720, 900_000, 300_000)}, Audio: []manifest.Track{sound}})
		if strings.Contains(text, "CHANNELS") != known {
			t.Errorf("of sound of %d channels is said:\n%s", channels, text)
		}
	}
}

// Codecs are named once, however they are listed; names are those given but for
// what a quoted string cannot hold, and numbered where they are equal.
func TestWriteMasterNames(t *testing.T) {
	t.Parallel()
	first, second := audio("a", "en", "One\u2028two\u2029three\x7ffour five"), audio("b", "en", "Floor")
	first.Codecs, second.Codecs = "mp4a.40.2, ec-3", "ec-3 mp4a.40.2,opus"
	tracks := []manifest.Track{first, second, audio("c", "en", "Floor"), audio("d", "en", "Floor")}
	text := master(t, manifest.MasterInput{Video: []manifest.Track{video(720, 900_000, 300_000)}, Audio: tracks})
	for _, want := range []string{
		`CODECS="avc1.640028,mp4a.40.2,ec-3,opus"`, `NAME="One two three four five"`, `NAME="Floor"`, `NAME="Floor (2)"`, `NAME="Floor (3)"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in:\n%s", want, text)
		}
	}
}

// H.264 comes first in both of its forms.
func TestBothFormsOfH264ComeFirst(t *testing.T) {
	t.Parallel()
	other := video(720, 900_000, 300_000)
	other.URL, other.Codecs = "avc3.m3u8", "avc3.640028"
	text := master(t, manifest.MasterInput{Video: []manifest.Track{inAV1(video(720, 990_000, 200_000)), other}})
	if strings.Index(text, "avc3.m3u8") > strings.Index(text, "-av1.m3u8") {
		t.Errorf("AV1 comes first:\n%s", text)
	}
}
