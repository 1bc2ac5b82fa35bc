package manifest_test

import (
	"bytes"
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

// trimmed is a recording of 100 s of which 20 to 80 s are played.
func trimmed() manifest.Recording {
	return manifest.Recording{
		ID: "a", Kind: manifest.Video, Duration: 100, Trim: &manifest.Trim{Start: 20, End: 80},
		MP4: manifesttest.File("a.mp4", "video/mp4", 9), M4A: manifesttest.File("a.m4a", "audio/mp4", 9),
		TrimmedMP4: manifesttest.File("part.mp4", "video/mp4", 6),
	}
}

func TestOfferedFiles(t *testing.T) {
	t.Parallel()
	whole, noFile, without := trimmed(), trimmed(), trimmed()
	whole.Trim, noFile.TrimmedMP4, without.MP4, without.TrimmedMP4 = nil, manifest.File{}, manifest.File{}, manifest.File{}
	for _, tt := range []struct {
		name          string
		r             manifest.Recording
		url           string
		start, length float64
		played        float64
	}{
		{"with the trimmed file", trimmed(), "part.mp4", 20, 60, 60},
		{"before it is made", noFile, "a.mp4", 0, 100, 60},
		{"not trimmed", whole, "a.mp4", 0, 100, 100},
		{"no file", without, "", 0, 100, 60},
	} {
		f := tt.r.OfferedMP4()
		if f.URL != tt.url || f.Start != tt.start || f.Duration != tt.length || tt.r.PlayedSeconds() != tt.played {
			t.Errorf("%s: %q from %v s for %v s, plays %v s", tt.name, f.URL, f.Start, f.Duration, tt.r.PlayedSeconds())
		}
		if audio := tt.r.OfferedM4A(); audio.URL != "a.m4a" || audio.Start != 0 {
			t.Errorf("%s: audio %+v", tt.name, audio)
		}
	}
}

func TestIntervalsWithinTrim(t *testing.T) {
	t.Parallel()
	at := func(seconds float64) *float64 { return &seconds }
	m := manifest.Manifest{Recordings: []manifest.Recording{trimmed()}, Presentations: []manifest.Presentation{
		{ID: "before", Start: at(0), End: at(10)}, {ID: "first", Start: at(10), End: at(40)}, {ID: "last", Start: at(50)}, {ID: "after", Start: at(90)},
	}}
	want := map[string][2]float64{"first": {20, 40}, "last": {50, 80}}
	for _, p := range m.Presentations {
		start, end, known := m.Interval(p)
		if interval, has := want[p.ID]; known != has || [2]float64{start, end} != interval && known {
			t.Errorf("%s: %v to %v, known %t", p.ID, start, end, known)
		}
	}
}

func TestMasterBeginsWithTheTrim(t *testing.T) {
	t.Parallel()
	for start, want := range map[float64]string{42.5: "#EXT-X-START:TIME-OFFSET=42.500,PRECISE=YES\n", 0: ""} {
		var out bytes.Buffer
		in := manifest.MasterInput{Video: []manifest.Track{video(720, 900_000, 300_000)}, Audio: []manifest.Track{audio("audio", "en", "English")}, Start: start}
		if err := manifest.WriteMaster(&out, in); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); want != "" && strings.Count(text, want) != 1 || want == "" && strings.Contains(text, "EXT-X-START") {
			t.Errorf("a start at %v s:\n%s", start, text)
		}
	}
}

// TestTrimInOtherFormats checks that a file, its duration and times in it fit each other.
func TestTrimInOtherFormats(t *testing.T) {
	t.Parallel()
	r := trimmed()
	r.Chapters = []manifest.Chapter{{Start: 20, End: 50, Title: "A"}, {Start: 50, End: 80, Title: "B"}}
	r.Captions = []manifest.Captions{{ID: "en", Label: "English", VTT: manifesttest.File("en.vtt", "text/vtt", 1)}}
	m := manifest.Manifest{ID: "m", State: manifest.Published, Title: "M", Date: "2026-03-14", Visibility: meeting.Public, Recordings: []manifest.Recording{r}}
	site := meeting.Site{Base: "https://media.example.org/"}
	head, err := manifest.HeadOf(m, site, nil)
	if err != nil {
		t.Fatal(err)
	}
	text := string(head.JSONLD)
	for _, meta := range head.Metas {
		text += "\n" + meta.Property + "=" + meta.Content
	}
	compact := strings.NewReplacer(" ", "", "\n", ";").Replace(text)
	for _, want := range []string{
		`"duration":"PT0H1M0S"`, `"contentUrl":"https://media.example.org/meetings/m/part.mp4"`, `"startOffset":0,`, `"startOffset":30,`, `"endOffset":60`,
		`m/index.html?t=20"`, `m/index.html?t=50"`, "video:duration=60", "og:video=https://media.example.org/meetings/m/part.mp4",
	} {
		if !strings.Contains(compact, want) {
			t.Errorf("the page's head lacks %s:\n%s", want, text)
		}
	}
	if strings.Contains(compact, "en.vtt") {
		t.Errorf("the captions do not fit the file:\n%s", text)
	}
	iiif, err := manifest.IIIF(m, site)
	if err != nil {
		t.Fatal(err)
	}
	compact = strings.NewReplacer(" ", "", "\n", "").Replace(string(iiif))
	for _, want := range []string{`"duration":100,`, "recording-a#t=20,50", `/a.mp4"`, `/part.mp4"`, `/en.vtt"`} {
		if !strings.Contains(compact, want) {
			t.Errorf("the IIIF manifest lacks %s:\n%s", want, iiif)
		}
	}
}
