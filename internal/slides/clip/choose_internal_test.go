package clip

import (
	"slices"
	"testing"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	of := func(streams ...stream) (h header) {
		for i, s := range streams {
			s.Index = i
			h.Streams = append(h.Streams, s)
		}
		return h
	}
	video := func(codec string) stream { return stream{Type: "video", Codec: codec, Pixels: "yuv420p"} }
	audio := func(codec string) stream { return stream{Type: "audio", Codec: codec} }
	deep := video("h264")
	deep.Pixels = "yuv420p10le"
	cover := video("mjpeg")
	cover.Disposition.AttachedPic = 1
	preferred := audio("aac")
	preferred.Disposition.Default = 1
	data := stream{Type: "data"}
	tests := []struct {
		name, container string
		header          header
		muted           bool
		extension       string
		streams         []int
		reason          string
	}{
		{"H.264 and AAC", "mp4", of(video("h264"), audio("aac")), false, ".mp4", []int{0, 1}, ""},
		{"H.264 without sound", "mp4", of(data, video("h264")), false, ".mp4", []int{1}, ""},
		{"H.264 in Matroska", "matroska", of(video("h264"), audio("aac")), false, ".mp4", []int{0, 1}, ""},
		{"muted", "mp4", of(video("h264"), audio("alac")), true, ".mp4", []int{0}, ""},
		{"of two sounds, the default", "mp4", of(video("h264"), audio("aac"), preferred), false, ".mp4", []int{0, 2}, ""},
		{"WebM", "webm", of(video("vp9"), audio("opus")), false, ".webm", []int{0, 1}, ""},
		{"MP3 with a cover", "mp3", of(cover, audio("mp3")), false, ".mp3", []int{1}, ""},
		{"AAC alone", "mp4", of(audio("aac")), false, ".m4a", []int{0}, ""},
		{"WAV", "wav", of(audio("pcm_s16le")), false, ".wav", []int{0}, ""},
		{"Ogg", "ogg", of(audio("vorbis")), false, ".ogg", []int{0}, ""},
		{"HEVC", "mp4", of(video("hevc"), audio("aac")), false, "", nil, "browsers do not play hevc"},
		{"H.264 of ten bits", "mp4", of(deep), false, "", nil, "browsers do not play h264 with the pixel format yuv420p10le"},
		{"a sound that browsers do not play", "mp4", of(video("h264"), audio("ac3")), false, "", nil, "browsers do not play ac3"},
		{"H.264 and Opus", "matroska", of(video("h264"), audio("opus")), false, "", nil, "browsers do not play opus"},
		{"Windows Media", "asf", of(video("wmv2"), audio("wmav2")), false, "", nil, "browsers do not play the format asf"},
		{"a muted sound", "mp3", of(audio("mp3")), true, "", nil, "the slide show plays it without sound"},
		{"a cover alone", "mp3", of(cover), false, "", nil, "it has neither video nor sound"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, reason := choose(tt.container, tt.header, tt.muted)
			if reason != tt.reason {
				t.Fatalf("reason = %q, want %q", reason, tt.reason)
			}
			if reason == "" && (f.extension != tt.extension || !slices.Equal(f.streams, tt.streams)) {
				t.Errorf("form = %+v, want %s of the streams %v", f, tt.extension, tt.streams)
			}
		})
	}
}
