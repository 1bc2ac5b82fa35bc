package manifest_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/Eyevinn/hls-m3u8/m3u8"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
)

// roles is what a DASH manifest says of its sound, a line for each set.
func roles(t *testing.T, data []byte) []string {
	t.Helper()
	type descriptor struct {
		Scheme string `xml:"schemeIdUri,attr"`
		Value  string `xml:"value,attr"`
	}
	var read struct {
		Sets []struct {
			Type          string       `xml:"contentType,attr"`
			Language      string       `xml:"lang,attr"`
			Label         string       `xml:"Label"`
			Accessibility []descriptor `xml:"Accessibility"`
			Roles         []descriptor `xml:"Role"`
		} `xml:"Period>AdaptationSet"`
	}
	if err := xml.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range read.Sets {
		if s.Type != "audio" {
			continue
		}
		line := s.Language + " " + s.Label
		for _, d := range append(s.Roles, s.Accessibility...) {
			if d.Scheme != "urn:mpeg:dash:role:2011" {
				t.Errorf("scheme %q", d.Scheme)
			}
			line += " " + d.Value
		}
		lines = append(lines, line)
	}
	return lines
}

func TestAudioRolesAndCharacteristics(t *testing.T) {
	t.Parallel()
	dub, floor, described, plain := audio("audio-2", "fr", "Français"), audio("audio", "en", "Floor"), audio("audio-3", "en", "Audio description"), audio("audio-5", "en", "")
	clearer := audio("audio-4", "en", "Clear speech")
	floor.Default, dub.Purpose, described.Described, clearer.Purpose = true, meeting.Dub, true, meeting.Clear
	commentary := audio("audio-6", "de", "Kommentar")
	commentary.Purpose = meeting.Commentary
	tracks := []manifest.Track{dub, floor, described, clearer, plain, commentary}

	var got bytes.Buffer
	if err := manifest.WriteMaster(&got, manifest.MasterInput{Video: []manifest.Track{video(720, 900_000, 300_000)}, Audio: tracks}); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/master-sounds.m3u8", got.Bytes())

	var in manifest.DASHInput
	in.Duration = 5
	for _, tr := range tracks {
		d := dashTrack(tr.URL, 0, 0, manifest.Segment{Duration: 5, Offset: 700, Size: 1000})
		d.Language, d.Title, d.Default, d.Described, d.Purpose = tr.Language, tr.Title, tr.Default, tr.Described, tr.Purpose
		in.Audio = append(in.Audio, d)
	}
	got.Reset()
	if err := manifest.WriteDASH(&got, in); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"fr Français dub", "en Floor main", "en Audio description alternate description",
		"en Clear speech alternate enhanced-audio-intelligibility", "en  alternate", "de Kommentar commentary",
	}
	if diff := cmp.Diff(want, roles(t, got.Bytes())); diff != "" {
		t.Errorf("what DASH says of the sound (-want +got):\n%s", diff)
	}
	// Captions find their place beside any of them.
	if _, err := manifest.DASHWithText(got.Bytes(), "../x/", []manifest.TextTrack{{ID: "en", URL: "en.vtt"}}); err != nil {
		t.Errorf("with captions: %v", err)
	}
}

// TestRefusesTwoDefaultTracks: one track is the default, whatever comes in, and the names of
// all differ. No two are chosen automatically for the same language and the same
// needs.
func TestRefusesTwoDefaultTracks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := manifest.MasterInput{Video: []manifest.Track{video(720, 900_000, 300_000)}}
		for i := range rapid.IntRange(1, 6).Draw(t, "tracks") {
			tr := audio(fmt.Sprintf("a%d", i), rapid.SampledFrom([]string{"", "en", "EN", "fr"}).Draw(t, "language"), rapid.SampledFrom([]string{"", "Floor", `"Floor"`}).Draw(t, "title"))
			tr.Default, tr.Described = rapid.Bool().Draw(t, "default"), rapid.Bool().Draw(t, "described")
			in.Audio = append(in.Audio, tr)
		}
		var out bytes.Buffer
		if err := manifest.WriteMaster(&out, in); err != nil {
			t.Fatal(err)
		}
		var urls []string
		for line := range strings.Lines(out.String()) {
			if _, url, found := strings.Cut(line, `,URI="a`); found && strings.HasPrefix(line, "#EXT-X-MEDIA") {
				urls = append(urls, "a"+strings.TrimSuffix(strings.TrimSpace(url), `"`))
			}
		}
		for i, url := range urls {
			if url != in.Audio[i].URL {
				t.Fatalf("tracks stand in the order %q", urls)
			}
		}
		list, _, err := m3u8.Decode(out, true)
		if err != nil || len(urls) != len(in.Audio) {
			t.Fatalf("%d tracks, %v", len(urls), err)
		}
		names, chosen, defaults := map[string]bool{}, map[string]bool{}, 0
		for _, a := range list.(*m3u8.MasterPlaylist).GetAllAlternatives() {
			needs := strings.ToLower(a.Language) + a.Characteristics
			switch {
			case names[a.Name]:
				t.Errorf("two are called %q", a.Name)
			case a.Autoselect && chosen[needs]:
				t.Errorf("two are chosen for %q", needs)
			case a.Default && !a.Autoselect:
				t.Errorf("the default %q is not chosen", a.Name)
			}
			names[a.Name], chosen[needs] = true, chosen[needs] || a.Autoselect
			if a.Default {
				defaults++
			}
		}
		if defaults != 1 {
			t.Errorf("%d defaults", defaults)
		}
	})
}
