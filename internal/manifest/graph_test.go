package manifest_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

// node is one of the things in a page's JSON-LD.
type node struct {
	ID          string   `json:"@id"`
	Type        string   `json:"@type"`
	Name        string   `json:"name"`
	Language    string   `json:"inLanguage"`
	Created     string   `json:"dateCreated"`
	Uploaded    string   `json:"uploadDate"`
	Content     string   `json:"contentUrl"`
	Format      string   `json:"encodingFormat"`
	URL         string   `json:"url"`
	Transcript  string   `json:"transcript"`
	Thumbnails  []string `json:"thumbnailUrl"`
	StartOffset float64  `json:"startOffset"`
	Authors     []node   `json:"author"`
	Parts       []node   `json:"hasPart"`
	Media       []node   `json:"associatedMedia"`
}

// nodes are the things in the JSON-LD of m's page, by the end of their @id.
func nodes(t *testing.T, m manifest.Manifest, transcripts map[string]string) map[string]node {
	t.Helper()
	head, err := manifest.HeadOf(m, theSite(), transcripts)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Graph []node `json:"@graph"`
	}
	if err := json.Unmarshal(head.JSONLD, &doc); err != nil {
		t.Fatal(err)
	}
	list := map[string]node{}
	for _, n := range doc.Graph {
		_, name, _ := strings.Cut(n.ID, "#")
		list[name] = n
	}
	return list
}

// Of a recording the plain file is named, of its kind where there is one.
func TestGraphNamesThePlainFile(t *testing.T) {
	t.Parallel()
	const in = "https://media.example.org/archive/meetings/m/"
	for _, tt := range []struct {
		name                string
		m                   manifest.Manifest
		kind, content, form string
	}{
		{"a video", small(manifest.Video, "a.m3u8", "a.mp4", "a.m4a"), "VideoObject", "a.mp4", "video/mp4"},
		{"a video in pieces", small(manifest.Video, "a.m3u8", "", "a.m4a"), "VideoObject", "a.m3u8", "application/vnd.apple.mpegurl"},
		{"a video without its picture", small(manifest.Video, "", "", "a.m4a"), "VideoObject", "a.m4a", "audio/mp4"},
		{"sound", small(manifest.Audio, "a.m3u8", "a.mp4", "a.m4a"), "AudioObject", "a.m4a", "audio/mp4"},
		{"sound in pieces", small(manifest.Audio, "a.m3u8", "a.mp4", ""), "AudioObject", "a.m3u8", "application/vnd.apple.mpegurl"},
	} {
		got := nodes(t, tt.m, nil)["recording-hall"]
		if got.Type != tt.kind || got.Content != in+tt.content || got.Format != tt.form {
			t.Errorf("%s is %s %s of type %s", tt.name, got.Type, got.Content, got.Format)
		}
	}
	if _, found := nodes(t, small(manifest.Video, "", "", ""), nil)["recording-hall"]; found {
		t.Error("a recording that cannot be played is named")
	}
}

// A transcript that fits is given whole, a longer one not at all.
func TestGraphTranscripts(t *testing.T) {
	t.Parallel()
	for length, given := range map[int]bool{20_000: true, 20_001: false} {
		got := nodes(t, small(manifest.Video, "a.m3u8", "", ""), map[string]string{"hall": strings.Repeat("w", length)})["recording-hall"]
		if (len(got.Transcript) == length) != given || !given && got.Transcript != "" {
			t.Errorf("of %d bytes %d are given", length, len(got.Transcript))
		}
	}
}

// Search engines refuse two clips that begin at once: the first stays.
func TestGraphClips(t *testing.T) {
	t.Parallel()
	m := small(manifest.Video, "a.m3u8", "", "")
	m.Recordings[0].Chapters = []manifest.Chapter{
		{End: 10, Title: "A"}, {End: 20, Title: "B"}, {Start: 20, End: 30, Title: "C"}, {Start: 20, End: 40, Title: "D"}, {Start: 40, End: 50, Title: "E"},
	}
	var got []string
	for _, clip := range nodes(t, m, nil)["recording-hall"].Parts {
		got = append(got, fmt.Sprintf("%s at %v", clip.Name, clip.StartOffset))
	}
	if diff := cmp.Diff([]string{"A at 0", "C at 20", "E at 40"}, got); diff != "" {
		t.Errorf("clips (-want +got):\n%s", diff)
	}
}

// The clip of a presentation has its speakers; other chapters have none.
func TestGraphClipsNameSpeakers(t *testing.T) {
	t.Parallel()
	m, start := small(manifest.Video, "a.m3u8", "", ""), 10.0
	m.Recordings[0].Chapters = []manifest.Chapter{{End: 10, Title: "Intro"}, {Start: 10, End: 50, Title: "Bees"}}
	m.Presentations = []manifest.Presentation{{ID: "bees", Title: "Bees", Start: &start, Speakers: []string{" Ada\nDiallo", " ", "Bo"}}}
	clips := nodes(t, m, nil)["recording-hall"].Parts
	want := []node{{Type: "Person", Name: "Ada Diallo"}, {Type: "Person", Name: "Bo"}}
	if diff := cmp.Diff(want, clips[1].Authors); diff != "" || len(clips[0].Authors) > 0 {
		t.Errorf("speakers of the first clip %v, of the second (-want +got):\n%s", clips[0].Authors, diff)
	}
}

// A presentation leads to its recording only where its place in it is known and
// can be played.
func TestGraphOfPresentations(t *testing.T) {
	t.Parallel()
	start := 10.0
	for name, tt := range map[string]struct {
		m     manifest.Manifest
		p     manifest.Presentation
		media bool
	}{
		"timed":                       {small(manifest.Video, "a.m3u8", "", ""), manifest.Presentation{Start: &start}, true},
		"not timed":                   {small(manifest.Video, "a.m3u8", "", ""), manifest.Presentation{}, false},
		"of a recording not made yet": {small(manifest.Video, "", "", ""), manifest.Presentation{Start: &start}, false},
		"of no recording":             {small(manifest.Video, "a.m3u8", "", ""), manifest.Presentation{Start: &start, Recording: "cellar"}, false},
	} {
		tt.p.ID = "p"
		tt.m.Presentations = []manifest.Presentation{tt.p}
		if got := nodes(t, tt.m, nil)["presentation-p"]; (len(got.Media) > 0) != tt.media {
			t.Errorf("%s: it leads to %v", name, got.Media)
		}
	}
}

// A meeting of which little is known says nothing that is not true of it.
func TestGraphOfLittle(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		language, date        string
		wantLanguage, wantDay string
	}{
		"as it should be": {"de-AT", "2026-03-14", "de-AT", "2026-03-14"},
		"in words":        {"German, mostly", "in spring", "", ""},
		"nothing":         {"", "", "", ""},
	} {
		m := small(manifest.Video, "a.m3u8", "", "")
		m.Language, m.Date = tt.language, tt.date
		list := nodes(t, m, nil)
		work, r := list["meeting"], list["recording-hall"]
		uploaded := ""
		if tt.wantDay != "" {
			uploaded = tt.wantDay + "T00:00:00Z"
		}
		if work.Language != tt.wantLanguage || work.Created != tt.wantDay || r.Uploaded != uploaded || len(work.Thumbnails) > 0 {
			t.Errorf("%s: %+v and %+v", name, work, r)
		}
	}
}

// The pictures of a recording are its own poster, else what stands for the meeting.
func TestGraphThumbnails(t *testing.T) {
	t.Parallel()
	const in = "https://media.example.org/archive/meetings/m/"
	m := withPoster(small(manifest.Video, "a.m3u8", "", ""))
	bare := m.Recordings[0]
	bare.ID, bare.Poster = "bare", manifest.Poster{}
	own := bare
	own.ID, own.Poster = "own", manifest.Poster{Images: []manifest.Image{{File: manifesttest.File("own.jpg", "image/jpeg", 1), Width: 9, Height: 9}}}
	m.Recordings = append(m.Recordings, bare, own)
	list := nodes(t, m, nil)
	for name, want := range map[string]string{"meeting": "poster.jpg", "recording-hall": "poster.jpg", "recording-bare": "poster.jpg", "recording-own": "own.jpg"} {
		if diff := cmp.Diff([]string{in + want}, list[name].Thumbnails); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A figure that is no number would be no JSON: the head is not written.
func TestHeadOfFiguresThatAreNone(t *testing.T) {
	t.Parallel()
	m := small(manifest.Video, "a.m3u8", "", "")
	m.Recordings[0].Duration = math.Inf(1)
	start := 1.0
	m.Presentations = []manifest.Presentation{{ID: "p", Start: &start}}
	if _, err := manifest.HeadOf(m, theSite(), nil); err == nil {
		t.Error("a clip without an end is written")
	}
	m.Visibility = meeting.Unlisted
	if _, err := manifest.HeadOf(m, theSite(), nil); err != nil {
		t.Errorf("a head without JSON-LD: %v", err)
	}
}
