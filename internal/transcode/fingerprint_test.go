package transcode_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/transcode"
)

// talk is what is said in a room from one second to another: noise that comes
// and goes by chance, and the same at every run.
func talk(from, to float64) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf(
		"anoisesrc=d=60:c=pink:r=48000:seed=7,asetnsamples=n=4800,volume='0.02+0.3*random(1)*gt(random(2),0.4)':eval=frame,"+
			"atrim=%v:%v,asetpts=N/SR/TB", from, to)}
}

// fingerprinted is the sound of a recording, of one original or of several.
func fingerprinted(t *testing.T, files ...string) (transcode.Made, plan.Recording) {
	t.Helper()
	runner := proctest.Runner(t)
	var parts []plan.Recording
	for i, file := range files {
		found, err := (&probe.Prober{Runner: runner}).File(t.Context(), file, "")
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, short().Recording(strings.Repeat(fmt.Sprint(i), 64), layout.Public, *found.Media))
	}
	r := parts[0]
	if len(parts) > 1 {
		r = plan.Join(parts)
	}
	step, some := r.Fingerprint()
	if !some {
		t.Fatal("there is no sound")
	}
	dir, last := t.TempDir(), 0.0
	made, err := (&transcode.Transcoder{Runner: runner}).Fingerprint(t.Context(), files, dir, decode[plan.FingerprintParams](t, step), func(done float64) { last = done })
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(made.Seconds-r.Duration) > 0.001 || last < 0.9 || last > 1 {
		t.Errorf("the fingerprint covers %v s of %v, and the last progress was %v", made.Seconds, r.Duration, last)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 || left[0].Name() != made.Name {
		t.Errorf("the folder has %v (%v), want nothing but %s", left, err, made.Name)
	}
	return transcode.Made{
		Step: dir, Fingerprint: &made, Objects: map[string]meeting.Object{made.Name: {Name: made.Name}},
	}, r
}

func offset(t *testing.T, made ...transcode.Made) transcode.Offset {
	t.Helper()
	o, err := (&transcode.Transcoder{}).Offset(t.Context(), made, func(_ context.Context, p meeting.Piece, _, _ int64) (io.ReadCloser, error) {
		return os.Open(filepath.Join(p.Step, p.Name))
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestOffsetOnTheTimeline(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")

	first, _ := fingerprinted(t, film(t, "x.mp4", scene("320x240", 25, 30), talk(0, 30), x264()))
	tests := []struct {
		name string
		film func(t *testing.T) []string // its originals
		want float64
	}{
		{"sound alone, at a telephone's rate", func(t *testing.T) []string {
			t.Helper()
			return []string{film(t, "x.wav", talk(7.337, 40), []string{"-ar", "8000", "-ac", "1"})}
		}, 7.337},
		{"a copy", func(t *testing.T) []string {
			t.Helper()
			return []string{film(t, "x.mkv", talk(0, 30), x264())}
		}, 0},
		{"a broadcast at an odd time", func(t *testing.T) []string {
			t.Helper()
			return []string{film(t, "x.ts", scene("320x240", 25, 20), talk(7.337, 27.337), x264("-output_ts_offset", "1000", "-c:a", "ac3"))}
		}, 7.337},
		{"a picture that begins long before the sound", func(t *testing.T) []string {
			t.Helper()
			return []string{film(t, "x.mkv", scene("320x240", 25, 20), []string{"-itsoffset", "5"}, talk(9, 25), x264("-c:a", "flac"))}
		}, 4},
		{"a picture that begins a moment before the sound", func(t *testing.T) []string {
			t.Helper()
			return []string{film(t, "x.mkv", scene("320x240", 25, 20), []string{"-itsoffset", "0.4"}, talk(9, 25), x264("-c:a", "flac"))}
		}, 8.6},
		{"a track that sends nothing for a while", func(t *testing.T) []string {
			t.Helper()
			return []string{film(t, "x.mkv", talk(3, 33), x264("-c:a", "pcm_s16le", "-af", "aselect='lt(t,4)+gt(t,12)'"))}
		}, 3},
		{"a sound that loses channels and its rate", func(t *testing.T) []string {
			t.Helper()
			return []string{joined(t,
				film(t, "x.ts", talk(3, 13), []string{"-c:a", "ac3", "-ac", "6"}),
				film(t, "x.ts", talk(13, 23), []string{"-c:a", "ac3", "-ac", "1", "-ar", "44100", "-output_ts_offset", "10"}))}
		}, 3},
		{"three files of one recorder", func(t *testing.T) []string {
			t.Helper()
			return []string{
				film(t, "x.mkv", scene("320x240", 25, 8), talk(3, 11), x264("-c:a", "flac")),
				film(t, "x.mkv", scene("320x240", 25, 4), x264()), // its sound was lost
				film(t, "x.mkv", scene("320x240", 25, 8), talk(15, 23), x264("-c:a", "flac")),
			}
		}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			made, _ := fingerprinted(t, tt.film(t)...)
			o := offset(t, first, made)
			t.Logf("off by %.1f ms: %+v", 1000*(o.Seconds-tt.want), o)
			if !o.Found || math.Abs(o.Seconds-tt.want) > 0.03 || o.Drift != 0 {
				t.Errorf("offset = %+v, want %v s", o, tt.want)
			}
			if back := offset(t, made, first); !back.Found || math.Abs(back.Seconds+o.Seconds) > 0.002 {
				t.Errorf("the other way round it is %+v", back)
			}
		})
	}
}

func TestOffsetIsNotFound(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")

	first, _ := fingerprinted(t, film(t, "x.wav", talk(0, 20)))
	silent, _ := fingerprinted(t, film(t, "x.mp4", []string{"-f", "lavfi", "-i", "anullsrc=r=48000:d=10"}, x264()))
	if silent.Fingerprint.Heard != 0 || first.Fingerprint.Heard < 19 {
		t.Errorf("%v s are heard in silence, and %v s of a talk", silent.Fingerprint.Heard, first.Fingerprint.Heard)
	}
	broken := film(t, "x.mp4", talk(0, 10), x264("-movflags", "+faststart"))
	lost := cut(t, broken, 0, 0.4, 1)
	part, _ := fingerprinted(t, lost)
	if o := offset(t, first, part); !o.Found || math.Abs(o.Seconds) > 0.03 {
		t.Errorf("what is left of a file that broke off lies at %+v, want 0 s", o)
	}
	other, _ := fingerprinted(t, film(t, "x.wav", talk(30, 50)))
	if o := offset(t, first, silent); o != (transcode.Offset{}) {
		t.Errorf("silence lies at %+v", o)
	}
	if o := offset(t, first, other); o != (transcode.Offset{Differs: true}) {
		t.Errorf("another talk lies at %+v, want only that it differs", o)
	}
	if _, err := (&transcode.Transcoder{}).Offset(t.Context(), []transcode.Made{{Step: "audio-1"}, first}, nil); err == nil {
		t.Error("a step without a fingerprint is compared")
	}
}
