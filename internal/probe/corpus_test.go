package probe_test

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
)

// TestCorpus asks about real files from other projects' test suites, with what
// those suites expect.
func TestCorpus(t *testing.T) {
	t.Parallel()
	folder := proctest.Corpus(t)
	proctest.Need(t, "ffprobe", "pdfinfo")

	tests := []struct {
		file     string
		video    string // as shown; empty for none
		tracks   int
		duration float64
		rate     float64 // frames a second; 0 for any
		refusal  string
	}{
		{"media/bbb.mp4", "854x480", 1, 20.024, 24, ""},
		{"media/common__av.mov", "640x480", 1, 10.44, 2.01, ""},
		{"media/common__aonly.mov", "", 1, 10.44, 0, ""},
		{"media/common__vonly.mov", "640x480", 0, 10.44, 2.01, ""},
		{"media/composer-ffmpeg__audio.mp3", "", 1, 2.16, 0, ""},
		{"media/composer-ffmpeg__avts.mts", "1280x720", 0, 1.05, 58.04, ""}, // 61 frames in the time of 63,
		{"media/crop-ffmpeg__black43.mp4", "880x660", 1, 40, 1, ""},
		{"media/silencedetection-impl__nostreams.mp4", "", 0, 0, 0, "has neither video nor audio"},
		{"media/silencedetection-impl__silent.mp4", "", 1, 60, 0, ""},
		{"media/videoeditor-ffmpeg-impl__testvideo_320x180.mp4", "320x180", 1, 180, 1, ""},
		{"media/sox-impl__audio-test.wav", "", 1, 0.5, 0, ""},
		{"media/videoshort.mp4", "200x110", 1, 6.314, 0, ""},
		{"media/videoshort_no_audio.mp4", "200x110", 0, 6.314, 0, ""},
		{"media/meow.mp3", "", 1, 0, 0, ""},
		{"media/chunk_test.txt", "", 0, 0, 0, "is text, not a recording or a deck"},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			found, err := prober(t).File(t.Context(), filepath.Join(folder, tt.file), "")
			if tt.refusal != "" {
				if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.refusal) {
					t.Errorf("error = %v, want a refusal: %q", err, tt.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			m := found.Media
			if found.Role != meeting.Recording || len(m.Audio) != tt.tracks || size(m.Video) != tt.video {
				t.Errorf("%s with a picture of %q and %d tracks, want a recording with %q and %d", found.Role, size(m.Video), len(m.Audio), tt.video, tt.tracks)
			}
			if tt.duration > 0 && math.Abs(m.Duration-tt.duration) > 0.15 {
				t.Errorf("%v s, want %v", m.Duration, tt.duration)
			}
			if tt.rate > 0 && math.Abs(m.Video.FrameRate-tt.rate) > 0.1 {
				t.Errorf("%v frames a second, want %v", m.Video.FrameRate, tt.rate)
			}
			if m.Missing != 0 {
				t.Errorf("%v s are missing of a whole file", m.Missing)
			}
		})
	}
}

func size(v *meeting.Video) string {
	if v == nil {
		return ""
	}
	return fmt.Sprintf("%dx%d", v.Width, v.Height)
}
