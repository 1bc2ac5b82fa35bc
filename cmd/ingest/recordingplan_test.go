package main

import (
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// hour describes an hour of 720p video with a key frame every five seconds.
func hour() meeting.Media {
	m := meeting.Media{
		Format: "mov", Duration: 3600, Bytes: 500e6,
		Video: &meeting.Video{
			Codec: "h264", Profile: "High", PixFmt: "yuv420p", Width: 1280, Height: 720, FrameRate: 25, Frames: 90_000,
			Last: 3599.96, End: 3600, BitRate: 1e6, LongestGOP: 5,
		},
		Audio: []meeting.Audio{{Index: 1, Codec: "aac", SampleRate: 48_000, Channels: 2, Language: "en", End: 3600}},
	}
	for i := range 720 {
		m.Video.Keys = append(m.Video.Keys, meeting.Key{Time: float64(5 * i), Pos: int64(i) * 700_000, Before: 125 * i})
	}
	return m
}

func TestPlanOfARecording(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		profile string
		change  func(*meeting.Media)
		want    []string
		without []string
	}{
		{
			"copies video that fits the top rung", "meeting", func(*meeting.Media) {},
			[]string{"1:00:00", "720p (1280×720) copied, 360p (640×360), encoded in at most 18 chunks", "audio 128 kbit/s en", "storyboard of 360 tiles"},
			[]string{"not copied"},
		},
		{
			"encodes other video and gives the reason", "meeting", func(m *meeting.Media) { m.Video.Codec = "hevc" },
			[]string{"720p (1280×720), 360p (640×360), encoded in at most 18 chunks, not copied since it has hevc video, not H.264"},
			nil,
		},
		{
			"names changes to the video", "meeting", func(m *meeting.Media) { m.Video.Interlaced = true },
			[]string{"not copied since it is interlaced, deinterlaced"},
			nil,
		},
		{
			"a single copied rendition needs no encoding", "meeting", func(m *meeting.Media) { m.Video.Width, m.Video.Height, m.Video.BitRate = 320, 180, 100_000 },
			[]string{"180p (320×180) copied, audio"},
			[]string{"chunk", "encoded"},
		},
		{
			"audio only", "audio", func(*meeting.Media) {},
			[]string{"1:00:00, audio 128 kbit/s en, one file for download"},
			[]string{"360p", "chunk", "poster", "copied"},
		},
		{"a second codec", "modern", func(*meeting.Media) {}, []string{"360p-av1 (640×360)"}, nil},
		{"encodes video without usable key frames in one piece", "meeting", func(m *meeting.Media) { m.Video.Keys, m.Jumps = nil, true }, []string{"encoded in one piece"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := hour()
			tt.change(&found)
			p, err := planRecording(meeting.Meeting{Profile: tt.profile}, meeting.Source{ID: "talk"}, found)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(p.String(), want) {
					t.Errorf("%q is not in %q", want, p)
				}
			}
			for _, other := range tt.without {
				if strings.Contains(p.String(), other) {
					t.Errorf("%q is in %q", other, p)
				}
			}
		})
	}
}

func TestPlanMergesCaptionsOfJoinedParts(t *testing.T) {
	t.Parallel()
	var parts []plan.Recording
	for _, languages := range [][]string{{"en"}, {"de", "en"}} {
		found := hour()
		found.Subtitles = nil
		for i, language := range languages {
			found.Subtitles = append(found.Subtitles, meeting.Subtitle{Index: 2 + i, Codec: "mov_text", Language: language})
		}
		found.Video.Captioned = len(languages) > 1
		part, err := plan.ForRecording(meeting.Meeting{Profile: "meeting"}, meeting.Source{ID: "talk"}, found)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part)
	}
	const want = "captions within: en de, closed captions, if its frames have any"
	if text := describe("meeting", plan.Join(parts)).String(); !strings.Contains(text, want) {
		t.Errorf("%q is not in %q", want, text)
	}
}
