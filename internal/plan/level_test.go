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
	const voice, noise = 3.1, 0.2
	tests := []struct {
		name                 string
		integrated, truePeak float64
		movement             float64
		want                 float64
	}{
		{"a quiet voice is raised", -30, -20, 0, 14},
		{"as far as it needs, whatever its peaks", -30, -1, 0, 14},
		{"a loud one is lowered", -9, 0.4, 0, -7},
		{"what fits is left", -16, -3, 0, 0},
		{"what nearly fits, too", -16.04, -3, 0, 0},
		{"twenty are added to any sound", -36, -30, noise, 20},
		{"more only to a sound that moves", -36.1, -30, voice, 20.1},
		{"and a steady one is a noise floor", -36.1, -30, noise, 0},
		{"a faint voice is raised", -45, -40, voice, 29},
		{"a noise floor is left", -45, -40, noise, 0},
		{"a faint sound of which nothing is known is left", -45, -40, 0, 0},
		{"what is fainter than anything to hear is left", -62, -45, voice, 0},
		{"a click in silence is left", -70, 0, voice, 0},
		{"silence is left", -70, math.Inf(-1), 0, 0},
		{"figures that are none change nothing", math.NaN(), -3, voice, 0},
		{"an endless loudness changes nothing", math.Inf(1), -3, voice, 0},
		{"a peak that is none changes nothing", -20, math.NaN(), voice, 0},
		{"the least that moves", -45, -40, 0.5, 29},
		{"endless samples change nothing", -20, math.Inf(1), voice, 0},
		{"the last level that is heard", -50, -30, voice, 34},
		{"the first that is not", -50.1, -30, voice, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := plan.Measured{Integrated: tt.integrated, TruePeak: tt.truePeak, Movement: tt.movement}
			if got := level.Gain(h); got != tt.want {
				t.Errorf("Gain(%+v) = %v, want %v", h, got, tt.want)
			}
		})
	}
}

// One channel of two that becomes mono is played by both loudspeakers, which is
// 3 LU more than it had.
func TestGainOfOneSidedSound(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	h := plan.Measured{Integrated: -30, TruePeak: -20, Channels: []plan.Channel{{RMS: -33, Peak: -20}, {RMS: math.Inf(-1), Peak: math.Inf(-1)}}}
	if got := level.Gain(h); got != 11 {
		t.Errorf("Gain = %v, want 11", got)
	}
}

// Whatever is heard: silence and noise stay, everything else is brought to the
// level but for what a limiter may take, and no peak passes the ceiling.
func TestSettingLaws(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	rapid.Check(t, func(t *rapid.T) {
		h := plan.Measured{
			Integrated: rapid.Float64Range(-70, 10).Draw(t, "integrated"),
			TruePeak:   rapid.Float64Range(-70, 20).Draw(t, "true peak"),
			Movement:   rapid.Float64Range(0, 10).Draw(t, "movement"),
		}
		s := level.Setting(h)
		const rounding = 0.05 + 1e-6
		left := h.Integrated < level.Floor || h.Integrated < level.Integrated-level.Raise && h.Movement < 0.5
		switch reached := h.Integrated + s.Gain; {
		case left && s.Gain != 0:
			t.Fatalf("noise gets %v dB", s.Gain)
		case left:
		case reached < level.Integrated-rounding || reached > level.Integrated+3+rounding:
			t.Fatalf("%v dB lead to %v LUFS", s.Gain, reached)
		case s.Ceiling == 0 && reached > level.Integrated+rounding:
			t.Fatalf("%v dB lead to %v LUFS without a limiter", s.Gain, reached)
		}
		if s.Ceiling == 0 && h.TruePeak+s.Gain > level.Ceiling+rounding {
			t.Fatalf("%v dB lead to a peak of %v dBTP", s.Gain, h.TruePeak+s.Gain)
		}
		if s.Ceiling != 0 && s.Ceiling != level.Ceiling || s.Limited(h) < 0 {
			t.Fatalf("the limiter takes %v dB in %+v", s.Limited(h), s)
		}
	})
}

func TestMovement(t *testing.T) {
	t.Parallel()
	repeat := func(n int, of ...float64) (all []float64) {
		for range n {
			all = append(all, of...)
		}
		return all
	}
	tests := []struct {
		name       string
		blocks     []float64
		integrated float64
		want       float64
	}{
		{"speech comes and goes", repeat(20, -42, -47, -44, -55), -45, 5},
		{"noise does not", repeat(20, -45, -45.1), -45, 0.1},
		{"one knock does not move noise", append(repeat(20, -45, -45.1), append([]float64{-20}, repeat(20, -45, -45.1)...)...), -45, 0.1},
		{"pauses of a talk do not count", append(repeat(20, -80, -80.2), repeat(4, -42, -47)...), -45, 5},
		{"digital silence is no pause of noise", repeat(20, -45, -120.7), -45, 0},
		{"a step from one noise to another", append(repeat(20, -48, -48.1), repeat(20, -42, -42.1)...), -45, 0.1},
		{"just long enough to tell", []float64{-45, -40, -45, -40}, -44, 5},
		{"the quietest that counts", []float64{-54, -60, -54, -60}, -44, 6},
		{"quieter than that", []float64{-54.1, -60, -54.1, -60}, -44, 0},
		{"the beginning of digital silence", []float64{-44, -100, -44, -100}, -44, 0},
		{"too short to tell", []float64{-45, -40, -45}, -44, 0},
		{"nothing", nil, -70, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := plan.Movement(tt.blocks, tt.integrated); math.Abs(got-tt.want) > 1e-6 {
				t.Errorf("Movement = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestOnlyChannel(t *testing.T) {
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
		{"a cable that leaks as much as one may", voice, plan.Channel{RMS: -60.5, Peak: -42}, -23, 1},
		{"too much in its loudest moment", voice, plan.Channel{RMS: -60.5, Peak: -41.9}, -23, 0},
		{"as loud as an empty channel is not", voice, plan.Channel{RMS: -60, Peak: -50}, -23, 0},
		{"thirty below a faint one", plan.Channel{RMS: -40, Peak: -30}, plan.Channel{RMS: -70, Peak: -66}, -39, 1},
		{"less than thirty below it", plan.Channel{RMS: -40.1, Peak: -30}, plan.Channel{RMS: -70, Peak: -66}, -39, 0},
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
			h := plan.Measured{Integrated: tt.integrated, TruePeak: -10, Channels: []plan.Channel{tt.left, tt.right}}
			if got := level.OnlyChannel(h); got != tt.want {
				t.Errorf("OnlyChannel(%v) = %d, want %d", h.Channels, got, tt.want)
			}
		})
	}
	if got := level.OnlyChannel(plan.Measured{Integrated: -23, TruePeak: -10, Channels: []plan.Channel{voice}}); got != 0 {
		t.Errorf("of one channel, %d is alone", got)
	}
}

// Only what can be heard is faint: silence needs no second look.
func TestFaint(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	for _, tt := range []struct {
		name string
		h    plan.Measured
		want bool
	}{
		{"a voice", voice(), false},
		{"a voice far away", plan.Measured{Integrated: -36.1, TruePeak: -20}, true},
		{"the loudest that is raised unasked", plan.Measured{Integrated: -36, TruePeak: -20}, false},
		{"silence", silence(), false},
		{"less than anybody hears", hiss(), false},
	} {
		if got := level.Faint(tt.h); got != tt.want {
			t.Errorf("%s is faint: %v, want %v", tt.name, got, tt.want)
		}
	}
}
