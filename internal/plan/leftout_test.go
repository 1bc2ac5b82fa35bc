package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

// No stream of subtitles is dropped without a sentence, and no file brings about
// more than a few.
func TestSubtitlesLeftOut(t *testing.T) {
	t.Parallel()
	many := func(n int, codec string) (list []meeting.Subtitle) {
		for i := range n {
			list = append(list, meeting.Subtitle{Index: 2 + i, Codec: codec})
		}
		return list
	}
	tests := []struct {
		name      string
		subtitles []meeting.Subtitle
		used      int
		want      []string
	}{
		{"text is used", []meeting.Subtitle{{Index: 2, Codec: "subrip"}, {Index: 3, Codec: "mov_text", Language: "de"}}, 2, nil},
		{"a track of closed captions is used", many(1, "eia_608"), 0, nil},
		{
			"forced ones are named",
			[]meeting.Subtitle{{Index: 2, Codec: "subrip", Forced: true}},
			0,
			[]string{"has forced subtitles, which only translate single passages and are left out (stream 2)"},
		},
		{"so are pictures, whoever makes them", []meeting.Subtitle{
			{Index: 2, Codec: "dvd_subtitle"}, {Index: 3, Codec: "hdmv_pgs_subtitle"}, {Index: 4, Codec: "dvb_subtitle", Forced: true}, {Index: 5, Codec: "xsub"},
		}, 0, []string{"has image subtitles, which contain no text and are left out (streams 2, 3, 4 and 5)"}},
		{"and teletext", many(1, "dvb_teletext"), 0, []string{"has teletext subtitles, which cannot be read and are left out (stream 2)"}},
		{"and what ffmpeg does not know", many(1, "unknown"), 0, []string{"has subtitles in an unsupported format, which are left out (stream 2)"}},
		{
			"many of one kind are one sentence", many(1000, "dvb_subtitle"), 0,
			[]string{"has image subtitles, which contain no text and are left out (streams 2, 3, 4, 5, 6 and 995 more)"},
		},
		{"forty are all used", many(40, "subrip"), 40, nil},
		{"more than forty are counted", many(41, "subrip"), 40, []string{"has 41 caption streams, of which only the first 40 are used"}},
		{"tracks of closed captions, too", many(50, "eia_608"), 0, []string{"has 50 caption streams, of which only the first 40 are used"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := film(60, 2)
			found.Subtitles = tt.subtitles
			rec := recording(t, found)
			if diff := cmp.Diff(tt.want, rec.Warnings()); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if n := len(rec.Subtitles()); n != tt.used {
				t.Errorf("%d streams are used, want %d", n, tt.used)
			}
		})
	}
}

// Every picture that may carry closed captions is looked at, and so is every
// track of them.
func TestClosedCaptionsAreFoundInPicturesAndTracks(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Video.Captioned = true
	found.Pictures = []meeting.Video{{Index: 4, Codec: "h264"}, {Index: 5, Codec: "hevc", Captioned: true}}
	found.Subtitles = []meeting.Subtitle{{Index: 6, Codec: "eia_608", Language: "en"}, {Index: 7, Codec: "subrip"}}
	want := []meeting.Subtitle{
		{Index: found.Video.Index, Codec: found.Video.Codec}, {Index: 5, Codec: "hevc"}, {Index: 6, Codec: "eia_608", Language: "en"},
	}
	rec := recording(t, found)
	if diff := cmp.Diff(want, rec.Closed()); diff != "" {
		t.Errorf("streams (-want +got):\n%s", diff)
	}
	if first, third := rec.ClosedCaptions(want[0], 0).Key(), rec.ClosedCaptions(want[0], 3).Key(); first == third {
		t.Error("two channels have the same key")
	}
}
