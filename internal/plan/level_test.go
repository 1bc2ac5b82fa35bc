package plan_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/plan"
)

func TestGain(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	tests := []struct {
		name                 string
		integrated, truePeak float64
		want                 float64
	}{
		{"a quiet voice is raised", -30, -20, 14},
		{"as far as its peaks allow", -30, -10, 8.5},
		{"and not by more than twenty", -45, -40, 20},
		{"a loud one is lowered", -9, 0.4, -7},
		{"peaks alone are reason enough", -20, 0.3, -1.8},
		{"what fits is left", -16, -3, 0},
		{"what nearly fits, too", -16.05, -3, 0},
		{"a noise floor is left", -62, -45, 0},
		{"a click in silence is left", -70, 0, 0},
		{"silence is left", -70, math.Inf(-1), 0},
		{"figures that are none change nothing", math.NaN(), -3, 0},
		{"endless samples change nothing", -20, math.Inf(1), 0},
		{"the last level that is heard", -50, -30, 20},
		{"the first that is not", -50.1, -30, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := level.Gain(plan.Heard{Integrated: tt.integrated, TruePeak: tt.truePeak}); got != tt.want {
				t.Errorf("Gain(%v LUFS, %v dBTP) = %v, want %v", tt.integrated, tt.truePeak, got, tt.want)
			}
		})
	}
}

// Whatever is heard: the peak stays below its limit, the loudness does not pass
// its target, silence stays, and what is louder is not raised more.
func TestGainLaws(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	rapid.Check(t, func(t *rapid.T) {
		h := plan.Heard{
			Integrated: rapid.Float64Range(-70, 10).Draw(t, "integrated"),
			TruePeak:   rapid.Float64Range(-70, 20).Draw(t, "true peak"),
		}
		gain := level.Gain(h)
		const rounding = 1e-6
		switch {
		case h.Integrated < level.Floor:
			if gain != 0 {
				t.Fatalf("noise gets %v dB", gain)
			}
			return
		case h.TruePeak+gain > level.TruePeak+rounding:
			t.Fatalf("%v dB lead to a peak of %v dBTP", gain, h.TruePeak+gain)
		case h.Integrated+gain > level.Integrated+rounding:
			t.Fatalf("%v dB lead to %v LUFS", gain, h.Integrated+gain)
		case gain > level.Raise:
			t.Fatalf("%v dB are added", gain)
		case gain != 0 && math.Abs(gain) < 0.1-rounding:
			t.Fatalf("%v dB, which nobody can measure", gain)
		}
		// And it gets all that these allow, but for a tenth.
		if room := min(level.TruePeak-h.TruePeak, level.Integrated-h.Integrated, level.Raise) - gain; room > 0.1+rounding {
			t.Fatalf("%v dB leave %v dB", gain, room)
		}
		louder := h
		louder.Integrated += rapid.Float64Range(0, 20).Draw(t, "more")
		louder.TruePeak += rapid.Float64Range(0, 20).Draw(t, "more peak")
		if more := level.Gain(louder); more > gain {
			t.Fatalf("what is louder gets %v dB, not %v", more, gain)
		}
	})
}

func TestAlone(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	none := plan.Channel{RMS: math.Inf(-1), Peak: math.Inf(-1)}
	voice := plan.Channel{RMS: -24, Peak: -12}
	tests := []struct {
		name        string
		left, right plan.Channel
		integrated  float64
		want        int
	}{
		{"a voice on the left", voice, none, -23, 1},
		{"a voice on the right", none, voice, -23, 2},
		{"a cable that leaks", voice, plan.Channel{RMS: -64, Peak: -50}, -23, 1},
		{"the same on both", voice, voice, -23, 0},
		{"a room on the other side", voice, plan.Channel{RMS: -55, Peak: -45}, -23, 0},
		{"one question in an hour of the other", voice, plan.Channel{RMS: -61, Peak: -20}, -23, 0},
		{"a faint voice over a noise that is not far below", plan.Channel{RMS: -45, Peak: -35}, plan.Channel{RMS: -70, Peak: -66}, -44, 0},
		{"silence on both", none, none, -70, 0},
		{"noise on one", plan.Channel{RMS: -70, Peak: -66}, none, -70, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := plan.Heard{Integrated: tt.integrated, TruePeak: -10, Channels: []plan.Channel{tt.left, tt.right}}
			if got := level.Alone(h); got != tt.want {
				t.Errorf("Alone(%v) = %d, want %d", h.Channels, got, tt.want)
			}
		})
	}
	if got := level.Alone(plan.Heard{Integrated: -23, TruePeak: -10, Channels: []plan.Channel{voice}}); got != 0 {
		t.Errorf("of one channel, %d is alone", got)
	}
}
