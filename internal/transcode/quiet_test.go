package transcode_test

import (
	"math"
	"testing"

	"proceedings/internal/proc/proctest"
)

// TestQuietStretches finds the silences before, in and after a voice in a noisy room.
func TestQuietStretches(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "ffprobe")

	voiced := "(between(t,12,25)+between(t,37,50))"
	src := film(t, "x.wav", []string{
		"-f", "lavfi", "-i", "aevalsrc=d=65:s=48000:exprs='0.2*(sin(2*PI*140*t)+sin(2*PI*1130*t)/2)*(0.55+0.45*sin(2*PI*3*t))*" + voiced + "+0.004*(random(0)-0.5)'",
	}, []string{"-c:a", "pcm_s16le"})
	r := produceSound(t, src)
	want := [][2]float64{{0, 12}, {25, 37}, {50, 65}}
	got := r.sound.Quiet()
	if len(got) != len(want) {
		t.Fatalf("quiet stretches %+v, want %v", got, want)
	}
	for i, q := range got {
		if math.Abs(q.Start-want[i][0]) > 0.6 || math.Abs(q.End-want[i][1]) > 0.6 {
			t.Errorf("quiet stretch %d is %+v, want %v", i, q, want[i])
		}
	}
}
