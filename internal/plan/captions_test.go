package plan_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Forced and image subtitles are not used, and do not count towards the limit.
func TestSubtitlesExcludeForcedAndImages(t *testing.T) {
	t.Parallel()
	text := func(index int) meeting.Subtitle {
		return meeting.Subtitle{Index: index, Codec: "subrip", Language: "en"}
	}
	forced := func(index int) meeting.Subtitle {
		return meeting.Subtitle{Index: index, Codec: "mov_text", Forced: true}
	}
	bitmap := func(index int) meeting.Subtitle { return meeting.Subtitle{Index: index, Codec: "hdmv_pgs_subtitle"} }
	closed := func(index int) meeting.Subtitle { return meeting.Subtitle{Index: index, Codec: "eia_608"} }
	many := func(n int, of func(int) meeting.Subtitle) (list []meeting.Subtitle) {
		for i := range n {
			list = append(list, of(i))
		}
		return list
	}
	tests := map[string]struct {
		found []meeting.Subtitle
		want  string // indexes of the streams that are used
	}{
		"no streams":                     {nil, "[]"},
		"in the order of the file":       {[]meeting.Subtitle{text(5), text(3)}, "[5 3]"},
		"forced text":                    {[]meeting.Subtitle{forced(2)}, "[]"},
		"text after forced text":         {[]meeting.Subtitle{forced(2), text(3)}, "[3]"},
		"text between image subtitles":   {[]meeting.Subtitle{bitmap(2), text(3), bitmap(4)}, "[3]"},
		"closed captions":                {[]meeting.Subtitle{closed(2), text(3)}, "[3]"},
		"the first forty":                {many(41, text), fmt.Sprint(numbers(40))},
		"text after many unused streams": {append(append(many(41, forced), many(41, bitmap)...), text(90)), "[90]"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := film(60, 2)
			found.Subtitles = tt.found
			got := []int{}
			for _, s := range recording(t, found).Subtitles() {
				got = append(got, s.Index)
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("streams %v are used, want %s", got, tt.want)
			}
		})
	}
}

// numbers returns the numbers from 0 to n-1.
func numbers(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// Only closed caption tracks count towards their limit, not video streams.
func TestClosedCaptionsAreLimited(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Video = nil
	found.Pictures = []meeting.Video{{Index: 90, Codec: "h264", Captioned: true}}
	for i := range 50 {
		found.Subtitles = append(found.Subtitles, meeting.Subtitle{Index: i, Codec: "subrip"}, meeting.Subtitle{Index: 50 + i, Codec: "eia_608"})
	}
	list := recording(t, found).Closed()
	if len(list) != 41 || list[0].Index != 90 || list[1].Index != 50 || list[40].Index != 89 {
		t.Errorf("%d streams: %v, want a video stream and the first 40 tracks", len(list), list)
	}
}

func TestStreamsOfClosedCaptions(t *testing.T) {
	t.Parallel()
	for codec, want := range map[string]bool{
		"eia_608": true, "h264": true, "hevc": true, "mpeg2video": true,
		"subrip": false, "mov_text": false, "dvb_teletext": false, "vp9": false, "": false,
	} {
		if got := (plan.Stream{Codec: codec}).Closed(); got != want {
			t.Errorf("Closed of codec %q = %v, want %v", codec, got, want)
		}
	}
}

// Times in a caption file count from the beginning of the container. Times of a stream are
// on the source's clock.
func TestCaptionsAreShifted(t *testing.T) {
	t.Parallel()
	timeline := plan.Timeline{Start: 1400.5, Origin: 1400.2}
	jumping := timeline
	jumping.Jumps = true
	for _, tt := range []struct {
		name string
		p    plan.CaptionsParams
		want float64
	}{
		{"a file", plan.CaptionsParams{Timeline: timeline}, -0.3},
		{"a file of a recording whose timestamps jump", plan.CaptionsParams{Timeline: jumping}, -0.3},
		{"a stream", plan.CaptionsParams{Timeline: timeline, Stream: &plan.Stream{}}, -1400.5},
		{"a stream whose timestamps jump", plan.CaptionsParams{Timeline: jumping, Stream: &plan.Stream{}}, -0.3},
	} {
		if got := tt.p.Shift(); got != tt.want {
			t.Errorf("captions of %s are shifted by %v s, want %v s", tt.name, got, tt.want)
		}
	}
}

func TestCaptionSteps(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Origin = -0.04
	r := recording(t, found)
	timeline := plan.Timeline{Origin: -0.04, Duration: 60}
	file := meeting.Source{Name: "talk.vtt", SHA256: strings.Repeat("cd", 32), Language: "de"}
	s := meeting.Subtitle{Index: 4, Codec: "mov_text", Language: "fr"}
	for _, tt := range []struct {
		name  string
		step  plan.Step
		input string
		want  plan.CaptionsParams
	}{
		{
			"a file", r.Captions(file, meeting.Probe{Format: "webvtt"}), file.SHA256,
			plan.CaptionsParams{Timeline: timeline, Format: "webvtt", Language: "de"},
		},
		{
			"a stream", r.Subtitle(s), strings.Repeat("ab", 32),
			plan.CaptionsParams{Timeline: timeline, Stream: &plan.Stream{Index: 4, Codec: "mov_text"}, Language: "fr"},
		},
		{
			"a channel", r.ClosedCaptions(s, 3), strings.Repeat("ab", 32),
			plan.CaptionsParams{Timeline: timeline, Stream: &plan.Stream{Index: 4, Codec: "mov_text", Channel: 3}, Language: "fr"},
		},
	} {
		if diff := cmp.Diff(tt.want, params[plan.CaptionsParams](t, tt.step)); diff != "" {
			t.Errorf("parameters of %s (-want +got):\n%s", tt.name, diff)
		}
		if tt.step.Kind != plan.Captions || tt.step.Input != tt.input || len(tt.step.Needs) > 0 {
			t.Errorf("step of %s = %+v", tt.name, tt.step)
		}
	}
	if got := r.Captions(file, meeting.Probe{}).Budget; got != 30*time.Minute {
		t.Errorf("a caption file has a budget of %v, want half an hour", got)
	}
	if diff := cmp.Diff(plan.CaptionsParams{Timeline: timeline, Format: "srt", Language: "de"}, r.CaptionFile(file, "srt")); diff != "" {
		t.Errorf("parameters of a file (-want +got):\n%s", diff)
	}
}
