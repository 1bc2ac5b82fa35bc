package manifest_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

// iiif is what a test reads of a IIIF manifest, at any depth.
type iiif struct {
	ID        string              `json:"id"`
	Type      string              `json:"type"`
	Format    string              `json:"format"`
	Rights    string              `json:"rights"`
	NavDate   string              `json:"navDate"`
	Label     map[string][]string `json:"label"`
	Required  *struct{}           `json:"requiredStatement"`
	Provider  []iiif              `json:"provider"`
	Thumbnail []iiif              `json:"thumbnail"`
	Items     []iiif              `json:"items"`
	Tree      []iiif              `json:"structures"`
	Rendering []iiif              `json:"rendering"`
	Body      *iiif               `json:"body"`
}

func readIIIF(t *testing.T, m manifest.Manifest, site meeting.Site) iiif {
	t.Helper()
	data, err := manifest.IIIF(m, site)
	if err != nil {
		t.Fatal(err)
	}
	var doc iiif
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// painted is what is painted on the first canvas.
func painted(doc iiif) iiif { return *doc.Items[0].Items[0].Items[0].Body }

// There is a IIIF manifest where there is something to paint on a canvas, and the
// page's head names it there only.
func TestWhatIsOnACanvas(t *testing.T) {
	t.Parallel()
	slides := manifest.Manifest{ID: "m", Visibility: meeting.Public, Decks: []manifest.Deck{{ID: "d", Slides: []manifest.Slide{
		{Number: 1}, {Number: 2, Picture: manifest.Image{File: manifesttest.File("slides/d/2.jpg", "image/jpeg", 1), Width: 16, Height: 9}},
	}}}}
	bare := manifest.Manifest{ID: "m", Visibility: meeting.Public, Decks: []manifest.Deck{{ID: "d", Slides: []manifest.Slide{{Number: 1}}}}}
	lasting := func(seconds float64, master string) manifest.Manifest {
		m := small(manifest.Video, master, "", "")
		m.Recordings[0].Duration = seconds
		return m
	}
	for name, tt := range map[string]struct {
		m        manifest.Manifest
		canvases int
	}{
		"a recording":                     {lasting(60, "a.m3u8"), 1},
		"a recording that is not made":    {lasting(60, ""), 0},
		"a recording of unknown duration": {lasting(0, "a.m3u8"), 0},
		"a slide with a picture":          {slides, 1},
		"slides without pictures":         {bare, 0},
	} {
		data, err := manifest.IIIF(tt.m, theSite())
		var doc iiif
		if tt.canvases > 0 {
			err = errors.Join(err, json.Unmarshal(data, &doc))
		}
		if errors.Is(err, manifest.ErrAbsent) != (tt.canvases == 0) || len(doc.Items) != tt.canvases {
			t.Errorf("%s: %d canvases, %v", name, len(doc.Items), err)
		}
		head, err := manifest.HeadOf(tt.m, theSite(), nil)
		if err != nil || len(head.Links) != 1+tt.canvases {
			t.Errorf("%s: the head has the links %v, %v", name, head.Links, err)
		}
	}
}

// A video of which there is only the sound is painted as sound.
func TestCanvasOfSoundAlone(t *testing.T) {
	t.Parallel()
	const in = "https://media.example.org/archive/meetings/m/"
	for _, tt := range []struct {
		name string
		m    manifest.Manifest
		want iiif
	}{
		{"only the sound of a video", small(manifest.Video, "", "", "a.m4a"), iiif{ID: in + "a.m4a", Type: "Sound", Format: "audio/mp4"}},
		{"a plain video", small(manifest.Video, "", "a.mp4", "a.m4a"), iiif{ID: in + "a.mp4", Type: "Video", Format: "video/mp4"}},
		{"plain sound", small(manifest.Audio, "", "a.mp4", "a.m4a"), iiif{ID: in + "a.m4a", Type: "Sound", Format: "audio/mp4"}},
	} {
		got := painted(readIIIF(t, tt.m, theSite()))
		got.Label = nil
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// The table of contents has the recordings, the talks, and those decks that no
// talk shows.
func TestTableOfContents(t *testing.T) {
	t.Parallel()
	const page = "https://media.example.org/archive/meetings/m/iiif/range/"
	deck := func(id string, pictures int) manifest.Deck {
		d := manifest.Deck{ID: id, Title: id, PDF: manifesttest.File(id+".pdf", "application/pdf", 1), Slides: []manifest.Slide{{Number: 9}}}
		for range pictures {
			picture := manifest.Image{File: manifesttest.File("slides/"+id+".jpg", "image/jpeg", 1), Width: 16, Height: 9}
			d.Slides = append(d.Slides, manifest.Slide{Number: 1, Picture: picture})
		}
		return d
	}
	all := small(manifest.Video, "a.m3u8", "", "")
	all.Decks = []manifest.Deck{deck("shown", 1), deck("alone", 2), deck("bare", 0)}
	all.Presentations = []manifest.Presentation{{ID: "p", Deck: "shown"}, {ID: "of-nothing"}, {ID: "of-a-bare-deck", Deck: "bare"}}
	untalked := all
	untalked.Presentations = all.Presentations[1:]
	for name, tt := range map[string]struct {
		m    manifest.Manifest
		want []string // ends of the IDs of the ranges
	}{
		"all":           {all, []string{"recording-hall", "presentations", "deck-alone"}},
		"without talks": {untalked, []string{"recording-hall", "deck-shown", "deck-alone"}},
	} {
		root := readIIIF(t, tt.m, theSite()).Tree[0]
		var got []string
		for _, part := range root.Items {
			got = append(got, strings.TrimPrefix(part.ID, page))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if last := root.Items[len(root.Items)-1]; len(last.Items) != 2 || len(last.Rendering) != 1 || last.Label["none"][0] != "alone" {
			t.Errorf("%s: the range of a deck is %+v", name, last)
		}
	}
}

// A media type is given without parameters; what is none is left as it is.
func TestCanvasFormats(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{`video/mp4; codecs="avc1"`: "video/mp4", "Video/MP4": "video/mp4", "a film; of; it": "a film; of; it"} {
		m := small(manifest.Video, "", "a.mp4", "")
		m.Recordings[0].MP4.Type = given
		if got := painted(readIIIF(t, m, theSite())).Format; got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
}

// What nobody said is not in the manifest, with an empty text least of all.
func TestIIIFOfLittle(t *testing.T) {
	t.Parallel()
	base := meeting.Site{Base: "https://a.example/"}
	titled := base
	titled.Title = "Library"
	for name, tt := range map[string]struct {
		site     meeting.Site
		rights   meeting.Rights
		provider string
		required bool
		uri      string
	}{
		"nothing":          {base, meeting.Rights{}, "", false, ""},
		"a site's title":   {titled, meeting.Rights{}, "Library", false, ""},
		"a holder":         {base, meeting.Rights{Holder: " The\nholder ", License: "MIT"}, "The holder", true, ""},
		"both":             {titled, meeting.Rights{Holder: "H", License: " CC-BY-4.0 "}, "Library", true, "http://creativecommons.org/licenses/by/4.0/"},
		"a holder of none": {base, meeting.Rights{Holder: " \n", License: "All rights reserved"}, "", false, ""},
	} {
		m := small(manifest.Video, "a.m3u8", "", "")
		m.Rights = tt.rights
		doc := readIIIF(t, m, tt.site)
		provider := ""
		if len(doc.Provider) > 0 {
			provider = doc.Provider[0].Label["none"][0]
		}
		if provider != tt.provider || (len(doc.Provider) > 0) != (tt.provider != "") || (doc.Required != nil) != tt.required || doc.Rights != tt.uri || len(doc.Thumbnail) > 0 || doc.NavDate != "" {
			t.Errorf("%s: %+v", name, doc)
		}
	}
}

// A duration that is no number would be no JSON, in none of the files.
func TestIIIFOfFiguresThatAreNone(t *testing.T) {
	t.Parallel()
	m := small(manifest.Video, "a.m3u8", "", "")
	m.Recordings[0].Duration = math.Inf(1)
	if _, err := manifest.IIIF(m, theSite()); err == nil {
		t.Error("a canvas without an end is written")
	}
	if files, err := manifest.LinkedFiles(m, theSite()); err == nil {
		t.Errorf("%d files are written", len(files))
	}
	m.Recordings = append(small(manifest.Video, "a.m3u8", "", "").Recordings, m.Recordings...) // Paella reads the first
	if files, err := manifest.LinkedFiles(m, theSite()); err == nil {
		t.Errorf("of two recordings %d files are written", len(files))
	}
	m.Recordings = m.Recordings[1:]
	m.Visibility = meeting.Private // there is no IIIF manifest then
	if files, err := manifest.LinkedFiles(m, theSite()); err == nil {
		t.Errorf("of a private meeting %d files are written", len(files))
	}
}
