package transcode_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// voice is something like a voice: tones that come and go, at a level and from
// one side or both.
func voice(db float64, left, right int) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf(
		"aevalsrc=d=10:s=48000:exprs=0.2*(sin(2*PI*140*t)+sin(2*PI*1130*t)/2+sin(2*PI*2470*t)/3)*(0.6+0.4*sin(2*PI*3*t)),volume=%vdB,pan=stereo|c0=%d*c0|c1=%d*c0", db, left, right)}
}

// speech is something like a talk of ten seconds: syllables, and pauses between
// sentences. more is added to the expression: a knock, a laugh.
func speech(db float64, more string) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf(
		"aevalsrc=d=10:s=48000:exprs='0.2*(sin(2*PI*140*t)+sin(2*PI*1130*t)/2+sin(2*PI*2470*t)/3)*(0.55+0.45*sin(2*PI*3.1*t))*(0.003+lt(mod(t\\,1.7)\\,1.1))*%v%s',aformat=channel_layouts=stereo",
		math.Pow(10, db/20), more)}
}

// noise is pink noise of ten seconds, at about that loudness.
func noise(lufs float64) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf("anoisesrc=d=10:c=pink:r=48000:a=0.5:seed=7,volume=%vdB,aformat=channel_layouts=stereo", lufs+20.6)}
}

// For all kinds of input: speech is published at −16 LUFS within 1, its peaks at
// −1 dBTP at most, and silence and noise are left as they are. The figures that
// are said are those of the published file.
func TestSound(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")

	const untouched = -99
	const missed = -98 // by more than 1 LU, with a warning
	const quieter = "is quieter than other recordings, by "
	const faint = "has a sound track with nothing but faint noise (track 1)"
	wav := func(input []string, more ...string) func(*testing.T) string {
		return func(t *testing.T) string {
			t.Helper()
			return film(t, "x.wav", input, []string{"-c:a", "pcm_f32le"}, more)
		}
	}
	tests := []struct {
		name     string
		film     func(t *testing.T) string
		want     []float64 // LUFS of each track
		channels int
		oneSided bool
		limited  float64 // dB that the limiter takes at least
		warning  string  // all that is said
	}{
		{"a quiet voice is raised", wav(voice(-16, 1, 1)), []float64{-16}, 2, false, 0, ""},
		{"a loud one with clipped peaks is lowered", wav(voice(24, 1, 1)), []float64{-16}, 2, false, 0, ""},
		{"a talk with one knock", wav(speech(-22, "+between(t,4.0,4.004)*sin(2*PI*2000*t)")), []float64{-16}, 2, false, 15, ""},
		{"a talk at −45 LUFS", wav(speech(-24, "")), []float64{-16}, 2, false, 0, ""},
		{"a noise floor of −52 LUFS", wav(noise(-52)), []float64{untouched}, 2, false, 0, faint},
		{
			"a tone in one channel of one", wav([]string{"-f", "lavfi", "-i", "sine=f=997:r=44100:d=10,volume=-14dB"}),
			[]float64{-16},
			1, false, 0, "",
		},
		{"a voice on the left", wav(voice(-16, 1, 0)), []float64{-16}, 1, true, 0, ""},
		{"a voice on the right", wav(voice(-16, 0, 1)), []float64{-16}, 1, true, 0, ""},
		{
			"a laugh 20 dB louder", wav(speech(-14, "+between(t,5,5.3)*0.5*sin(2*PI*500*t)*(0.6+0.4*sin(2*PI*4*t))")),
			[]float64{-16},
			2, false, 2, "",
		},
		{"clipped samples", wav(speech(20, ""), "-c:a", "pcm_s16le"), []float64{-16}, 2, false, 0, ""},
		{"a level that changes midway", wav(speech(-10, "*(1-0.9*gt(t,5))")), []float64{-16}, 2, false, 0, ""},
		{
			"music with drums", wav([]string{"-f", "lavfi", "-i", "aevalsrc=d=10:s=48000:exprs='0.03*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))*exp(-3*mod(t\\,0.5))+0.6*random(0)*exp(-60*mod(t\\,1))|0.03*(sin(2*PI*221*t)+sin(2*PI*278*t)+sin(2*PI*331*t))*exp(-3*mod(t\\,0.5))+0.6*random(1)*exp(-60*mod(t\\,1))'"}),
			[]float64{-16},
			2, false, 4, "",
		},
		{
			"a faint talk with clicks of a sample or two", wav(speech(-34, "+lt(mod(t\\,2)\\,0.0003)*0.9*cos(2*PI*2000*t)")),
			[]float64{-16},
			2, false, 35, "",
		},
		{
			"a faint talk with loud clicks", wav(speech(-34, "+lt(mod(t\\,2)\\,0.003)*0.9*cos(2*PI*2000*t)")), []float64{missed}, 2, false, 5, quieter,
		},
		{"half a second", wav(voice(-6, 1, 1), "-t", "0.5"), []float64{-16}, 2, false, 0, ""},
		{"silence", wav([]string{"-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo:d=5"}), []float64{untouched}, 2, false, 0, "has a sound track with nothing but silence (track 1)"},
		{"a noise floor of −70 LUFS", wav(noise(-70)), []float64{untouched}, 2, false, 0, faint},
		{"a noise of −45 LUFS", wav(noise(-45)), []float64{untouched}, 2, false, 0, faint},
		{
			"six channels", wav(voice(-16, 1, 1), "-af", "pan=5.1|FL=c0|FR=c1|FC=0.5*c0|LFE=0*c0|BL=0.1*c0|BR=0.1*c1"),
			[]float64{-16},
			2, false, 0, "",
		},
		{"a floor and a fainter interpretation", func(t *testing.T) string {
			t.Helper()
			return film(t, "x.mkv", scene("320x240", 25, 10), voice(-9, 1, 1), voice(-18, 1, 1), x264("-map", "0", "-map", "1", "-map", "2"))
		}, []float64{-16, -16}, 2, false, 0, ""},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if i > 4 {
				proctest.Heavy(t)
			}
			src := tt.film(t)
			p := produceSound(t, src)
			if got := strings.Join(p.warnings, "\n"); got != tt.warning && (tt.warning != quieter || !strings.HasPrefix(got, quieter)) {
				t.Errorf("warnings = %q, want %q", got, tt.warning)
			}
			if len(p.sound.Tracks) != len(tt.want) {
				t.Fatalf("%d tracks, want %d", len(p.sound.Tracks), len(tt.want))
			}
			for i, r := range p.sound.Tracks {
				before, _ := measureFile(t, src, i)
				after, truePeak := measureFile(t, filepath.Join(p.place(p.parts[0]), r.Part.Name), 0)
				if r.Channels != tt.channels {
					t.Errorf("%s has %d channels, want %d", r.Part.Rendition, r.Channels, tt.channels)
				}
				if truePeak > -1 {
					t.Errorf("%s has a true peak of %v dBTP", r.Part.Rendition, truePeak)
				}
				stored := r.Loudness
				if stored == nil {
					if tt.name != "silence" {
						t.Errorf("no loudness is stored of %s", r.Part.Rendition)
					}
					continue
				}
				if tt.want[i] == untouched {
					if stored.Gain != 0 || stored.Limited != 0 || after > before+0.1 || after < before-1 { // AAC leaves out some of a noise
						t.Errorf("%s is at %v LUFS after %v, stored is %+v", r.Part.Rendition, after, before, stored)
					}
					continue
				}
				if tt.want[i] != missed && math.Abs(after-tt.want[i]) > 1 || tt.want[i] == missed && (after > -17 || after < before) {
					t.Errorf("%s is at %v LUFS, want %v", r.Part.Rendition, after, tt.want[i])
				}
				if stored.OutputIntegrated == nil || math.Abs(*stored.OutputIntegrated-after) > 0.2 || math.Abs(*stored.OutputTruePeak-truePeak) > 0.2 {
					t.Errorf("%s is at %v LUFS and %v dBTP, stored is %+v", r.Part.Rendition, after, truePeak, stored)
				}
				if stored.OneSided != tt.oneSided || stored.Limited < tt.limited {
					t.Errorf("stored is %+v, one-sided should be %v, limited at least %v", stored, tt.oneSided, tt.limited)
				}
			}
		})
	}
}

// A limiter looks ahead, and shifts nothing: each sample stays where it was, and
// there are as many.
func TestLimiterKeepsTime(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg")

	const rate, at = 48_000, 3 // in a pause
	clap := "+between(t,3,3.005)*0.8*sin(2*PI*1000*t)"
	samples := func(t *testing.T, level plan.Level) (n, onset int) {
		t.Helper()
		src, dir := film(t, "x.wav", speech(-12, clap), []string{"-t", "5.2"}), t.TempDir()
		p := plan.AudioParams{
			Timeline: plan.Timeline{Duration: 5.2}, Segment: 5, AudioOnly: true, Level: level,
			Tracks: []plan.Track{{ID: "audio", Channels: 2, BitRate: 128_000}},
		}
		maker := transcode.Transcoder{Runner: proctest.Runner(t)}
		sound, err := maker.Audio(t.Context(), src, dir, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if limited := sound.Tracks[0].Loudness.Limited; (limited > 0) != (level.Integrated > -40) {
			t.Fatalf("the limiter takes %v dB at %+v", limited, level)
		}
		out, _ := run(t, dir, "ffmpeg", "-v", "error", "-i", filepath.Join(dir, sound.Tracks[0].Part.Name), "-ac", "1", "-f", "f32le", "-")
		n = len(out) / 4
		const around = rate / 10
		loudest := 0.0
		for i := at*rate - around; i < at*rate+around; i++ {
			loudest = max(loudest, math.Abs(sample(out, i)))
		}
		for i := at*rate - around; i < at*rate+around; i++ {
			if math.Abs(sample(out, i)) > loudest/2 {
				return n, i
			}
		}
		return n, -1
	}
	plain := plan.Level{Integrated: -60, TruePeak: -1, Ceiling: -2, Raise: 20, Floor: -90}
	n, onset := samples(t, plain)
	if want := at * rate; onset < want || onset > want+rate/1000 {
		t.Fatalf("the clap begins at sample %d, want %d", onset, want)
	}
	for name, integrated := range map[string]float64{"coarse": -26, "fine": -16} {
		level := plan.Profiles()[0].Level
		level.Integrated = integrated
		gotN, gotOnset := samples(t, level)
		if gotN != n {
			t.Errorf("%s: %d samples, want %d", name, gotN, n)
		}
		if d := gotOnset - onset; d < -24 || d > 24 { // half a millisecond: where it passes half its peak differs
			t.Errorf("%s: the clap begins at sample %d, want %d", name, gotOnset, onset)
		}
	}
}

// sample is number i of 32-bit floats.
func sample(floats []byte, i int) float64 {
	return float64(math.Float32frombits(binary.LittleEndian.Uint32(floats[4*i:])))
}

// measureFile measures a track of a file, in LUFS and dBTP.
func measureFile(t *testing.T, path string, track int) (integrated, truePeak float64) {
	t.Helper()
	_, stderr := run(t, filepath.Dir(path), "ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-i", path, "-vn",
		"-map", "0:a:"+strconv.Itoa(track), "-af", "aformat=sample_fmts=fltp,ebur128=peak=true:dualmono=true:framelog=verbose", "-f", "null", "-")
	figure := func(name string) float64 {
		all := regexp.MustCompile(`(?m)^ +`+name+`: +(\S+) `).FindAllStringSubmatch(stderr, -1)
		if len(all) == 0 {
			t.Fatalf("no %s in %s", name, stderr)
		}
		x, err := strconv.ParseFloat(slices.Concat(all...)[2*len(all)-1], 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	return figure("I"), figure("Peak")
}
