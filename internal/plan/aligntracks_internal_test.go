package plan

import (
	"fmt"
	"strings"
	"testing"
)

// Each test names tracks by language, title and, with a star, that they describe
// the picture: "en:Floor", "fr", "en*", "" for one of which nothing is known.
func TestAlignTracks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		parts []string // of each the tracks
		whole string
		own   string // of each part, which of its tracks goes on in each of the whole's; - for none
	}{
		"alike":                             {[]string{"en fr", "en fr"}, "en fr", "01 01"},
		"in another order":                  {[]string{"en fr", "fr en", "en"}, "en fr", "01 10 0-"},
		"by title":                          {[]string{":Mix :Mic", ":Mic :Mix"}, ":Mix :Mic", "01 10"},
		"by language before title":          {[]string{"en:Floor fr:Booth", "fr en"}, "en:Floor fr:Booth", "01 10"},
		"a description is not the voice":    {[]string{"en en*", "en* en"}, "en en*", "01 10"},
		"nothing is known":                  {[]string{"_ _", "_ _"}, "_ _", "01 01"},
		"of one part nothing is known":      {[]string{"en fr", "_ _"}, "en fr", "01 01"},
		"of one track nothing is known":     {[]string{"en fr", "fr _"}, "en fr", "01 10"},
		"a language that only one part has": {[]string{"en fr", "en de"}, "en fr de", "01- 0-1"},
		"one track each, whatever they say": {[]string{"en", "fr", "_"}, "en", "0 0 0"},
		"none":                              {[]string{"", ""}, "", " "},
		"a part without sound":              {[]string{"", "en fr"}, "en fr", "-- 01"},
		"the part with most":                {[]string{"fr", "en fr de", "de"}, "en fr de", "-0- 012 --0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var parts []Recording
			for _, text := range tt.parts {
				var r Recording
				for i, label := range strings.Fields(text) {
					language, title, _ := strings.Cut(strings.Trim(label, "_*"), ":")
					r.Tracks = append(r.Tracks, Track{Index: i, Language: language, Title: title, Described: strings.HasSuffix(label, "*")})
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
				t.Errorf("the whole has %q, want %q", got, tt.whole)
			}
			if got := strings.Join(places, " "); got != tt.own {
				t.Errorf("the parts have %q, want %q", got, tt.own)
			}
		})
	}
}

// A track that only a later part has gets a name of its own, and is not what is
// played by default.
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
