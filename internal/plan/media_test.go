package plan_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestTimeline(t *testing.T) {
	t.Parallel()

	video := func(start, last, end, rate float64) *meeting.Video {
		return &meeting.Video{Width: 640, Height: 360, FrameRate: rate, Start: start, Last: last, End: end}
	}
	audio := func(start, end float64) meeting.Audio {
		return meeting.Audio{Index: 1, Channels: 2, Start: start, End: end}
	}
	track := func(padStart float64) plan.Track {
		return plan.Track{ID: "audio", Index: 1, Channels: 2, BitRate: 128_000, PadStart: padStart, Number: 1}
	}
	tests := []struct {
		name     string
		found    meeting.Media
		start    float64
		duration float64
		video    *plan.Picture
		audio    []plan.Track
	}{
		{
			"video and audio of the same length",
			meeting.Media{Video: video(0, 9.96, 10, 25), Audio: []meeting.Audio{audio(0, 10)}},
			0, 10, &plan.Picture{Hold: 1.04, Delay: 7200},
			[]plan.Track{track(0)},
		},
		{
			"longer audio repeats the last frame",
			meeting.Media{Video: video(0, 9.96, 10, 25), Audio: []meeting.Audio{audio(0, 13)}},
			0, 13, &plan.Picture{PadEnd: 3, FrameRate: 25, Hold: 1.04, Delay: 7200},
			[]plan.Track{track(0)},
		},
		{
			"audio less than a second longer extends the last frame",
			meeting.Media{Video: video(0, 9.96, 10, 25), Audio: []meeting.Audio{audio(0, 10.9)}},
			0, 10.9, &plan.Picture{Hold: 1.04, Delay: 7200},
			[]plan.Track{track(0)},
		},
		{
			"late video repeats the first frame",
			meeting.Media{Video: video(2.5, 9.96, 10, 29.97), Audio: []meeting.Audio{audio(0, 10)}},
			0, 10, &plan.Picture{PadStart: 75 / 29.97, FrameRate: 29.97, Hold: 1.04, Delay: 6006},
			[]plan.Track{track(0)},
		},
		{
			"a low frame rate is raised to repeat frames",
			meeting.Media{Video: video(0, 9, 10, 1), Audio: []meeting.Audio{audio(0, 100)}},
			0, 100, &plan.Picture{PadEnd: 90, FrameRate: 10, Hold: 2, Delay: 36000},
			[]plan.Track{track(0)},
		},
		{
			"late audio gets silence",
			meeting.Media{Video: video(0, 9.96, 10, 25), Audio: []meeting.Audio{audio(4, 10)}},
			0, 10, &plan.Picture{Hold: 1.04, Delay: 7200},
			[]plan.Track{track(4)},
		},
		{
			"a clock that starts at 1000 s, with an unused earlier stream",
			meeting.Media{Origin: 1000, Video: video(1000.5, 1010.46, 1010.5, 25), Audio: []meeting.Audio{audio(1000.75, 1010.5)}},
			1000.5, 10, &plan.Picture{Hold: 1.04, Delay: 7200},
			[]plan.Track{track(0)},
		},
		{
			"a negative start time",
			meeting.Media{Origin: -0.5, Video: video(-0.5, 9.46, 9.5, 25)},
			-0.5, 10, &plan.Picture{Hold: 1.04, Delay: 7200}, nil,
		},
		{
			"keeps 60 frames a second",
			meeting.Media{Video: video(0, 9.98, 10, 60)},
			0, 10, &plan.Picture{Hold: 1.02, Delay: 3000}, nil,
		},
		{
			"keeps 59.94 frames a second",
			meeting.Media{Video: video(0, 9.98, 10, 59.94)},
			0, 10, &plan.Picture{Hold: 1.02, Delay: 3003}, nil,
		},
		{
			"reduces 90 frames a second to 60",
			meeting.Media{Video: video(0, 9.99, 10, 90)},
			0, 10, &plan.Picture{FrameRate: 60, Hold: 1.01, Delay: 3000}, nil,
		},
		{
			"video is not padded for exactly a second",
			meeting.Media{Video: video(1, 9.96, 10, 25), Audio: []meeting.Audio{audio(0, 11)}},
			0, 11, &plan.Picture{Hold: 1.04, Delay: 7200},
			[]plan.Track{track(0)},
		},
		{
			"audio is not padded for exactly a second",
			meeting.Media{Video: video(0, 9.96, 10, 25), Audio: []meeting.Audio{audio(1, 10)}},
			0, 10, &plan.Picture{Hold: 1.04, Delay: 7200},
			[]plan.Track{track(0)},
		},
		{
			"audio is padded for more than a second",
			meeting.Media{Video: video(0, 9.96, 10, 25), Audio: []meeting.Audio{audio(1.001, 10)}},
			0, 10, &plan.Picture{Hold: 1.04, Delay: 7200},
			[]plan.Track{track(1.001)},
		},
		{
			"keeps 60.5 frames a second",
			meeting.Media{Video: video(0, 9.98, 10, 60.5)},
			0, 10, &plan.Picture{Hold: 1.02, Delay: 3000}, nil,
		},
		{
			"a frame size that changes",
			meeting.Media{Video: &meeting.Video{Width: 640, Height: 360, FrameRate: 25, Last: 9.96, End: 10, Varies: true, Turn: 90}},
			0, 10, &plan.Picture{Hold: 1.04, Delay: 7200, Varies: true, Rotation: 90}, nil,
		},
		{
			"rotation without a change of frame size",
			meeting.Media{Video: &meeting.Video{Width: 640, Height: 360, FrameRate: 25, Last: 9.96, End: 10, Turn: 90}},
			0, 10, &plan.Picture{Hold: 1.04, Delay: 7200}, nil,
		},
		{
			"audio only",
			meeting.Media{Audio: []meeting.Audio{audio(1, 3)}},
			1, 2, nil,
			[]plan.Track{track(0)},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := plan.ForMedia(tt.found, profile(t))
			if m.Start != tt.start || m.Duration != tt.duration {
				t.Errorf("from %v for %v s, want from %v for %v s", m.Start, m.Duration, tt.start, tt.duration)
			}
			if diff := cmp.Diff(tt.video, m.Picture); diff != "" {
				t.Errorf("picture (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.audio, m.Tracks); diff != "" {
				t.Errorf("tracks (-want +got):\n%s", diff)
			}
			if (m.Picture == nil) != (m.Rungs == nil) || (m.Picture == nil) != (m.Storyboard == nil) || (m.Picture == nil) != (m.Poster == nil) {
				t.Errorf("picture, rungs, storyboard and poster are not all there or all absent: %+v", m)
			}
		})
	}
}

// Each stream keeps its place on the timeline, within a slack of a second. Video and its
// padding fill the whole timeline.
func TestTimelineLaws(t *testing.T) {
	t.Parallel()
	p := profile(t)
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Float64Range(-10, 10)
		length := rapid.Float64Range(0.001, 10_000)
		found := meeting.Media{Origin: seconds.Draw(t, "origin")}
		if rapid.Bool().Draw(t, "video") {
			start := seconds.Draw(t, "video start")
			found.Video = &meeting.Video{
				Width: 640, Height: 360, Start: start, End: start + length.Draw(t, "video length"),
				FrameRate: rapid.Float64Range(0, 1000).Draw(t, "rate"),
			}
			found.Video.Last = rapid.Float64Range(start, found.Video.End).Draw(t, "last")
		}
		for range rapid.IntRange(0, 40).Draw(t, "tracks") {
			start := seconds.Draw(t, "audio start")
			found.Audio = append(found.Audio, meeting.Audio{Channels: rapid.IntRange(1, 8).Draw(t, "channels"), Start: start, End: start + length.Draw(t, "audio length")})
		}
		if found.Video == nil && found.Audio == nil {
			t.Skip("no streams")
		}
		m := plan.ForMedia(found, p)
		if len(m.Tracks) != min(32, len(found.Audio)) {
			t.Fatalf("%d tracks of %d", len(m.Tracks), len(found.Audio))
		}
		ids := map[string]bool{}
		for i, track := range m.Tracks {
			late := found.Audio[i].Start - m.Start
			if late < -1e-6 || track.PadStart != 0 && math.Abs(track.PadStart-late) > 0.001 || track.PadStart == 0 && late > 1.00001 {
				t.Errorf("track %d is %v s late and padded by %v", i, late, track.PadStart)
			}
			if track.Channels > 2 || ids[track.ID] {
				t.Errorf("%+v has too many channels or a duplicate ID", track)
			}
			ids[track.ID] = true
		}
		if v := m.Picture; v != nil {
			covered := v.PadStart + (found.Video.End - found.Video.Start) + v.PadEnd
			if short := m.Duration - covered; short < -0.06 || short > 2.06 { // a pad is whole frames of a tenth of a second at most
				t.Errorf("video covers %v of %v s", covered, m.Duration)
			}
			if v.Hold <= 0 || v.FrameRate > p.MaxRate+0.5 || (v.PadStart > 0 || v.PadEnd > 0) && v.FrameRate < 10 {
				t.Errorf("picture = %+v", v)
			}
		}
	})
}

// Streams are read together only if timestamps jump.
func TestStreamsReadTogether(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Together = []int{0, 1, 3}
	if got := plan.ForMedia(found, profile(t)).Together; got != nil {
		t.Errorf("Together = %v, want none", got)
	}
	found.Jumps = true
	if diff := cmp.Diff([]int{0, 1, 3}, plan.ForMedia(found, profile(t)).Together); diff != "" {
		t.Errorf("streams (-want +got):\n%s", diff)
	}
}

// Zero is the start on the source's clock. If timestamps jump, it counts from the origin.
func TestZero(t *testing.T) {
	t.Parallel()
	line := plan.Timeline{Start: 1400.5, Origin: 1400.2}
	if got := line.Zero(); got != 1400.5 {
		t.Errorf("Zero = %v, want 1400.5", got)
	}
	line.Jumps = true
	if got := line.Zero(); got != 0.3 {
		t.Errorf("Zero with jumping timestamps = %v, want 0.3", got)
	}
}

// A track has one or two channels. Its number is that in the file, or else its position.
func TestTracks(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Audio = []meeting.Audio{{Channels: 1, End: 60}, {Channels: 2, End: 60}, {Channels: 6, End: 60, Number: 7}}
	m := plan.ForMedia(found, profile(t))
	for i, want := range []plan.Track{
		{ID: "audio", Number: 1, Channels: 1, BitRate: 80_000}, {ID: "audio-2", Number: 2, Channels: 2, BitRate: 128_000}, {ID: "audio-3", Number: 7, Channels: 2, BitRate: 128_000},
	} {
		if diff := cmp.Diff(want, m.Tracks[i]); diff != "" {
			t.Errorf("track %d (-want +got):\n%s", i+1, diff)
		}
	}
	if m.Level != profile(t).Level {
		t.Errorf("level = %+v", m.Level)
	}
	found.Audio = nil
	if silent := plan.ForMedia(found, profile(t)); silent.Level != (plan.Level{}) {
		t.Errorf("video without audio has the level %+v", silent.Level)
	}
	found.Audio = make([]meeting.Audio, 40)
	if n := len(plan.ForMedia(found, profile(t)).Tracks); n != 32 {
		t.Errorf("%d tracks of 40, want 32", n)
	}
}
