package plan

import (
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

// Each case writes a track as language:title, with a star for audio description or a plus
// for commentary: "en:Floor", "fr", "en*", "en+", and "_" without any label.
func TestAlignTracks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		parts []string // tracks of each part
		whole string   // tracks of the joined recording
		own   string   // for each part, the index of its track for each track of the whole; - for none
	}{
		"same tracks":                               {[]string{"en fr", "en fr"}, "en fr", "01 01"},
		"in another order":                          {[]string{"en fr", "fr en", "en"}, "en fr", "01 10 0-"},
		"by title":                                  {[]string{":Mix :Mic", ":Mic :Mix"}, ":Mix :Mic", "01 10"},
		"by language before title":                  {[]string{"en:Floor fr:Booth", "fr en"}, "en:Floor fr:Booth", "01 10"},
		"audio description is another track":        {[]string{"en en*", "en* en"}, "en en*", "01 10"},
		"no labels":                                 {[]string{"_ _", "_ _"}, "_ _", "01 01"},
		"one part without labels":                   {[]string{"en fr", "_ _"}, "en fr", "01 01"},
		"one track without labels":                  {[]string{"en fr", "fr _"}, "en fr", "01 10"},
		"a language of one part only":               {[]string{"en fr", "en de"}, "en fr de", "01- 0-1"},
		"one track each, any labels":                {[]string{"en", "fr", "_"}, "en", "0 0 0"},
		"no tracks":                                 {[]string{"", ""}, "", " "},
		"a part without audio":                      {[]string{"", "en fr"}, "en fr", "-- 01"},
		"commentary is another track":               {[]string{"en en+", "en+ en"}, "en en+", "01 10"},
		"by order before commentary":                {[]string{"en fr", "en+ fr"}, "en fr", "01 01"},
		"by order, first track only":                {[]string{"en _", "_"}, "en _", "01 0-"},
		"by order if only one part has titles":      {[]string{"en de", ":T _"}, "en de", "01 01"},
		"different languages do not match by order": {[]string{"en _", "fr _"}, "en _ fr", "01- -10"},
		"all labels before language":                {[]string{"en en:B", "en:C en"}, "en en:B", "01 10"},
		"all labels before title":                   {[]string{":A en", "fr:A :A"}, ":A en fr:A (2)", "01- 1-0"},
		"by title before order":                     {[]string{":A en", ":B fr:A"}, ":A en", "01 10"},
		"most tracks in a later part":               {[]string{"fr", "en fr de", "de"}, "en fr de", "-0- 012 --0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var parts []Recording
			for _, text := range tt.parts {
				var r Recording
				for i, label := range strings.Fields(text) {
					language, title, _ := strings.Cut(strings.Trim(label, "_*+"), ":")
					own := Track{Index: i, Language: language, Title: title, Described: strings.HasSuffix(label, "*")}
					if strings.HasSuffix(label, "+") {
						own.Purpose = meeting.Commentary
					}
					r.Tracks = append(r.Tracks, own)
				}
				parts = append(parts, r)
			}
			whole, own := alignTracks(parts)
			var labels, places []string
			for _, w := range whole {
				label := w.Language
				if w.Title != "" {
					label += ":" + w.Title
				}
				if w.Described {
					label += "*"
				}
				if w.Purpose == meeting.Commentary {
					label += "+"
				}
				if label == "" {
					label = "_"
				}
				labels = append(labels, label)
			}
			for _, list := range own {
				place := ""
				for _, o := range list {
					if o.Index < 0 {
						place += "-"
					} else {
						place += fmt.Sprint(o.Index)
					}
				}
				places = append(places, place)
			}
			if got := strings.Join(labels, " "); got != tt.whole {
				t.Errorf("tracks of the whole = %q, want %q", got, tt.whole)
			}
			if got := strings.Join(places, " "); got != tt.own {
				t.Errorf("tracks of the parts = %q, want %q", got, tt.own)
			}
		})
	}
}

// A track that only a later part has gets a new name and is not the default.
func TestAlignTracksNamesNewTracks(t *testing.T) {
	t.Parallel()
	whole, _ := alignTracks([]Recording{
		{Media: Media{Tracks: []Track{{ID: "audio", Language: "en", Title: "Floor"}, {ID: "audio-2", Language: "fr"}}}},
		{Media: Media{Tracks: []Track{{ID: "audio", Language: "de", Title: "Floor", Default: true}}}},
	})
	if got := whole[2]; got.ID != "audio-3" || got.Number != 3 || got.Default || got.Title == "Floor" {
		t.Errorf("the new track is %+v", got)
	}
}

// A joined recording has at most maxTracks tracks. Further tracks of later parts are
// dropped.
func TestAlignTracksIsLimited(t *testing.T) {
	t.Parallel()
	many := Recording{}
	for i := range maxTracks - 1 {
		many.Tracks = append(many.Tracks, Track{Index: i, Language: fmt.Sprintf("x%c", 'a'+i%26), Title: fmt.Sprint(i)})
	}
	later := Recording{Media: Media{Tracks: []Track{{Index: 7, Language: "de"}, {Index: 8, Language: "fr"}}}}
	whole, own := alignTracks([]Recording{many, later})
	if len(whole) != maxTracks || whole[maxTracks-1].Language != "de" || own[1][maxTracks-1].Index != 7 {
		t.Errorf("%d tracks, of which the last is %+v", len(whole), whole[len(whole)-1])
	}
}

// Two joined recordings with the same first part do not share memory of its tracks.
func TestAlignTracksDoesNotModifyParts(t *testing.T) {
	t.Parallel()
	first := Recording{Media: Media{Tracks: append(make([]Track, 0, 9), Track{Language: "en"}, Track{Language: "fr"})}}
	with := func(language string) []Track {
		whole, _ := alignTracks([]Recording{first, {Media: Media{Tracks: []Track{{Language: language}}}}})
		return whole
	}
	german, spanish := with("de"), with("es")
	if german[2].Language != "de" || spanish[2].Language != "es" || len(first.Tracks) != 2 {
		t.Errorf("tracks %+v and %+v", german, spanish)
	}
}
