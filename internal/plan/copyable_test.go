package plan_test

import (
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

// There is a reason for each kind of video that cannot be copied, and none for video that
// browsers play.
func TestWhyVideoIsNotCopied(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(m *meeting.Media)
		want   string
	}{
		{"plain H.264", func(*meeting.Media) {}, ""},
		{"unknown profile", func(m *meeting.Media) { m.Video.Profile = "" }, ""},
		{"full range", func(m *meeting.Media) { m.Video.PixFmt = "yuvj420p" }, ""},
		{"key frames 10 s apart", func(m *meeting.Media) { m.Video.LongestGOP = 10 }, ""},
		{"highest bit rate", func(m *meeting.Media) { m.Video.BitRate = 6_220_800 }, ""},
		{"bit rate just too high", func(m *meeting.Media) { m.Video.BitRate = 6_220_801 }, "has 6.2 Mbit/s of video, more than the 6.2"},
		{"an odd width", func(m *meeting.Media) { m.Video.Width = 1919 }, "is larger than the highest rendition: 1919×1080"},
		{"an odd height", func(m *meeting.Media) { m.Video.Height = 1079 }, "is larger than the highest rendition: 1920×1079"},
		{"no place for segments", func(m *meeting.Media) { m.Video.Keys = m.Video.Keys[:1] }, "has no key frames where segments could begin"},
		{"main profile", func(m *meeting.Media) { m.Video.Profile = "Main" }, ""},
		{"another codec", func(m *meeting.Media) { m.Video.Codec = "hevc" }, "has hevc video, not H.264"},
		{"studio profile", func(m *meeting.Media) { m.Video.Profile = "High 4:2:2" }, "High 4:2:2"},
		{"ten bits", func(m *meeting.Media) { m.Video.PixFmt = "yuv420p10le" }, "yuv420p10le video, not 8-bit 4:2:0"},
		{"interlaced", func(m *meeting.Media) { m.Video.Interlaced = true }, "is interlaced"},
		{"a screen share that changes its size", func(m *meeting.Media) { m.Video.Varies = true }, "changes its frame size"},
		{"rotated", func(m *meeting.Media) { m.Video.Reshaped = "is rotated" }, "is rotated"},
		{"too large", func(m *meeting.Media) { m.Video.Width, m.Video.Height = 3840, 2160 }, "is larger than the highest rendition: 3840×2160"},
		{"cut by an edit list", func(m *meeting.Media) { m.Video.Hidden = 3 }, "edit list"},
		{"no timestamps", func(m *meeting.Media) { m.Video.Untimed = true }, "without timestamps"},
		{"concatenated streams", func(m *meeting.Media) { m.Jumps = true }, "timestamps that jump"},
		{"too many frames", func(m *meeting.Media) { m.Video.FrameRate = 120 }, "has 120 frames a second"},
		{"late video", func(m *meeting.Media) { m.Video.Start = 3 }, "begins after its audio"},
		{"short video", func(m *meeting.Media) { m.Video.End = 50 }, "ends before its audio"},
		{"open GOPs", func(m *meeting.Media) { m.Video.OpenGOP = true }, "open groups"},
		{"few key frames", func(m *meeting.Media) { m.Video.LongestGOP = 10.4 }, "up to 10.4 s between key frames"},
		{"too many bits", func(m *meeting.Media) { m.Video.BitRate = 9e6 }, "has 9.0 Mbit/s of video, more than the 6.2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := film(60, 2)
			tt.change(&found)
			r := recording(t, found)
			if (tt.want == "") != (r.Encoded == "") || !strings.Contains(r.Encoded, tt.want) {
				t.Errorf("the reason is %q, want %q", r.Encoded, tt.want)
			}
			if _, can := r.Copy(); can != (tt.want == "") {
				t.Errorf("there is a copy step: %v", can)
			}
		})
	}
}
