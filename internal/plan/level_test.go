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
		{"raises a quiet voice", -30, -20, 0, 14},
		{"ignores peaks", -30, -1, 0, 14},
		{"lowers a loud voice", -9, 0.4, 0, -7},
		{"keeps sound at the target", -16, -3, 0, 0},
		{"keeps sound within rounding of the target", -16.04, -3, 0, 0},
		{"adds up to 20 dB to steady sound", -36, -30, noise, 20},
		{"adds more than 20 dB to speech", -36.1, -30, voice, 20.1},
		{"keeps steady sound that needs more than 20 dB", -36.1, -30, noise, 0},
		{"raises a faint voice", -45, -40, voice, 29},
		{"keeps a noise floor", -45, -40, noise, 0},
		{"keeps faint sound without measured movement", -45, -40, 0, 0},
		{"keeps sound below the floor", -62, -45, voice, 0},
		{"keeps a click in silence", -70, 0, voice, 0},
		{"keeps silence", -70, math.Inf(-1), 0, 0},
		{"ignores NaN loudness", math.NaN(), -3, voice, 0},
		{"ignores infinite loudness", math.Inf(1), -3, voice, 0},
		{"ignores a NaN peak", -20, math.NaN(), voice, 0},
		{"raises sound with the least movement of speech", -45, -40, 0.5, 29},
		{"ignores an infinite peak", -20, math.Inf(1), voice, 0},
		{"raises sound at the floor", -50, -30, voice, 34},
		{"keeps sound just below the floor", -50.1, -30, voice, 0},
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

// Both loudspeakers play the only channel with sound, which makes it 3 LU louder.
func TestGainOfOneSidedSound(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	h := plan.Measured{Integrated: -30, TruePeak: -20, Channels: []plan.Channel{{RMS: -33, Peak: -20}, {RMS: math.Inf(-1), Peak: math.Inf(-1)}}}
	if got := level.Gain(h); got != 11 {
		t.Errorf("Gain = %v, want 11", got)
	}
}

// Silence and noise keep their level. All other sound reaches the target plus at most the
// expected loss in the limiter, and no peak exceeds the ceiling.
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
			t.Fatalf("Limited = %v dB for %+v", s.Limited(h), s)
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
		{"speech varies", repeat(20, -42, -47, -44, -55), -45, 5},
		{"noise is steady", repeat(20, -45, -45.1), -45, 0.1},
		{"ignores one knock in noise", append(repeat(20, -45, -45.1), append([]float64{-20}, repeat(20, -45, -45.1)...)...), -45, 0.1},
		{"ignores pauses in speech", append(repeat(20, -80, -80.2), repeat(4, -42, -47)...), -45, 5},
		{"ignores digital silence in noise", repeat(20, -45, -120.7), -45, 0},
		{"ignores one change of noise level", append(repeat(20, -48, -48.1), repeat(20, -42, -42.1)...), -45, 0.1},
		{"three changes are enough", []float64{-45, -40, -45, -40}, -44, 5},
		{"counts blocks 10 LU below the loudness", []float64{-54, -60, -54, -60}, -44, 6},
		{"ignores quieter blocks", []float64{-54.1, -60, -54.1, -60}, -44, 0},
		{"-100 LUFS is digital silence", []float64{-44, -100, -44, -100}, -44, 0},
		{"two changes are too few", []float64{-45, -40, -45}, -44, 0},
		{"no blocks", nil, -70, 0},
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
		{"crosstalk in a cable", voice, plan.Channel{RMS: -64, Peak: -50}, -23, 1},
		{"most crosstalk allowed", voice, plan.Channel{RMS: -60.5, Peak: -42}, -23, 1},
		{"peak too high for crosstalk", voice, plan.Channel{RMS: -60.5, Peak: -41.9}, -23, 0},
		{"level too high for an empty channel", voice, plan.Channel{RMS: -60, Peak: -50}, -23, 0},
		{"30 dB below a faint channel", plan.Channel{RMS: -40, Peak: -30}, plan.Channel{RMS: -70, Peak: -66}, -39, 1},
		{"less than 30 dB below a faint channel", plan.Channel{RMS: -40.1, Peak: -30}, plan.Channel{RMS: -70, Peak: -66}, -39, 0},
		{"the same sound on both", voice, voice, -23, 0},
		{"room sound on the other channel", voice, plan.Channel{RMS: -55, Peak: -45}, -23, 0},
		{"one question on the other channel", voice, plan.Channel{RMS: -61, Peak: -20}, -23, 0},
		{"a faint voice and noise not far below", plan.Channel{RMS: -45, Peak: -35}, plan.Channel{RMS: -70, Peak: -66}, -44, 0},
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
		t.Errorf("OnlyChannel of a mono track = %d, want 0", got)
	}
}

// Inaudible tracks are not faint, so their movement need not be measured.
func TestFaint(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	for _, tt := range []struct {
		name string
		h    plan.Measured
		want bool
	}{
		{"a voice", voice(), false},
		{"a distant voice", plan.Measured{Integrated: -36.1, TruePeak: -20}, true},
		{"the quietest track that needs no movement", plan.Measured{Integrated: -36, TruePeak: -20}, false},
		{"silence", silence(), false},
		{"hiss below the floor", hiss(), false},
	} {
		if got := level.Faint(tt.h); got != tt.want {
			t.Errorf("Faint(%s) = %v, want %v", tt.name, got, tt.want)
		}
	}
}
