package manifest_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/Eyevinn/hls-m3u8/m3u8"

	"proceedings/internal/manifest"
)

func TestHLSChapters(t *testing.T) {
	t.Parallel()
	r := manifest.Recording{ID: "a", Duration: 100, Chapters: []manifest.Chapter{{Start: 0, End: 10.1004, Title: "A \"b\"\n<c>"}, {Start: 10.1004, End: 100, Title: ""}}}
	at := 5.5
	named := manifest.Presentation{ID: "p", Title: "Clear water", Start: &at}
	for _, tt := range []struct {
		name, want string
		m          manifest.Manifest
	}{
		{"chapters", `[{"chapter":1,"start-time":0,"duration":10.1,"titles":[{"language":"de","title":"A \"b\" <c>"}]},` +
			`{"chapter":2,"start-time":10.1,"duration":89.9,"titles":[{"language":"de","title":"Chapter 2"}]}]`, manifest.Manifest{Language: "de", Recordings: []manifest.Recording{r}}},
		{"presentations, in an unknown language", `[{"chapter":1,"start-time":5.5,"duration":94.5,"titles":[{"language":"und","title":"Clear water"}]}]`, manifest.Manifest{
			Recordings: []manifest.Recording{{ID: "a", Duration: 100}}, Presentations: []manifest.Presentation{named},
		}},
		{"none", `[]`, manifest.Manifest{Recordings: []manifest.Recording{{ID: "a", Duration: 100}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := manifest.WriteHLSChapters(&out, tt.m, tt.m.Recordings[0]); err != nil {
				t.Fatal(err)
			}
			if got := compacted(t, out.Bytes()); got != tt.want {
				t.Errorf("chapters are\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestMasterNamesTheChapters(t *testing.T) {
	t.Parallel()
	in := manifest.MasterInput{Video: []manifest.Track{video(720, 900_000, 300_000)}, Chapters: "hls-chapters.json", Start: 5}
	var out bytes.Buffer
	if err := manifest.WriteMaster(&out, in); err != nil {
		t.Fatal(err)
	}
	if want := "#EXT-X-SESSION-DATA:DATA-ID=\"com.apple.hls.chapters\",URI=\"hls-chapters.json\"\n"; strings.Count(out.String(), want) != 1 {
		t.Errorf("the playlist lacks %s:\n%s", want, out.String())
	}
	if _, kind, err := m3u8.Decode(out, true); err != nil || kind != m3u8.MASTER {
		t.Errorf("a strict reader says %v, kind %v", err, kind)
	}
	in.Chapters = "https://example.org/x.json"
	if err := manifest.WriteMaster(&out, in); err == nil {
		t.Error("a URL on another host is accepted")
	}
}

func compacted(t *testing.T, data []byte) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, data); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
