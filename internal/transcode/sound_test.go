package transcode_test

import (
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
)

// voice is something like a voice: tones that come and go, at a level and from
// one side or both.
func voice(db float64, left, right int) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf(
		"aevalsrc=d=10:s=48000:exprs=0.2*(sin(2*PI*140*t)+sin(2*PI*1130*t)/2+sin(2*PI*2470*t)/3)*(0.6+0.4*sin(2*PI*3*t)),volume=%vdB,pan=stereo|c0=%d*c0|c1=%d*c0", db, left, right)}
}

func TestSound(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	const untouched = -99
	wav := func(input []string, more ...string) func(*testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			return film(t, "x.wav", input, more)
		}
	}
	tests := []struct {
		name     string
		film     func(t *testing.T) string
		want     []float64 // LUFS of each track
		channels int
		oneSided bool
		warning  string // all that is said
	}{
		{"a quiet voice is raised", wav(voice(-16, 1, 1)), []float64{-16}, 2, false, ""},
		{"a loud one with clipped peaks is lowered", wav(voice(24, 1, 1)), []float64{-16}, 2, false, ""},
		{
			"a tone in one channel of one", wav([]string{"-f", "lavfi", "-i", "sine=f=997:r=44100:d=10,volume=-14dB"}),
			[]float64{-16},
			1, false, "",
		},
		{"a voice on the left", wav(voice(-16, 1, 0)), []float64{-16}, 1, true, ""},
		{"a voice on the right", wav(voice(-16, 0, 1)), []float64{-16}, 1, true, ""},
		{"silence", wav([]string{"-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo:d=5"}), []float64{untouched}, 2, false, "has a sound track with nothing but silence (track 1)"},
		{"a noise floor", wav([]string{"-f", "lavfi", "-i", "anoisesrc=d=5:c=pink:r=48000:a=0.0015:seed=7,lowpass=f=3000"}), []float64{untouched}, 1, false, "has a sound track with nothing but faint noise (track 1)"},
		{
			"six channels", wav(voice(-16, 1, 1), "-af", "pan=5.1|FL=c0|FR=c1|FC=0.5*c0|LFE=0*c0|BL=0.1*c0|BR=0.1*c1"),
			[]float64{-16},
			2, false, "",
		},
		{"a floor and a fainter interpretation", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mkv", scene("320x240", 25, 10), voice(-9, 1, 1), voice(-18, 1, 1), x264("-map", "0", "-map", "1", "-map", "2"))
		}, []float64{-16, -16}, 2, false, ""},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if i > 3 {
				proctest.Heavy(t)
			}
			src := tt.film(t)
			p := produce(t, src)
			if got := strings.Join(p.warnings, "\n"); got != tt.warning {
				t.Errorf("warnings = %q, want %q", got, tt.warning)
			}
			for i, r := range p.res.Renditions[len(p.plan.Rungs):] {
				before, _ := listenTo(t, src, i)
				after, truePeak := listenTo(t, p.path(r.Files[0]), 0)
				t.Logf("%s: %v LUFS before, %v LUFS and %v dBTP after, said is %+v", r.ID, before, after, truePeak, r.Loudness)
				if truePeak > -1.4 {
					t.Errorf("%s has a true peak of %v dBTP", r.ID, truePeak)
				}
				if r.Channels != tt.channels {
					t.Errorf("%s has %d channels, want %d", r.ID, r.Channels, tt.channels)
				}
				if tt.want[i] == untouched {
					if r.Loudness != nil && r.Loudness.Gain != 0 || math.Abs(after-before) > 0.1 {
						t.Errorf("%s is at %v LUFS after %v, and said is %+v", r.ID, after, before, r.Loudness)
					}
					continue
				}
				if math.Abs(after-tt.want[i]) > 0.5 {
					t.Errorf("%s is at %v LUFS, want %v", r.ID, after, tt.want[i])
				}
				if r.Loudness == nil || math.Abs(r.Loudness.Integrated+r.Loudness.Gain-after) > 0.3 || r.Loudness.OneSided != tt.oneSided {
					t.Errorf("%s is at %v LUFS and said is %+v, one-sided should be %v", r.ID, after, r.Loudness, tt.oneSided)
				}
			}
		})
	}
}

// listenTo measures a track of a file, in LUFS and dBTP.
func listenTo(t *testing.T, path string, track int) (integrated, truePeak float64) {
	t.Helper()
	_, said := run(t, filepath.Dir(path), "ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-i", path, "-vn",
		"-map", "0:a:"+strconv.Itoa(track), "-af", "aformat=sample_fmts=fltp,ebur128=peak=true:dualmono=true:framelog=verbose", "-f", "null", "-")
	figure := func(name string) float64 {
		all := regexp.MustCompile(`(?m)^ +`+name+`: +(\S+) `).FindAllStringSubmatch(said, -1)
		if len(all) == 0 {
			t.Fatalf("no %s in %s", name, said)
		}
		x, err := strconv.ParseFloat(slices.Concat(all...)[2*len(all)-1], 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	return figure("I"), figure("Peak")
}
