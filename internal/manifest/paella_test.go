package manifest_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

// paellaDoc is what a test reads of what Paella reads.
type paellaDoc struct {
	Metadata struct {
		Title   string `json:"title"`
		Preview string `json:"preview"`
	} `json:"metadata"`
	Streams []struct {
		Content string   `json:"content"`
		Role    string   `json:"role"`
		Canvas  []string `json:"canvas"`
		Sources map[string][]struct {
			Src  string `json:"src"`
			Type string `json:"mimetype"`
		} `json:"sources"`
	} `json:"streams"`
	Frames struct {
		Frames []paellaFrame `json:"frames"`
	} `json:"frameList"`
}

type paellaFrame struct {
	ID    string  `json:"id"`
	Time  float64 `json:"time"`
	URL   string  `json:"url"`
	Thumb string  `json:"thumb"`
}

func readPaella(t *testing.T, m manifest.Manifest) paellaDoc {
	t.Helper()
	data, err := manifest.Paella(m)
	if err != nil {
		t.Fatal(err)
	}
	var doc paellaDoc
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestPaellaIsAbsent(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]manifest.Manifest{
		"no recording":                 {ID: "m"},
		"a recording that is not made": small(manifest.Video, "", "", ""),
		"a video of sound alone":       small(manifest.Video, "", "", "a.m4a"),
		"sound in pieces alone":        small(manifest.Audio, "a.m3u8", "", ""),
	} {
		if data, err := manifest.Paella(m); !errors.Is(err, manifest.ErrAbsent) {
			t.Errorf("%s: %s, %v", name, data, err)
		}
	}
}

// Sound alone has a canvas of its own, and is one stream.
func TestPaellaOfSound(t *testing.T) {
	t.Parallel()
	doc := readPaella(t, small(manifest.Audio, "a.m3u8", "a.mp4", "a.m4a"))
	if len(doc.Streams) != 1 || len(doc.Streams[0].Sources) != 1 || doc.Metadata.Preview != "" || len(doc.Frames.Frames) != 0 {
		t.Fatalf("it reads %+v", doc)
	}
	s := doc.Streams[0]
	if diff := cmp.Diff([]string{"audio"}, s.Canvas); diff != "" || s.Role != "mainAudio" || s.Sources["audio"][0].Src != "a.m4a" || s.Sources["audio"][0].Type != "audio/mp4" {
		t.Errorf("stream = %+v", s)
	}
	video := readPaella(t, small(manifest.Video, "a.m3u8", "a.mp4", "a.m4a")).Streams[0]
	if len(video.Canvas) != 0 || len(video.Sources) != 2 {
		t.Errorf("a video's stream = %+v", video)
	}
}

// The second screen is a presenter to Paella's layouts, and presenters are numbered.
func TestPaellaStreams(t *testing.T) {
	t.Parallel()
	m := small(manifest.Video, "a.m3u8", "", "")
	for _, kind := range []meeting.View{meeting.Speaker, meeting.Screen, meeting.Screen, meeting.Gallery} {
		m.Recordings[0].Views = append(m.Recordings[0].Views, manifest.View{Kind: kind, Master: manifesttest.File("v.m3u8", "x/y", 1)})
	}
	var got []string
	for _, s := range readPaella(t, m).Streams {
		got = append(got, s.Content+" "+s.Role)
	}
	if diff := cmp.Diff([]string{"presenter mainAudio", "presentation ", "presenter-2 ", "presenter-3 "}, got); diff != "" {
		t.Errorf("streams (-want +got):\n%s", diff)
	}
}

// The frames are the poster, unless a talk begins at once, and a slide for each
// talk that has one.
func TestPaellaFrames(t *testing.T) {
	t.Parallel()
	poster := paellaFrame{"frame_0", 0, "poster.jpg", "poster.jpg"}
	bees := func(id string, at float64) paellaFrame { return paellaFrame{id, at, "slides/d/1.jpg", "small.jpg"} }
	slides := func(m manifest.Manifest, starts ...float64) manifest.Manifest {
		m.Decks = []manifest.Deck{{ID: "d", Slides: []manifest.Slide{{
			Number:  1,
			Picture: manifest.Image{File: manifesttest.File("slides/d/1.jpg", "image/jpeg", 1), Width: 1600, Height: 900},
			Images:  []manifest.Image{{File: manifesttest.File("small.jpg", "image/jpeg", 1), Width: 320, Height: 180}},
		}}}}
		for i, start := range starts {
			m.Presentations = append(m.Presentations, manifest.Presentation{ID: string(rune('p' + i)), Deck: "d", Start: &start})
		}
		return m
	}
	film := func() manifest.Manifest { return small(manifest.Video, "a.m3u8", "", "") }
	undecked := slides(withPoster(film()), 5)
	undecked.Presentations[0].Deck = ""
	tests := map[string]struct {
		m    manifest.Manifest
		want []paellaFrame
	}{
		"nothing":                     {film(), []paellaFrame{}},
		"a poster":                    {withPoster(film()), []paellaFrame{poster}},
		"a talk later":                {slides(withPoster(film()), 12.3456), []paellaFrame{poster, bees("frame_12.346", 12.346)}},
		"a talk at once":              {slides(withPoster(film()), 0), []paellaFrame{bees("frame_0", 0)}},
		"two talks":                   {slides(withPoster(film()), 0, 20), []paellaFrame{bees("frame_0", 0), bees("frame_20", 20)}},
		"a talk later and no poster":  {slides(film(), 5), []paellaFrame{bees("frame_5", 5)}},
		"a talk that shows no slides": {undecked, []paellaFrame{poster}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, readPaella(t, tt.m).Frames.Frames); diff != "" {
				t.Errorf("frames (-want +got):\n%s", diff)
			}
		})
	}
}
