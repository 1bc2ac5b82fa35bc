package plan_test

import (
	"strings"
	"testing"

	"proceedings/internal/meeting"
)

// A reason for each way in which a source's own picture is none that browsers
// play, and none for one that is.
func TestWhyAPictureIsEncoded(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(m *meeting.Media)
		want   string
	}{
		{"what browsers play", func(*meeting.Media) {}, ""},
		{"a profile that nobody names", func(m *meeting.Media) { m.Video.Profile = "" }, ""},
		{"all levels", func(m *meeting.Media) { m.Video.PixFmt = "yuvj420p" }, ""},
		{"a key frame each ten seconds", func(m *meeting.Media) { m.Video.LongestGOP = 10 }, ""},
		{"as many bits as a rendition has", func(m *meeting.Media) { m.Video.BitRate = 6_220_800 }, ""},
		{"a bit more than a rendition has", func(m *meeting.Media) { m.Video.BitRate = 6_220_801 }, "has 6.2 Mbit/s of video, more than the 6.2"},
		{"an odd width", func(m *meeting.Media) { m.Video.Width = 1919 }, "is larger than the highest rendition: 1919×1080"},
		{"an odd height", func(m *meeting.Media) { m.Video.Height = 1079 }, "is larger than the highest rendition: 1920×1079"},
		{"few places for segments", func(m *meeting.Media) { m.Video.Keys = m.Video.Keys[:1] }, "has no key frames where segments could begin"},
		{"main profile", func(m *meeting.Media) { m.Video.Profile = "Main" }, ""},
		{"another codec", func(m *meeting.Media) { m.Video.Codec = "hevc" }, "has hevc video, not H.264"},
		{"a profile of studios", func(m *meeting.Media) { m.Video.Profile = "High 4:2:2" }, "High 4:2:2"},
		{"ten bits", func(m *meeting.Media) { m.Video.PixFmt = "yuv420p10le" }, "yuv420p10le video, not 8-bit 4:2:0"},
		{"half pictures", func(m *meeting.Media) { m.Video.Interlaced = true }, "is interlaced"},
		{"a window that grows", func(m *meeting.Media) { m.Video.Varies = true }, "changes its frame size"},
		{"held upright", func(m *meeting.Media) { m.Video.Reshaped = "is rotated" }, "is rotated"},
		{"too large", func(m *meeting.Media) { m.Video.Width, m.Video.Height = 3840, 2160 }, "is larger than the highest rendition: 3840×2160"},
		{"cut by an edit list", func(m *meeting.Media) { m.Video.Hidden = 3 }, "edit list"},
		{"no times", func(m *meeting.Media) { m.Video.Untimed = true }, "without timestamps"},
		{"joined streams", func(m *meeting.Media) { m.Jumps = true }, "timestamps that jump"},
		{"too many frames", func(m *meeting.Media) { m.Video.FrameRate = 120 }, "has 120 frames a second"},
		{"a late picture", func(m *meeting.Media) { m.Video.Start = 3 }, "begins after its audio"},
		{"a short picture", func(m *meeting.Media) { m.Video.End = 50 }, "ends before its audio"},
		{"open groups", func(m *meeting.Media) { m.Video.OpenGOP = true }, "open groups"},
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
				t.Errorf("a copy is asked for: %v", can)
			}
		})
	}
}
