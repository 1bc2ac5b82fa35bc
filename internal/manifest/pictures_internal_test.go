package manifest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// picture is an image of that type and width, whose URL says which it is.
func picture(mediaType string, width int) Image {
	return Image{File: File{URL: strings.TrimPrefix(mediaType, "image/") + "-" + seconds(float64(width)), Type: mediaType}, Width: width, Height: width / 2}
}

// urls are the URLs of images, in their order.
func urls(images []Image) string {
	var list []string
	for _, i := range images {
		list = append(list, i.URL)
	}
	return strings.Join(list, " ")
}

// slide is one with a picture, or without one for a width of 0.
func slide(number, width int, hidden bool) Slide {
	s := Slide{Number: number, Hidden: hidden, Alt: "Slide " + seconds(float64(number))}
	if width > 0 {
		s.Picture = picture(jpeg, width)
	}
	return s
}

func TestCover(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		slides []Slide
		want   int // number of the slide; 0 for none
	}{
		"no slides":                    {nil, 0},
		"no pictures":                  {[]Slide{slide(1, 0, false), slide(2, 0, true)}, 0},
		"the first":                    {[]Slide{slide(1, 640, false), slide(2, 640, false)}, 1},
		"the first with a picture":     {[]Slide{slide(1, 0, false), slide(2, 640, false)}, 2},
		"not a hidden one":             {[]Slide{slide(1, 640, true), slide(2, 640, false), slide(3, 640, false)}, 2},
		"the first where all are":      {[]Slide{slide(1, 640, true), slide(2, 640, true)}, 1},
		"a hidden one before no other": {[]Slide{slide(1, 640, true), slide(2, 0, false)}, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := Manifest{Decks: []Deck{{ID: "other"}, {ID: "d", Slides: tt.slides}}}
			got, found := m.cover(Presentation{Deck: "d"})
			if got.Number != tt.want || found != (tt.want > 0) || len(tt.slides) > 0 && tt.slides[0].Number != 1 {
				t.Errorf("slide %d stands for the deck (%v), want %d", got.Number, found, tt.want)
			}
		})
	}
}

// A presentation without a deck has no cover, whatever decks there are.
func TestCoverOfNoDeck(t *testing.T) {
	t.Parallel()
	m := Manifest{Decks: []Deck{{ID: "d", Slides: []Slide{slide(1, 640, false)}}}}
	for _, deck := range []string{"", "elsewhere"} {
		if s, found := m.cover(Presentation{Deck: deck}); found || s.Number != 0 {
			t.Errorf("slide %d stands for a presentation with the deck %q", s.Number, deck)
		}
	}
}

func TestStill(t *testing.T) {
	t.Parallel()
	with := func(images ...Image) Recording { return Recording{Poster: Poster{Images: images}} }
	deck := Deck{Slides: []Slide{{Alt: "Slide 1: Bees", Picture: picture(jpeg, 900), Images: []Image{picture(jpeg, 320), picture("image/webp", 400)}}}}
	tests := map[string]struct {
		m         Manifest
		want, alt string
	}{
		"nothing": {Manifest{Title: "Day"}, "", ""},
		"a poster, widest first": {
			Manifest{Title: "Day", Recordings: []Recording{with(picture(jpeg, 640), picture("image/webp", 1280), picture(jpeg, 1280))}},
			"jpeg-1280 jpeg-640", "A moment of Day",
		},
		"the second recording's, if the first has none": {
			Manifest{Title: "Day", Recordings: []Recording{with(picture("image/webp", 640)), with(picture(jpeg, 320))}}, "jpeg-320", "A moment of Day",
		},
		"a poster before a slide": {Manifest{Recordings: []Recording{with(picture(jpeg, 320))}, Decks: []Deck{deck}}, "jpeg-320", "A moment of Untitled meeting"},
		"a slide":                 {Manifest{Recordings: []Recording{with()}, Decks: []Deck{{}, deck}}, "jpeg-900 jpeg-320", "Slide 1: Bees"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			images, alt := tt.m.poster()
			if got := urls(images); got != tt.want || alt != tt.alt {
				t.Errorf("%q with the text %q, want %q with %q", got, alt, tt.want, tt.alt)
			}
		})
	}
}

// The first size is the one whose name stays; others of that width are the same
// picture under a name that changes.
func TestSizesOfASlide(t *testing.T) {
	t.Parallel()
	s := Slide{Picture: picture(jpeg, 900), Images: []Image{picture(jpeg, 320), picture(jpeg, 1600), picture(jpeg, 900), picture("image/webp", 300), picture(jpeg, 640)}}
	s.Picture.URL = "slides/d/1.jpg"
	if got, want := urls(s.sizes()), "slides/d/1.jpg jpeg-640 jpeg-320"; got != want {
		t.Errorf("sizes %q, want %q", got, want)
	}
	if got, want := urls(s.Images), "jpeg-320 jpeg-1600 jpeg-900 webp-300 jpeg-640"; got != want {
		t.Errorf("the slide's own images are now %q", got)
	}
}

func TestShape(t *testing.T) {
	t.Parallel()
	rung := func(width, height int) Rendition { return Rendition{Width: width, Height: height} }
	size := func(width, height int) Image { return Image{Width: width, Height: height} }
	tests := map[string]struct {
		rungs         []Rendition
		poster        []Image
		width, height int
	}{
		"the largest rendition":       {[]Rendition{rung(640, 360), rung(1920, 1080), {ID: "audio"}, rung(1280, 720)}, nil, 1920, 1080},
		"the first of two as wide":    {[]Rendition{rung(640, 360), rung(640, 480)}, nil, 640, 360},
		"a rendition before a poster": {[]Rendition{rung(640, 360)}, []Image{size(1280, 720)}, 640, 360},
		"the first size of a poster":  {[]Rendition{{ID: "audio"}}, []Image{size(1280, 960), size(640, 480)}, 1280, 960},
		"one pixel":                   {[]Rendition{rung(1, 1)}, nil, 1, 1},
		"nothing":                     {nil, nil, 1280, 720},
		"no width":                    {nil, []Image{size(0, 960)}, 1280, 720},
		"no height":                   {[]Rendition{rung(640, 0)}, nil, 1280, 720},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			width, height := Recording{Renditions: tt.rungs, Poster: Poster{Images: tt.poster}}.shape()
			if width != tt.width || height != tt.height {
				t.Errorf("%d×%d, want %d×%d", width, height, tt.width, tt.height)
			}
		})
	}
}

func TestPlayable(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		r    Recording
		want bool
	}{
		"nothing":       {Recording{DASH: File{URL: "a.mpd"}}, false},
		"HLS":           {Recording{Master: File{URL: "a.m3u8"}}, true},
		"a plain video": {Recording{MP4: File{URL: "a.mp4"}}, true},
		"plain sound":   {Recording{M4A: File{URL: "a.m4a"}}, true},
	} {
		if got := tt.r.playable(); got != tt.want {
			t.Errorf("%s can be played: %v", name, got)
		}
	}
}

func TestTitleOfARecording(t *testing.T) {
	t.Parallel()
	hall, garden := Recording{Title: " The\nhall "}, Recording{Title: "Garden"}
	tests := map[string]struct {
		meeting string
		all     []Recording
		want    string
	}{
		"the only one is the meeting":    {"Day", []Recording{hall}, "Day"},
		"one of two":                     {"Day", []Recording{hall, garden}, "Day: The hall"},
		"one with the meeting's title":   {"The  hall", []Recording{hall, garden}, "The hall"},
		"one without a title":            {"Day", []Recording{{Title: " \n"}, garden}, "Day"},
		"one of a meeting without title": {" ", []Recording{hall, garden}, "Untitled meeting: The hall"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (Manifest{Title: tt.meeting, Recordings: tt.all}).titleOf(tt.all[0]); got != tt.want {
				t.Errorf("title %q, want %q", got, tt.want)
			}
		})
	}
}

// A summary ends with a whole word, unless that would be less than half of it.
func TestSummaryIsCutAtAWord(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text  string
		limit int
		want  string
	}{
		"it fits":                    {"Ten small bees", 14, "Ten small bees"},
		"one letter too many":        {"Ten small bees", 13, "Ten small…"},
		"in the middle of a word":    {"Ten small bees", 12, "Ten small…"},
		"behind a space":             {"Ten small bees", 11, "Ten small…"},
		"no space":                   {"Bumblebees", 5, "Bumb…"},
		"a space in the first half":  {"A bumblebee", 7, "A bumb…"},
		"a space in the very middle": {"Four bumblebees", 9, "Four bum…"},
		"a space behind the middle":  {"Fours bumblebees", 10, "Fours…"},
		"letters, and not bytes":     {"Ääää öööö", 9, "Ääää öööö"},
		"lines are one":              {"Ten\n  small\tbees", 14, "Ten small bees"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (Manifest{Description: tt.text}).summary(tt.limit); got != tt.want {
				t.Errorf("summary of %q in %d letters = %q, want %q", tt.text, tt.limit, got, tt.want)
			}
		})
	}
}

// Where nobody describes a meeting, its summary counts what there is.
func TestSummaryCounts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		m    Manifest
		want string
	}{
		"nothing":          {Manifest{}, "Untitled meeting."},
		"a title":          {Manifest{Title: "Day"}, "Day."},
		"a date":           {Manifest{Title: "Day", Date: "2026-03-14"}, "Day, 14 March 2026."},
		"a date in words":  {Manifest{Title: "Day", Date: "in spring"}, "Day."},
		"one of each kind": {Manifest{Title: "Day", Recordings: make([]Recording, 1), Presentations: make([]Presentation, 1), Decks: make([]Deck, 1), Documents: make([]Document, 1)}, "Day: 1 recording, 1 presentation, 1 set of slides, 1 document."},
		"several":          {Manifest{Title: "Day", Date: "2026-03-14", Recordings: make([]Recording, 2), Presentations: make([]Presentation, 3), Decks: make([]Deck, 4), Documents: make([]Document, 5)}, "Day, 14 March 2026: 2 recordings, 3 presentations, 4 sets of slides, 5 documents."},
		"only documents":   {Manifest{Title: "Day", Description: " \n", Documents: make([]Document, 2)}, "Day: 2 documents."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, tt.m.summary(300)); diff != "" {
				t.Errorf("summary (-want +got):\n%s", diff)
			}
		})
	}
}
