package plan_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/plan"
)

func TestSetting(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	tests := []struct {
		name                 string
		integrated, truePeak float64
		want                 plan.Setting
		limited              float64
	}{
		{"no limiter for peaks below the ceiling", -30, -16, plan.Setting{Gain: 14}, 0},
		{"limiter for peaks above the ceiling", -30, -14, plan.Setting{Gain: 14, Ceiling: -2}, 2},
		{"more gain to compensate the limiter's loss", -30, -8, plan.Setting{Gain: 14.7, Ceiling: -2}, 8.7},
		{"oversampling for a knock", -36, -1, plan.Setting{Gain: 22.3, Ceiling: -2, Fine: true}, 23.3},
		{"no oversampling up to 10 dB", -30, -6, plan.Setting{Gain: 15, Ceiling: -2}, 11},
		{"oversampling above 10 dB", -30, -5, plan.Setting{Gain: 15.1, Ceiling: -2, Fine: true}, 12.1},
		{"limits a loud click in noise without gain", -60, 10, plan.Setting{Ceiling: -2, Fine: true}, 12},
		{"limits peaks at the target loudness without gain", -16, 0.3, plan.Setting{Gain: 0, Ceiling: -2}, 2.3},
		{"limits a click in noise without gain", -60, 0, plan.Setting{Ceiling: -2}, 2},
		{"keeps silence", -70, math.Inf(-1), plan.Setting{}, 0},
		{"ignores an infinite peak", -20, math.Inf(1), plan.Setting{}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := plan.Measured{Integrated: tt.integrated, TruePeak: tt.truePeak}
			got := level.Setting(h)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Setting differs (-want +got):\n%s", diff)
			}
			if got.Limited(h) != tt.limited {
				t.Errorf("Limited = %v dB, want %v", got.Limited(h), tt.limited)
			}
		})
	}
}

func TestMiss(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	voice := plan.Measured{Integrated: -30, TruePeak: -10}
	tests := []struct {
		name   string
		h, out plan.Measured
		want   plan.Miss
	}{
		{"within the tolerance", voice, plan.Measured{Integrated: -16.8, TruePeak: -1}, plan.Miss{}},
		{"too quiet", voice, plan.Measured{Integrated: -18, TruePeak: -1.5}, plan.Miss{Loudness: 2}},
		{"too loud", voice, plan.Measured{Integrated: -14, TruePeak: -1.5}, plan.Miss{Loudness: -2}},
		{"a peak raised by the encoder", voice, plan.Measured{Integrated: -16, TruePeak: -0.4}, plan.Miss{Peak: 0.6}},
		{"too quiet with a high peak", voice, plan.Measured{Integrated: -19, TruePeak: 0.2}, plan.Miss{Loudness: 3, Peak: 1.2}},
		{"ignores the loudness of a noise floor", plan.Measured{Integrated: -60, TruePeak: -40}, plan.Measured{Integrated: -60, TruePeak: -40}, plan.Miss{}},
		{"limits the peaks of a noise floor", plan.Measured{Integrated: -60, TruePeak: 0}, plan.Measured{Integrated: -60, TruePeak: -0.5}, plan.Miss{Peak: 0.5}},
		{"ignores silent output", voice, plan.Measured{Integrated: math.Inf(-1), TruePeak: math.Inf(-1)}, plan.Miss{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := level.Miss(tt.h, tt.out); math.Abs(got.Loudness-tt.want.Loudness) > 1e-6 || math.Abs(got.Peak-tt.want.Peak) > 1e-6 {
				t.Errorf("Miss = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestMissed(t *testing.T) {
	t.Parallel()
	level, track := plan.Profiles()[0].Level, plan.Track{Number: 2}
	for _, tt := range []struct {
		original, out float64 // LUFS
		want          string
	}{
		{-30, -16.9, ""},
		{-30, -17, ""},
		{-30, -15, ""},
		{-30, -17.4, "is quieter than other recordings, by 1.4 LU (track 2): its loudest moments are too far above the rest"},
		{-30, -14.5, "is louder than other recordings, by 1.5 LU (track 2): its loudest moments are too far above the rest"},
		{-60, -60, ""}, // a noise floor
	} {
		got := level.Missed(track, plan.Measured{Integrated: tt.original, TruePeak: -3}, plan.Measured{Integrated: tt.out, TruePeak: -1.5})
		if got != tt.want {
			t.Errorf("Missed from %v to %v LUFS = %q, want %q", tt.original, tt.out, got, tt.want)
		}
	}
}

func TestLower(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	tests := []struct {
		name string
		s    plan.Setting
		h    plan.Measured
		m    plan.Miss
		want plan.Setting
	}{
		{"lowers the ceiling by the excess and a margin", plan.Setting{Gain: 10, Ceiling: -2}, plan.Measured{TruePeak: -5}, plan.Miss{Peak: 0.6}, plan.Setting{Gain: 10, Ceiling: -2.9, Fine: true}},
		{"a new limiter starts at the peak", plan.Setting{Gain: 10}, plan.Measured{TruePeak: -13}, plan.Miss{Peak: 0.6}, plan.Setting{Gain: 10, Ceiling: -3.9, Fine: true}},
		{"no limiter without peaks", plan.Setting{Gain: 10}, plan.Measured{TruePeak: math.Inf(-1)}, plan.Miss{Loudness: 2}, plan.Setting{Gain: 10}},
		{"keeps oversampling", plan.Setting{Gain: 10, Ceiling: -2, Fine: true}, plan.Measured{TruePeak: -11}, plan.Miss{Loudness: 2}, plan.Setting{Gain: 10, Ceiling: -2, Fine: true}},
		{"adds a limiter for a higher gain", plan.Setting{Gain: 10}, plan.Measured{TruePeak: -11}, plan.Miss{Loudness: 2}, plan.Setting{Gain: 10, Ceiling: -2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, level.Lower(tt.s, tt.h, tt.m)); diff != "" {
				t.Errorf("Lower differs (-want +got):\n%s", diff)
			}
		})
	}
}

// The model of a measured laugh: the limiter's loss grows with the gain.
func TestTrialsReachTheLevel(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	h := plan.Measured{Integrated: -29.8, TruePeak: -5}
	first := plan.Setting{Gain: 14.9, Ceiling: -2}
	sounds := func(gain float64) float64 { return -16 - math.Max(0, 20.9-gain)*0.75 + math.Max(0, gain-20.9)*0.9 }
	trials := []plan.Trial{{Setting: first, Integrated: sounds(first.Gain)}}
	for _, s := range level.Trials(first, h, plan.Miss{Loudness: level.Integrated - sounds(first.Gain)}) {
		if s.Gain <= first.Gain || s.Ceiling >= first.Ceiling || s.Ceiling < first.Ceiling-1.5 {
			t.Errorf("unexpected trial %+v", s)
		}
		trials = append(trials, plan.Trial{Setting: s, Integrated: sounds(s.Gain)})
	}
	if got := level.Choose(trials); math.Abs(sounds(got.Gain)-level.Integrated) > 0.5 {
		t.Errorf("Choose = %+v, which gives %v LUFS", got, sounds(got.Gain))
	}
}

// The ceiling falls with the added gain, by at most 1.5 dB.
func TestTrials(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	tests := []struct {
		name string
		s    plan.Setting
		h    plan.Measured
		m    plan.Miss
		want []plan.Setting
	}{
		{
			"too quiet",
			plan.Setting{Gain: 10, Ceiling: -2},
			plan.Measured{TruePeak: -5},
			plan.Miss{Loudness: 2},
			[]plan.Setting{{Gain: 12, Ceiling: -2.5}, {Gain: 13.4, Ceiling: -2.9, Fine: true}, {Gain: 16, Ceiling: -3.5, Fine: true}},
		},
		{
			"far too quiet",
			plan.Setting{Gain: 10, Ceiling: -2},
			plan.Measured{TruePeak: -5},
			plan.Miss{Loudness: 10},
			[]plan.Setting{{Gain: 20, Ceiling: -3.5, Fine: true}, {Gain: 27, Ceiling: -3.5, Fine: true}, {Gain: 40, Ceiling: -3.5, Fine: true}},
		},
		{
			"too loud",
			plan.Setting{Gain: 10, Ceiling: -2},
			plan.Measured{TruePeak: -5},
			plan.Miss{Loudness: -2},
			[]plan.Setting{{Gain: 8, Ceiling: -2}, {Gain: 6.6, Ceiling: -2}, {Gain: 4, Ceiling: -2}},
		},
		{
			"no peaks",
			plan.Setting{Gain: 10},
			plan.Measured{TruePeak: -40},
			plan.Miss{Loudness: 2},
			[]plan.Setting{{Gain: 12}, {Gain: 13.4}, {Gain: 16}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, level.Trials(tt.s, tt.h, tt.m), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Errorf("trials (-want +got):\n%s", diff)
			}
		})
	}
}

// A trial that reaches the level exactly is returned unchanged.
func TestChooseReturnsAnExactTrial(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	right := plan.Trial{Setting: plan.Setting{Gain: 10, Ceiling: -2}, Integrated: -16}
	louder := plan.Trial{Setting: plan.Setting{Gain: 14, Ceiling: -3}, Integrated: -15}
	if got := level.Choose([]plan.Trial{louder, right}); got != right.Setting {
		t.Errorf("Choose = %+v, want %+v", got, right.Setting)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	level := plan.Profiles()[0].Level
	at := func(gain, integrated float64) plan.Trial {
		return plan.Trial{Setting: plan.Setting{Gain: gain}, Integrated: integrated}
	}
	tests := []struct {
		name   string
		trials []plan.Trial
		want   float64
	}{
		{"interpolates between two trials", []plan.Trial{at(14, -17), at(10, -20), at(18, -15)}, 16},
		{"the nearest if all are too quiet", []plan.Trial{at(10, -20), at(14, -19), at(18, -18.5)}, 18},
		{"the lower gain of two equally near trials", []plan.Trial{at(14, -17), at(10, -17)}, 10},
		{"the nearest if all are too loud", []plan.Trial{at(10, -12), at(6, -13)}, 6},
		{"ignores a silent trial", []plan.Trial{at(14, math.Inf(-1)), at(10, -20)}, 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := level.Choose(tt.trials); got.Gain != tt.want {
				t.Errorf("Choose = %+v, want a gain of %v dB", got, tt.want)
			}
		})
	}
}
