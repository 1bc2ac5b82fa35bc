package manifest_test

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
)

// A DASH manifest of ours, at another place, with captions.
func TestDASHWithText(t *testing.T) {
	t.Parallel()
	written, err := os.ReadFile("testdata/manifest.mpd")
	if err != nil {
		t.Fatal(err)
	}
	texts := []manifest.TextTrack{
		{ID: "en", URL: "../../derived/c/1/captions.vtt", Language: "en", Title: `English "&" <more>`, Bandwidth: 80},
		{ID: "captions", URL: "../../derived/c/2/captions.vtt", Language: `"><x`},
	}
	got, err := manifest.DASHWithText(written, "../../derived/p/1/", texts)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/manifest-text.mpd", got)

	for name, tt := range map[string]struct {
		written string
		base    string
		url     string
	}{
		"another's manifest":    {"<MPD><Period></Period></MPD>", "a/", "b.vtt"},
		"a set within a set":    {strings.Replace(string(written), "<AdaptationSet ", `<AdaptationSet a="<AdaptationSet "`, 1), "a/", "b.vtt"},
		"a base of elsewhere":   {string(written), "https://bees.example/", "b.vtt"},
		"a base that is a file": {string(written), "a", "b.vtt"},
		"captions of elsewhere": {string(written), "a/", "//bees.example/b.vtt"},
	} {
		if _, err := manifest.DASHWithText([]byte(tt.written), tt.base, []manifest.TextTrack{{ID: "en", URL: tt.url}}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// Captions stand in a group of their own, with names that differ, and the first
// is on.
func TestMasterWithCaptions(t *testing.T) {
	t.Parallel()
	in := manifest.MasterOf(manifesttest.Sample().Recordings[0].Renditions, []manifest.Captions{
		{ID: "en", Language: "en", Label: "English", Playlist: manifest.File{URL: "a.m3u8"}},
		{ID: "en-2", Language: "en", Label: "English", Playlist: manifest.File{URL: "b.m3u8"}},
		{ID: "captions", Label: `"quoted"`, Playlist: manifest.File{URL: "c.m3u8"}},
		{ID: "unlisted", Label: "without a playlist"},
	})
	in.Video = nil // sound alone has captions too
	var out bytes.Buffer
	if err := manifest.WriteMaster(&out, in); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/master-captions.m3u8", out.Bytes())
	in.Text[0].URL = "https://bees.example/a.m3u8"
	if err := manifest.WriteMaster(io.Discard, in); err == nil {
		t.Error("captions of elsewhere are listed")
	}
	for url, duration := range map[string]float64{"//bees.example/a.vtt": 1, "a.vtt": 0} {
		if err := manifest.WriteTextPlaylist(io.Discard, url, duration); err == nil {
			t.Errorf("%q of %v s is listed", url, duration)
		}
	}
}
