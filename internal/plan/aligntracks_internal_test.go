package plan

import (
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

// Each test names tracks by language, title and, with a star, that they describe
// the picture, or with a plus that they are commentary: "en:Floor", "fr", "en*",
// "en+", "_" for one of which nothing is known.
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
		"a commentary is not the voice":     {[]string{"en en+", "en+ en"}, "en en+", "01 10"},
		"by order before commentary":        {[]string{"en fr", "en+ fr"}, "en fr", "01 01"},
		"by order, of the first track":      {[]string{"en _", "_"}, "en _", "01 0-"},
		"by order before titles of one":     {[]string{"en de", ":T _"}, "en de", "01 01"},
		"by order before another language":  {[]string{"en _", "fr _"}, "en _ fr", "01- -10"},
		"the same in all before language":   {[]string{"en en:B", "en:C en"}, "en en:B", "01 10"},
		"the same in all before title":      {[]string{":A en", "fr:A :A"}, ":A en fr:A (2)", "01- 1-0"},
		"by title before order":             {[]string{":A en", ":B fr:A"}, ":A en", "01 10"},
		"the part with most":                {[]string{"fr", "en fr de", "de"}, "en fr de", "-0- 012 --0"},
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

// A part brings as many tracks as a recording may have, and no more. What does not
// fit is nowhere in the whole.
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

// What one recording adds to the tracks of its first part is not seen in another
// that has the same part.
func TestAlignTracksLeavesPartsAlone(t *testing.T) {
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
