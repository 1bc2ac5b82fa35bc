package transcode_test

import (
	"regexp"
	"testing"

	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
)

// Every profile goes its whole road, and makes what it promises.
func TestProfiles(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	const (
		h264  = `avc1\.6400[0-9A-F]{2}`
		av1   = `av01\.0\.\d\dM\.08.*`
		sound = `mp4a\.40\.2`
	)
	codecs := map[string][]string{ // of each rendition
		"meeting":    {h264, h264, sound},
		"camera":     {h264, h264, sound},
		"archive-hq": {h264, h264, sound},
		"audio":      {sound},
		"modern":     {h264, h264, av1, av1, sound},
	}
	for _, profile := range plan.Profiles() {
		t.Run(profile.Name, func(t *testing.T) {
			t.Parallel()
			want, known := codecs[profile.Name]
			if !known {
				t.Fatal("nobody says what it is to make")
			}
			if name := profile.Name; name == "camera" || name == "archive-hq" { // as meeting, but for figures
				proctest.Heavy(t)
			}
			if profile.Top > 0 {
				profile.Lower = []int{80}
			}
			p := produceAs(t, film(t, "x.mp4", flash("160x120", 25, 4), beep(4), x264("-g", "100", "-bf", "0", "-x264-params", "open-gop=1", "-pix_fmt", "yuv422p")), profile)
			if len(p.res.Renditions) != len(want) {
				t.Fatalf("%d renditions, want %d", len(p.res.Renditions), len(want))
			}
			var pictures []string
			for i, r := range p.res.Renditions {
				if !regexp.MustCompile("^" + want[i] + "$").MatchString(r.Codecs) {
					t.Errorf("%s is %s, want %s", r.ID, r.Codecs, want[i])
				}
				if r.Width > 0 && profile.Top > 0 {
					pictures = append(pictures, r.Playlist)
				}
			}
			if len(pictures) > 0 {
				white, _ := p.signals(t, pictures, nil)
				for _, name := range pictures {
					if at := white[name]; at < signal-0.041 || at > signal+0.041 {
						t.Errorf("%s turns white at %.3f s, want %d", name, at, signal)
					}
				}
			}
			if (p.plain.MP4 != "") != (profile.Top > 0) || p.plain.M4A == "" {
				t.Errorf("plain files are %+v", p.plain)
			}
		})
	}
}
