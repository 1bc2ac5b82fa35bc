package transcode_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
)

// claps is a scene in which a white frame and a beep come at 1, 3, 5, … s.
func claps(size string, rate, seconds float64) []string {
	return []string{
		"-f", "lavfi", "-i", fmt.Sprintf("testsrc2=s=%s:r=%v:d=%v,eq=brightness=-0.35:contrast=0.4,"+
			"drawbox=c=white:t=fill:enable='between(mod(t-1\\,2)\\,0\\,0.119)*gte(t\\,0.99)'", size, rate, seconds),
		"-f", "lavfi", "-i", fmt.Sprintf("aevalsrc='0.5*sin(2*PI*1000*t)*between(mod(t-1\\,2)\\,0\\,0.12)*gte(t\\,0.99)':s=48000:d=%v", seconds),
	}
}

// detectClaps returns the times at which a file turns white, and at which it beeps.
func detectClaps(t *testing.T, path string) (white, loud []float64) {
	t.Helper()
	const rate, samples = 100, 8000
	to := t.TempDir()
	luma, sound := filepath.Join(to, "luma"), filepath.Join(to, "sound")
	run(t, to, "ffmpeg", "-v", "error", "-nostdin", "-i", path,
		"-map", "0:v", "-vf", "fps=100:start_time=0,scale=1:1:flags=area,format=gray", "-f", "rawvideo", luma,
		"-map", "0:a:0", "-ac", "1", "-ar", "8000", "-f", "s16le", sound)
	was := false
	for i, luma := range contentOf(t, luma) {
		if is := luma > 180; is != was {
			if was = is; is {
				white = append(white, float64(i)/rate)
			}
		}
	}
	last, out := -1.0, contentOf(t, sound)
	for i := 0; i+1 < len(out); i += 2 {
		if s := int16(binary.LittleEndian.Uint16(out[i:])); s > 800 || s < -800 {
			at := float64(i/2) / samples
			if last < 0 || at-last > 0.5 {
				loud = append(loud, at)
			}
			last = at
		}
	}
	return white, loud
}

// checkClaps holds picture and sound of a file to the times of its claps, to a
// frame.
func checkClaps(t *testing.T, path string, frame float64, want []float64) {
	t.Helper()
	white, loud := detectClaps(t, path)
	if len(white) != len(want) || len(loud) != len(want) {
		t.Errorf("it turns white at %v and beeps at %v, want %v", white, loud, want)
		return
	}
	for i, at := range want {
		if math.Abs(white[i]-at) > frame+0.011 || math.Abs(loud[i]-at) > frame {
			t.Errorf("clap %d is seen at %.3f s and heard at %.3f, want %.3f", i, white[i], loud[i], at)
		}
	}
}

// Files that a camera left of one recording are one timeline: nothing is lost or
// shifted where they join, whatever their rates, containers and beginnings.
func TestJoinedOriginals(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	one := film(t, "x.mp4", claps("320x180", 25, 6), x264("-crf", "35"))
	two := film(t, "x.mkv", claps("320x180", 30, 4), x264("-crf", "35", "-output_ts_offset", "77.5"))
	three := film(t, "x.ts", claps("240x180", 25, 6), x264("-crf", "35", "-bf", "2", "-output_ts_offset", "1234.5"))
	profile := short()
	profile.Chunk = 4
	p := produceBy(t, proctest.Runner(t), profile, one, two, three)
	if len(p.chunks) < 3 || math.Abs(p.plan.Duration-16) > 0.15 {
		t.Errorf("%d chunks of %.3f s", len(p.chunks), p.plan.Duration)
	}
	var want []float64
	for i, part := range p.plan.Parts() {
		for _, at := range []float64{1, 3, 5} {
			if i != 1 || at < 4 {
				want = append(want, part.Start+at)
			}
		}
	}
	checkClaps(t, filepath.Join(p.where(p.plain.MP4), p.plain.MP4), 0.04, want)
	if got, frames := p.res.Renditions[0].Frames, 150+120+150; got < frames-1 || got > frames {
		t.Errorf("%d frames, want %d", got, frames)
	}
}

// A part without sound is silent, and the sound of the next comes in time.
func TestJoinedWithoutSound(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t)
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	one := film(t, "x.mp4", scene("320x180", 25, 4), x264("-crf", "35"))
	two := film(t, "y.mp4", claps("320x180", 25, 4), x264("-crf", "35"))
	p := produceAll(t, short(), one, two)
	checkClaps(t, filepath.Join(p.where(p.plain.MP4), p.plain.MP4), 0.04, []float64{5, 7})
	if p.res.DASH == "" { // which cannot say that the header changes
		t.Error("the header sections of the parts differ")
	}
}

// Eighteen seconds without a frame: the picture stands, segments stay short, and
// nothing shifts behind it.
func TestGapInTheMiddle(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	for _, tt := range []struct {
		name string
		mute bool // no sound comes either
	}{{"x.mkv", false}, {"x.mp4", false}, {"x.ts", false}, {"x.ts", true}} {
		t.Run(fmt.Sprintf("%s, mute %v", tt.name, tt.mute), func(t *testing.T) {
			t.Parallel()
			options := []string{"-vf", "select='not(between(t,6.5,24.5))'", "-fps_mode", "vfr", "-crf", "35"}
			if tt.mute {
				options = append(options, "-af", "aselect='not(between(t,6.5,24.5))'")
			}
			src := film(t, tt.name, claps("320x180", 25, 32), x264(options...))
			p := produceAll(t, short(), src)
			for _, r := range p.res.Renditions {
				if r.Width == 0 {
					continue
				}
				if d := r.Duration - p.plan.Duration; d < -0.04 || d > 0.04 {
					t.Errorf("%s lasts %.3f s, want %.3f", r.ID, r.Duration, p.plan.Duration)
				}
				starts := append(p.read(t, r).starts, plan.Ticks(p.plan.Duration))
				for i := range starts[1:] {
					if lasts := plan.Seconds(starts[i+1] - starts[i]); lasts > 10 {
						t.Errorf("segment %d of %s lasts %.3f s", i, r.ID, lasts)
					}
				}
			}
			white, loud := detectClaps(t, filepath.Join(p.where(p.plain.MP4), p.plain.MP4))
			want := []float64{1, 3, 5, 25, 27, 29, 31}
			if len(white) != len(want) || tt.mute && len(loud) != len(want) {
				t.Fatalf("it turns white at %v and beeps at %v, want %v", white, loud, want)
			}
			for i := range want {
				if math.Abs(white[i]-want[i]) > 0.045 || tt.mute && math.Abs(loud[i]-want[i]) > 0.04 {
					t.Errorf("it turns white at %.3f s and beeps at %.3f, want %.3f", white[i], loud[i], want[i])
				}
			}
		})
	}
}

// Transport streams put together, whose sound ends a little before or after their
// picture: behind each seam the two are together again.
func TestSyncAfterJumps(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	for name, sound := range map[string]string{"a gap": "atrim=end=5.93", "an overlap": "apad=pad_dur=0.02"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := film(t, "x.ts", claps("320x180", 25, 6), x264("-crf", "35", "-output_ts_offset", "7366", "-af", sound))
			p := produceAll(t, short(), joined(t, first, film(t, "x.ts", claps("320x180", 25, 6), x264("-crf", "35"))))
			white, loud := detectClaps(t, filepath.Join(p.where(p.plain.MP4), p.plain.MP4))
			if len(white) != 6 || len(loud) != 6 {
				t.Fatalf("it turns white at %v and loud at %v, want six claps", white, loud)
			}
			for i := range white {
				if math.Abs(white[i]-loud[i]) > 0.04 {
					t.Errorf("clap %d is seen at %.3f s and heard at %.3f", i, white[i], loud[i])
				}
			}
		})
	}
}

// Parts of different frame rates share the header of their renditions, so that
// DASH and one file for download can be made of them.
func TestJoinedRates(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe", "cwebp")
	one := film(t, "x.mp4", claps("320x180", 25, 4), x264("-crf", "35"))
	two := film(t, "y.mp4", claps("320x180", 30, 4), x264("-crf", "35"))
	p := produceAll(t, short(), one, two)
	if p.res.DASH == "" || p.plain.MP4 == "" {
		t.Fatalf("DASH %q, MP4 %q; want both", p.res.DASH, p.plain.MP4)
	}
	checkClaps(t, filepath.Join(p.where(p.plain.MP4), p.plain.MP4), 0.04, []float64{1, 3, 5, 7})
}
