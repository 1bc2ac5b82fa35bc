package transcode_test

import (
	"slices"
	"testing"

	"proceedings/internal/proc/proctest"
)

// A rung that takes nearly as much as the one above it is not made: what shows
// one still page takes as much at any size.
func TestSampleDropsRungs(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	tests := []struct {
		name    string
		picture string
		options []string
		copied  bool
		want    []string
	}{
		{"one black page", "color=black:s=640x360:r=2:d=64", []string{"-pix_fmt", "yuv422p"}, false, []string{"640x360"}},
		{"one black page that is copied", "color=black:s=640x360:r=2:d=64", []string{"-g", "8"}, true, []string{"640x360"}},
		{"a page that moves", "testsrc2=s=640x360:r=2:d=64", []string{"-pix_fmt", "yuv422p"}, false, []string{"640x360", "426x240", "256x144"}},
		{"a page that moves and is copied", "testsrc2=s=640x360:r=2:d=64", []string{"-g", "8"}, true, []string{"640x360", "426x240", "256x144"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.copied {
				proctest.Heavy(t)
			}
			profile := short()
			profile.Lower = []int{240, 144}
			p := produceAs(t, film(t, "x.mp4", []string{"-f", "lavfi", "-i", tt.picture}, x264(tt.options...)), profile)
			if p.calls["sample"] != 1 || (p.encoded == "") != tt.copied {
				t.Errorf("%d samples, and it is encoded since it %q", p.calls["sample"], p.encoded)
			}
			if got := sizes(p.res); !slices.Equal(got, tt.want) {
				t.Errorf("rungs = %q, want %q", got, tt.want)
			}
		})
	}
}
