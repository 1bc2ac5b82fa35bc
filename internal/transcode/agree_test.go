package transcode_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
)

// trackInfo is how a format describes an audio track. Language is as in HLS and
// DASH, or, of plain files, as they write it.
type trackInfo struct {
	Language, Title    string
	Default, Described bool
}

// hlsTracks are the audio tracks of the master playlist of p, in its order. There, a
// track without a title has its language for a name.
func hlsTracks(t *testing.T, p product) []trackInfo {
	t.Helper()
	origin := manifest.Origin{Step: p.list.Key(), Run: runID}
	var renditions []manifest.Rendition
	for _, r := range p.res.Renditions {
		renditions = append(renditions, origin.Rendition(r, map[string]meeting.Object{r.Playlist: {Name: r.Playlist}}))
	}
	var out bytes.Buffer
	if err := manifest.WriteMaster(&out, manifest.MasterOf(renditions, nil)); err != nil {
		t.Fatal(err)
	}
	var list []trackInfo
	for line := range strings.Lines(out.String()) {
		if !strings.HasPrefix(line, "#EXT-X-MEDIA:TYPE=AUDIO") {
			continue
		}
		value := func(name string) string {
			_, rest, _ := strings.Cut(line, name+`="`)
			text, _, _ := strings.Cut(rest, `"`)
			return text
		}
		one := trackInfo{
			Language: value("LANGUAGE"), Title: value("NAME"), Default: strings.Contains(line, "DEFAULT=YES,AUTOSELECT=YES"),
			Described: value("CHARACTERISTICS") == "public.accessibility.describes-video",
		}
		if one.Title == one.Language {
			one.Title = ""
		}
		list = append(list, one)
	}
	return list
}

func dashTracks(t *testing.T, p product) []trackInfo {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(p.place(p.list), p.res.DASH))
	if err != nil {
		t.Fatal(err)
	}
	type value struct {
		Value string `xml:"value,attr"`
	}
	var mpd struct {
		Sets []struct {
			Type          string  `xml:"contentType,attr"`
			Language      string  `xml:"lang,attr"`
			Label         string  `xml:"Label"`
			Accessibility []value `xml:"Accessibility"`
			Roles         []value `xml:"Role"`
		} `xml:"Period>AdaptationSet"`
	}
	if err = xml.Unmarshal(data, &mpd); err != nil {
		t.Fatal(err)
	}
	var list []trackInfo
	for _, s := range mpd.Sets {
		if s.Type == "audio" {
			list = append(list, trackInfo{s.Language, s.Label, slices.Contains(s.Roles, value{"main"}), slices.Contains(s.Accessibility, value{"description"})})
		}
	}
	return list
}

func fileTracks(t *testing.T, p product, name string) []trackInfo {
	t.Helper()
	out, _ := run(t, p.place(p.files), "ffprobe", "-v", "error", "-select_streams", "a", "-show_streams", "-of", "json", filepath.Join(p.place(p.files), name))
	var read struct {
		Streams []struct {
			Tags        map[string]string `json:"tags"`
			Disposition map[string]int    `json:"disposition"`
		} `json:"streams"`
	}
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	var list []trackInfo
	for _, s := range read.Streams {
		title := s.Tags["handler_name"]
		if title == "SoundHandler" { // ffmpeg's own
			title = ""
		}
		list = append(list, trackInfo{s.Tags["language"], title, s.Disposition["default"] == 1, s.Disposition["visual_impaired"] == 1})
	}
	return list
}

// TestFormatsAgreeOnTracks: HLS, DASH, MP4 and M4A name the same tracks in the
// same order, with the same languages and titles, and play the same by default.
func TestFormatsAgreeOnTracks(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	silent := []string{"-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo"}
	src := film(t, "x.mkv", scene("320x240", 25, 3), silent, voice(-9, 1, 1), voice(-12, 1, 1), voice(-15, 1, 1), x264(
		"-t", "3", "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map", "4", "-map", "2",
		"-metadata:s:a:0", "title=Room", "-metadata:s:a:0", "language=eng",
		"-metadata:s:a:1", "title=Audio description", "-metadata:s:a:1", "language=eng",
		"-metadata:s:a:2", "language=fra",
		"-metadata:s:a:3", "title=普通话", "-metadata:s:a:3", "language=zh-Hans",
		"-metadata:s:a:4", "title=Floor",
		"-disposition:a:0", "default", "-disposition:a:1", "default+visual_impaired", "-disposition:a:2", "0", "-disposition:a:3", "dub", "-disposition:a:4", "0"))
	p := produce(t, src)

	// The first is silent and the second a description, whatever their marks say.
	want := []trackInfo{
		{"fr", "", true, false},
		{"en", "Room", false, false},
		{"en", "Audio description", false, true},
		{"zh-Hans", "普通话", false, false},
		{"", "Floor", false, false},
	}
	if diff := cmp.Diff(want, hlsTracks(t, p)); diff != "" {
		t.Errorf("HLS (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, dashTracks(t, p)); diff != "" {
		t.Errorf("DASH (-want +got):\n%s", diff)
	}
	for i, code := range []string{"fra", "eng", "eng", "zho", "und"} {
		want[i].Language = code
	}
	for _, name := range []string{p.plain.MP4, p.plain.M4A} {
		if diff := cmp.Diff(want, fileTracks(t, p, name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if warning := "has a sound track with nothing but silence (track 1), so track 3 is played by default"; !slices.Equal(p.warnings, []string{warning}) {
		t.Errorf("warnings = %q, want %q", p.warnings, warning)
	}
}
