package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
)

// Every dropped subtitle stream causes a warning, but no file causes more than a few.
func TestWarningsAboutUnusedSubtitles(t *testing.T) {
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
		{"uses text", []meeting.Subtitle{{Index: 2, Codec: "subrip"}, {Index: 3, Codec: "mov_text", Language: "de"}}, 2, nil},
		{"uses a closed caption track", many(1, "eia_608"), 0, nil},
		{
			"names forced subtitles",
			[]meeting.Subtitle{{Index: 2, Codec: "subrip", Forced: true}},
			0,
			[]string{"has forced subtitles, which only translate single passages and are left out (stream 2)"},
		},
		{"names image subtitles of all codecs", []meeting.Subtitle{
			{Index: 2, Codec: "dvd_subtitle"}, {Index: 3, Codec: "hdmv_pgs_subtitle"}, {Index: 4, Codec: "dvb_subtitle", Forced: true}, {Index: 5, Codec: "xsub"},
		}, 0, []string{"has image subtitles, which contain no text and are left out (streams 2, 3, 4 and 5)"}},
		{"names teletext", many(1, "dvb_teletext"), 0, []string{"has teletext subtitles, which cannot be read and are left out (stream 2)"}},
		{"names unknown codecs", many(1, "unknown"), 0, []string{"has subtitles in an unsupported format, which are left out (stream 2)"}},
		{
			"merges streams of one kind into one warning", many(1000, "dvb_subtitle"), 0,
			[]string{"has image subtitles, which contain no text and are left out (streams 2, 3, 4, 5, 6 and 995 more)"},
		},
		{"uses 40 streams", many(40, "subrip"), 40, nil},
		{"uses only the first 40 streams", many(41, "subrip"), 40, []string{"has 41 caption streams, of which only the first 40 are used"}},
		{"uses only the first 40 closed caption tracks", many(50, "eia_608"), 0, []string{"has 50 caption streams, of which only the first 40 are used"}},
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

// Closed captions are found in all video streams that may carry them and in all closed
// caption tracks.
func TestClosedCaptionsInVideoStreamsAndTracks(t *testing.T) {
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
