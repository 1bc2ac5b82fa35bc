package manifest_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
	"proceedings/internal/meeting"
)

// TestOEmbed tells what is answered to which request.
func TestOEmbed(t *testing.T) {
	t.Parallel()
	const page = "https://media.example.org/archive/meetings/demo-day-2026/"
	slides := manifesttest.Sample()
	slides.Recordings = nil
	silent := manifesttest.Sample()
	silent.Recordings, silent.Decks = nil, nil
	sound := manifesttest.Sample()
	sound.Recordings = sound.Recordings[1:2]
	tests := map[string]struct {
		m             manifest.Manifest
		ask           manifest.Request
		kind, title   string
		width, height int
		has           string // in its HTML, or its URL
		thumbnail     string
	}{
		"the meeting": {
			manifesttest.Sample(), manifest.Request{}, "video", "Demo day & open house", 640, 360, `src="` + page + `embed.html" title="Demo day &amp; open house"`, "poster-1280.jpg",
		},
		"in little room": {
			manifesttest.Sample(), manifest.Request{MaxWidth: 300, MaxHeight: 100}, "video", "Demo day & open house", 177, 100, `width="177" height="100"`, "",
		},
		"in much room it grows to its own size": {
			manifesttest.Sample(), manifest.Request{MaxWidth: 5000, MaxHeight: 5000}, "video", "Demo day & open house", 1920, 1080, "embed.html", "poster-1280.jpg",
		},
		"a talk": {
			manifesttest.Sample(), manifest.Request{Presentation: "bees"}, "video", "Bees on the roof", 640, 360, `embed.html?p=bees"`, "slides/bees-pptx/1.jpg",
		},
		"a talk at no known time": {
			manifesttest.Sample(), manifest.Request{Presentation: "poster-session"}, "link", "Poster session", 0, 0, "", "",
		},
		"a stretch of a recording": {
			manifesttest.Sample(),
			manifest.Request{Recording: "garden", Start: 12.5, End: 20},
			"video", "Demo day & open house: Garden", 640, 360,
			`embed.html?end=20&amp;r=garden&amp;t=12.5"`, "poster-1280.jpg",
		},
		"sound alone": {
			sound, manifest.Request{MaxWidth: 400}, "rich", "Demo day & open house", 400, 160, "embed.html", "slide-001-320.jpg",
		},
		"a slide": {
			manifesttest.Sample(), manifest.Request{Deck: "bees-pptx", Slide: 2}, "photo", "Bees on the roof, slide 2: Honey", 1600, 900, page + "slides/bees-pptx/2.jpg", "slide-002-320.jpg",
		},
		"a slide in some room": {
			manifesttest.Sample(), manifest.Request{Deck: "bees-pptx", Slide: 2, MaxWidth: 800}, "photo", "Bees on the roof, slide 2: Honey", 320, 180, "slide-002-320.jpg", "slide-002-320.jpg",
		},
		"a slide in little room": {
			manifesttest.Sample(), manifest.Request{Deck: "bees-pptx", Slide: 2, MaxWidth: 160}, "photo", "Bees on the roof, slide 2: Honey", 160, 90, "slide-002-320.jpg", "",
		},
		"a deck": {
			manifesttest.Sample(), manifest.Request{Deck: "bees-pptx"}, "photo", "Bees on the roof", 1600, 900, page + "slides/bees-pptx/1.jpg", "slide-001-320.jpg",
		},
		"a slide without a picture": {
			manifesttest.Sample(), manifest.Request{Deck: "moss-ppt", Slide: 1}, "link", "Moss, slide 1: Moss", 0, 0, "", "",
		},
		"a meeting of slides": {
			slides, manifest.Request{MaxWidth: 500}, "rich", "Demo day & open house", 320, 180, `<a href="` + page + `index.html"><img src="`, "slide-001-320.jpg",
		},
		"a talk of a meeting of slides": {
			slides, manifest.Request{Presentation: "bees"}, "rich", "Bees on the roof", 1600, 900, `index.html?p=bees"><img`, "slides/bees-pptx/1.jpg",
		},
		"a meeting of papers": {silent, manifest.Request{}, "link", "Demo day & open house", 0, 0, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := manifest.OEmbed(tt.m, theSite(), tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			if got.Type != tt.kind || got.Title != tt.title || got.Width != tt.width || got.Height != tt.height || got.Version != "1.0" {
				t.Errorf("%s %q of %d × %d, want %s %q of %d × %d", got.Type, got.Title, got.Width, got.Height, tt.kind, tt.title, tt.width, tt.height)
			}
			if !strings.Contains(got.HTML+got.URL, tt.has) || tt.has == "" && got.HTML+got.URL != "" {
				t.Errorf("it shows %s%s, want %s", got.HTML, got.URL, tt.has)
			}
			if !strings.HasSuffix(got.ThumbnailURL, tt.thumbnail) || (tt.thumbnail == "") != (got.ThumbnailURL == "") {
				t.Errorf("the thumbnail is %q, want %q", got.ThumbnailURL, tt.thumbnail)
			}
		})
	}
}

// Of a meeting that is not made yet there are pictures, if any, and a talk shows
// its slides until its recording can be played.
func TestOEmbedOfWhatIsNotMade(t *testing.T) {
	t.Parallel()
	start := 5.0
	unmade := withPoster(small(manifest.Video, "", "", ""))
	unmade.Presentations = []manifest.Presentation{{ID: "timed", Start: &start, Deck: "d", Speakers: []string{"Ada", "Bo"}}}
	unmade.Decks = []manifest.Deck{{ID: "d", Title: "Deck", Slides: []manifest.Slide{
		{Number: 1, Picture: manifest.Image{File: manifesttest.File("slides/d/1.jpg", "image/jpeg", 1), Width: 160, Height: 90}}, {Number: 2},
	}}}
	made := unmade
	made.Recordings = append([]manifest.Recording{}, withPoster(small(manifest.Video, "a.m3u8", "", "")).Recordings...)
	second := made.Recordings[0]
	second.ID, second.Poster.Images = "second", []manifest.Image{{File: manifesttest.File("second.jpg", "image/jpeg", 1), Width: 640, Height: 360}}
	made.Recordings = append(made.Recordings, second)
	for name, tt := range map[string]struct {
		m                       manifest.Manifest
		ask                     manifest.Request
		kind, thumbnail, author string
	}{
		"a recording that is not made":         {unmade, manifest.Request{}, "rich", "poster.jpg", ""},
		"that recording by its name":           {unmade, manifest.Request{Recording: "hall"}, "rich", "poster.jpg", ""},
		"a talk in it":                         {unmade, manifest.Request{Presentation: "timed"}, "rich", "slides/d/1.jpg", "Ada, Bo"},
		"a talk in a recording that is":        {made, manifest.Request{Presentation: "timed"}, "video", "slides/d/1.jpg", "Ada, Bo"},
		"a recording with a poster of its own": {made, manifest.Request{Recording: "second"}, "video", "second.jpg", ""},
		"a slide without a picture":            {made, manifest.Request{Deck: "d", Slide: 2}, "link", "", "Ada, Bo"},
		"a slide with one":                     {made, manifest.Request{Deck: "d", Slide: 1}, "photo", "", "Ada, Bo"},
	} {
		got, err := manifest.OEmbed(tt.m, theSite(), tt.ask)
		if err != nil || got.Type != tt.kind || !strings.HasSuffix(got.ThumbnailURL, tt.thumbnail) || (got.ThumbnailURL == "") != (tt.thumbnail == "") || got.AuthorName != tt.author {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// A player without a picture fills the width there is, and grows no higher than
// its controls; a picture is taken where it fits exactly.
func TestOEmbedFillsTheRoom(t *testing.T) {
	t.Parallel()
	sound, slides := small(manifest.Audio, "a.m3u8", "", ""), manifesttest.Sample()
	for _, tt := range []struct {
		m             manifest.Manifest
		ask           manifest.Request
		width, height int
	}{
		{sound, manifest.Request{}, 640, 160},
		{sound, manifest.Request{MaxWidth: 900}, 900, 160},
		{sound, manifest.Request{MaxHeight: 100}, 640, 100},
		{sound, manifest.Request{MaxHeight: 500}, 640, 160},
		{slides, manifest.Request{Deck: "bees-pptx", MaxWidth: 1600}, 1600, 900},
		{slides, manifest.Request{Deck: "bees-pptx", MaxWidth: 1599}, 320, 180},
		{slides, manifest.Request{Deck: "bees-pptx", MaxHeight: 900}, 1600, 900},
		{slides, manifest.Request{Deck: "bees-pptx", MaxHeight: 899}, 320, 180},
	} {
		got, err := manifest.OEmbed(tt.m, theSite(), tt.ask)
		if err != nil || got.Width != tt.width || got.Height != tt.height {
			t.Errorf("in a room of %d × %d: %d × %d, %v; want %d × %d", tt.ask.MaxWidth, tt.ask.MaxHeight, got.Width, got.Height, err, tt.width, tt.height)
		}
	}
}

func TestOEmbedRefuses(t *testing.T) {
	t.Parallel()
	private := manifesttest.Sample()
	private.Visibility = meeting.Private
	for name, tt := range map[string]struct {
		m    manifest.Manifest
		site meeting.Site
		ask  manifest.Request
		want error
	}{
		"a talk that is not there":      {manifesttest.Sample(), theSite(), manifest.Request{Presentation: "wasps"}, manifest.ErrAbsent},
		"a recording that is not there": {manifesttest.Sample(), theSite(), manifest.Request{Recording: "cellar"}, manifest.ErrAbsent},
		"a deck that is not there":      {manifesttest.Sample(), theSite(), manifest.Request{Deck: "wasps"}, manifest.ErrAbsent},
		"a slide that is not there":     {manifesttest.Sample(), theSite(), manifest.Request{Deck: "bees-pptx", Slide: 4}, manifest.ErrAbsent},
		"a private meeting":             {private, theSite(), manifest.Request{}, manifest.ErrNotReachable},
		"a site without a base":         {manifesttest.Sample(), meeting.Site{}, manifest.Request{}, manifest.ErrNotReachable},
	} {
		if got, err := manifest.OEmbed(tt.m, tt.site, tt.ask); !errors.Is(err, tt.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestOEmbedEscapes(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	m.Title = `"><script>alert(1)</script>`
	a, err := manifest.OEmbed(m, theSite(), manifest.Request{})
	if err != nil || strings.Contains(a.HTML, "<script") || !strings.Contains(a.HTML, `title="&#34;&gt;&lt;script&gt;`) {
		t.Errorf("%s, %v", a.HTML, err)
	}
}

// TestOEmbedKeepsToTheMaximumSize: whatever room there is, nothing goes beyond it, and
// a picture keeps its aspect but for a pixel.
func TestOEmbedKeepsToTheMaximumSize(t *testing.T) {
	t.Parallel()
	m := manifesttest.Sample()
	rapid.Check(t, func(t *rapid.T) {
		ask := manifest.Request{
			MaxWidth: rapid.IntRange(0, 4000).Draw(t, "width"), MaxHeight: rapid.IntRange(0, 4000).Draw(t, "height"),
			Deck:  rapid.SampledFrom([]string{"", "bees-pptx"}).Draw(t, "deck"),
			Slide: rapid.IntRange(0, 3).Draw(t, "slide"),
		}
		a, err := manifest.OEmbed(m, theSite(), ask)
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range [][2]int{{a.Width, a.Height}, {a.ThumbnailWidth, a.ThumbnailHeight}} {
			if ask.MaxWidth > 0 && size[0] > ask.MaxWidth || ask.MaxHeight > 0 && size[1] > ask.MaxHeight {
				t.Fatalf("%v in a room of %d × %d", size, ask.MaxWidth, ask.MaxHeight)
			}
		}
		if a.Width < 1 || a.Height < 1 || math.Abs(float64(a.Width)/16-float64(a.Height)/9) > 1 {
			t.Fatalf("%d × %d is not 16:9", a.Width, a.Height)
		}
	})
}

func TestParsePage(t *testing.T) {
	t.Parallel()
	const base = "https://media.example.org/archive/"
	type page struct {
		ID  string
		Ask manifest.Request
	}
	tests := map[string]page{
		base + "meetings/m1/index.html":                          {ID: "m1"},
		base + "meetings/m1/":                                    {ID: "m1"},
		base + "meetings/m1":                                     {ID: "m1"},
		"http://MEDIA.example.org/archive/meetings/m1/":          {ID: "m1"},
		base + "meetings/m1/embed.html?p=bees&slides=1":          {"m1", manifest.Request{Presentation: "bees"}},
		base + "meetings/m1/index.html?r=hall&t=12.5&end=20&q=x": {"m1", manifest.Request{Recording: "hall", Start: 12.5, End: 20}},
		base + "meetings/m1/index.html?d=bees-pptx&s=3":          {"m1", manifest.Request{Deck: "bees-pptx", Slide: 3}},
		base + "meetings/m1/#deck-a-slide-2-slide-7":             {"m1", manifest.Request{Deck: "a-slide-2", Slide: 7}},
		base + "meetings/m1/#deck-a":                             {"m1", manifest.Request{Deck: "a"}},
		base + "meetings/m1/#presentation-bees":                  {"m1", manifest.Request{Presentation: "bees"}},
		base + "meetings/m1/#recording-hall":                     {"m1", manifest.Request{Recording: "hall"}},
		base + "meetings/m1/?t=-5&s=x&p=<b>#main":                {ID: "m1"},
		base + "meetings/m1/?t=NaN":                              {ID: "m1"},
		base + "meetings/m1/?t=Inf&end=1e999":                    {ID: "m1"},
		base + "meetings/m1/?s=99999999999999999999":             {ID: "m1"},
		base + "meetings/m1/?d=a#presentation-b":                 {"m1", manifest.Request{Deck: "a"}},
		base + "meetings/m1/?r=hall#deck-a-slide-2":              {"m1", manifest.Request{Recording: "hall"}},
		base + "meetings/m1/?p=bees#recording-hall":              {"m1", manifest.Request{Presentation: "bees"}},
		base + "meetings/m1/slides/bees-pptx/3.jpg":              {"m1", manifest.Request{Deck: "bees-pptx", Slide: 3}},
		base + "meetings/m1/slides/bees-pptx/3.json":             {"m1", manifest.Request{Deck: "bees-pptx", Slide: 3}},

		base + "meetings/m1/manifest.json":                {},
		base + "meetings/m1/x/index.html":                 {},
		base + "meetings/../m1/":                          {},
		base + "meetings/":                                {},
		base + "index.html":                               {},
		"https://elsewhere.example/archive/meetings/m1/":  {},
		"https://media.example.org/meetings/m1/":          {},
		"ftp://media.example.org/archive/meetings/m1/":    {},
		"/archive/meetings/m1/":                           {},
		"javascript:https://media.example.org/meetings/m": {},
		"": {},
	}
	for address, want := range tests {
		id, ask, ok := manifest.ParsePage(base, address)
		if diff := cmp.Diff(want, page{id, ask}); diff != "" || ok != (want.ID != "") {
			t.Errorf("ParsePage(%q): %t (-want +got):\n%s", address, ok, diff)
		}
	}
	for _, tt := range []struct{ base, address string }{
		{"", base + "meetings/m1/"},
		{"https://a b/", base + "meetings/m1/"},
		{"https://[::1/", "https://[::1/meetings/m1/"},
		{base, "https://[::1"},
		{"ftp://media.example.org/archive/", base + "meetings/m1/"},
		{"https:///archive/", "https:///archive/meetings/m1/"},
	} {
		if id, _, ok := manifest.ParsePage(tt.base, tt.address); ok {
			t.Errorf("on the site %q, %q is the meeting %q", tt.base, tt.address, id)
		}
	}
}
