package transcode_test

import (
	"path/filepath"
	"testing"

	"proceedings/internal/proc/proctest"
)

// Parts whose colours are told in different ways share one file, in which each
// looks as it did; and a picture of red, green and blue says what it became.
func TestColors(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	const red = "color=c=0xC02040:s=320x180:r=25:d=3"
	part := func(name, filters string, options ...string) string {
		return film(t, name, []string{"-f", "lavfi", "-i", red + filters}, append([]string{"-c:v", "libx264", "-preset", "ultrafast", "-crf", "10"}, options...))
	}
	const hd = "colorprim=bt709:transfer=bt709:colormatrix=bt709"
	untagged := part("a.mp4", ",scale=out_color_matrix=bt601:out_range=tv,format=yuv420p")
	limited := part("b.mp4", ",scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-x264-params", hd)
	full := part("c.mp4", ",scale=out_color_matrix=bt709:out_range=pc,format=yuvj420p", "-color_range", "pc", "-x264-params", hd+":fullrange=on")
	screen := film(t, "d.mkv", []string{"-f", "lavfi", "-i", red}, []string{"-c:v", "libx264rgb", "-preset", "ultrafast", "-crf", "5"})
	for name, sources := range map[string][]string{"joined": {untagged, limited, full, screen}, "a screen": {screen}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := produceAll(t, short(), sources...)
			if p.res.DASH == "" || p.plain.MP4 == "" {
				t.Fatalf("DASH %q, MP4 %q: the parts' headers differ", p.res.DASH, p.plain.MP4)
			}
			path := filepath.Join(p.where(p.plain.MP4), p.plain.MP4)
			stdout, _ := run(t, filepath.Dir(path), "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=color_range,color_space,color_transfer,color_primaries", "-of", "csv=p=0", path)
			if got := string(stdout); got != "tv,bt709,bt709,bt709\n" {
				t.Errorf("its colours are %q", got)
			}
			// One pixel a second: 192, 32, 64 is 74, 126, 196 by BT.709.
			pixels, _ := run(t, filepath.Dir(path), "ffmpeg", "-v", "error", "-i", path, "-vf", "fps=1,scale=1:1:flags=area", "-pix_fmt", "yuv444p", "-f", "rawvideo", "-")
			if n := len(pixels) / 3; n < 3*len(sources) {
				t.Fatalf("%d seconds of a picture", n)
			}
			for i, want := range []int{74, 126, 196} {
				for k := i; k < len(pixels); k += 3 {
					if off := int(pixels[k]) - want; off < -3 || off > 3 {
						t.Errorf("second %d: component %d is %d, want %d", k/3, i, pixels[k], want)
					}
				}
			}
		})
	}
}
