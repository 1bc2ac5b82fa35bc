package soundmatch_test

import (
	"math"
	"slices"
	"testing"

	"proceedings/internal/soundmatch"
)

func TestDiffer(t *testing.T) {
	t.Parallel()
	tone := func(hz, seconds float64) []float64 {
		y := make([]float64, int(seconds*soundmatch.SampleRate))
		for i := range y {
			y[i] = 0.3 * math.Sin(2*math.Pi*hz*float64(i)/soundmatch.SampleRate)
		}
		return y
	}
	loop := slices.Repeat(voice(3, 2), 15)
	tests := []struct {
		name string
		a, b []float64
		want bool
	}{
		{"two voices", voice(1, 30), voice(2, 30), true},
		{"two voices of other length", voice(4, 200), voice(5, 20), true},
		{"a voice and a loop", voice(6, 30), loop, true},
		{"a voice and its copy with noise", voice(7, 30), noisy(voice(7, 30), 1, 0.003), false},
		{"a voice and a piece of it", voice(8, 60), voice(8, 60)[20*soundmatch.SampleRate : 40*soundmatch.SampleRate], false},
		{"a loop and its copy", loop, noisy(loop, 1, 0.003), false},
		{"beeps and their copy", clap(0, 20), noisy(clap(0, 20), 1, 6e-4), false},
		{"steady tones say nothing", tone(300, 20), tone(600, 20), false},
		{"nor does silence", voice(9, 20), make([]float64, 20*soundmatch.SampleRate), false},
		{"nor does a second", voice(10, 1), voice(11, 1), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, b := fingerprint(tt.a), fingerprint(tt.b)
			if got := soundmatch.Differ(a, b); got != tt.want {
				t.Errorf("differ = %v, want %v", got, tt.want)
			}
			if got := soundmatch.Differ(b, a); got != tt.want {
				t.Errorf("the other way round they differ = %v, want %v", got, tt.want)
			}
		})
	}
}
