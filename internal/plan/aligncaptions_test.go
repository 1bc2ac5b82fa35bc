package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Each case writes captions as language:title, with a star for captions for the hearing
// impaired: "en:Floor", "fr", "en*", and "_" without any label.
func TestAlignCaptions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		parts []string // captions of each part
		want  string   // for each track of the whole, the index in each part; - for none
	}{
		"same captions":                     {[]string{"en fr", "en fr"}, "00 11"},
		"in another order":                  {[]string{"en fr", "fr en", "en"}, "010 10-"},
		"one more in the second part":       {[]string{"en", "en de"}, "00 -1"},
		"another language is another track": {[]string{"en", "de"}, "0- -0"},
		"for the hearing impaired and not":  {[]string{"en", "en*", "en* en"}, "0-1 -00"},
		"by title":                          {[]string{":Mix :Mic", ":Mic :Mix"}, "01 10"},
		"no labels":                         {[]string{"_ _", "_ _"}, "00 11"},
		"a part without a language":         {[]string{"en", "_", "en"}, "000"},
		"a later part adds the language":    {[]string{"_", "en", "de"}, "00- --0"},
		"a later part adds the title":       {[]string{"_", ":Mix", ":Mic :Mix"}, "001 --0"},
		"a part without any":                {[]string{"en", "", "en"}, "0-0"},
		"only a later part":                 {[]string{"", "", "de"}, "--0"},
		"no captions":                       {[]string{"", ""}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parts := make([][]meeting.Subtitle, len(tt.parts))
			for k, text := range tt.parts {
				for label := range strings.FieldsSeq(text) {
					language, title, _ := strings.Cut(strings.Trim(label, "_*"), ":")
					parts[k] = append(parts[k], meeting.Subtitle{Language: language, Title: title, Impaired: strings.HasSuffix(label, "*")})
				}
			}
			var got []string
			for _, track := range plan.AlignCaptions(parts) {
				text := ""
				for _, i := range track {
					text += strings.Replace(fmt.Sprint(i), "-1", "-", 1)
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("tracks (-want +got):\n%s", diff)
			}
		})
	}
}

// The step that joins captions depends on the caption steps of the parts and on the times
// of the parts. No step of the recording depends on captions.
func TestCaptionJoin(t *testing.T) {
	t.Parallel()
	joined := func(subtitles ...meeting.Subtitle) plan.Recording {
		var parts []plan.Recording
		for i, seconds := range []float64{60, 20} {
			found := film(seconds, 2)
			found.Subtitles = subtitles
			m, src := sampleMeeting()
			src.SHA256 = strings.Repeat(string(rune('a'+i)), 64)
			r, err := plan.ForRecording(m, src, found)
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, r)
		}
		return plan.Join(parts)
	}
	english := meeting.Subtitle{Index: 2, Codec: "mov_text", Language: "en"}
	rec := joined(english)
	var list []plan.PartCaptions
	for part, original := range rec.Originals() {
		s := original.Subtitle(english)
		if p := params[plan.CaptionsParams](t, s); p.Duration != 80 || p.Shift() != float64(60*part) || s.Input != strings.Repeat(string(rune('a'+part)), 64) {
			t.Errorf("the captions of part %d read %.1s, shifted by %v s on a timeline of %v s", part+1, s.Input, p.Shift(), p.Duration)
		}
		list = append(list, plan.PartCaptions{Part: part, Step: s})
	}
	s := rec.CaptionJoin(list)
	if !slices.Equal(s.Needs, []string{list[0].Step.Key(), list[1].Step.Key()}) || len(s.Also) > 0 || s.Kind.Reads() {
		t.Errorf("it reads originals, or needs %q", s.Needs)
	}
	want := plan.CaptionJoinParams{Duration: 80, Parts: []plan.CaptionPart{{From: 0, To: 60}, {From: 60, To: 80}}}
	if diff := cmp.Diff(want, params[plan.CaptionJoinParams](t, s)); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		list []plan.PartCaptions
		open bool
	}{
		{[]plan.PartCaptions{{Part: 0, File: true}}, true},
		{[]plan.PartCaptions{{Part: 0}}, false},
		{[]plan.PartCaptions{{Part: 1, File: true}}, false},
		{[]plan.PartCaptions{{Part: 0, File: true}, {Part: 1, File: true}}, false},
	} {
		if got := params[plan.CaptionJoinParams](t, rec.CaptionJoin(tt.list)).Parts[0].Open; got != tt.open {
			t.Errorf("Open of %+v = %v, want %v", tt.list, got, tt.open)
		}
	}
	for i, with := range rec.Chunks(plan.Decided{}) {
		if without := joined().Chunks(plan.Decided{})[i]; with.Key() != without.Key() {
			t.Errorf("captions change the key of chunk %d", i)
		}
	}
}
