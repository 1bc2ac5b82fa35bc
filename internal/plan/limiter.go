package plan

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Setting is the gain and the limiter of a track.
type Setting struct {
	Gain    float64 // dB, the same for the whole track
	Ceiling float64 // dBFS, highest peak after the limiter, which follows the gain; 0 for no limiter
	Fine    bool    // the limiter oversamples four times to find peaks between samples
}

const (
	// fineAbove is how many dB a peak must exceed the ceiling for a fine limiter, which
	// takes ten times the processor time. Measured at 48 kHz: speech limited by 10 dB
	// exceeds the ceiling by 0.4 dB, a knock limited by 20 dB by 2.3 dB.
	fineAbove = 10
	// A limiter also reduces the loudness of speech: by about this share of the dB by
	// which the highest peak exceeds the ceiling, after the first two.
	limiterLoss     = 0.12
	limiterLossFrom = 2
	maxLimiterLoss  = 3 // LU
)

// Setting returns the gain and the limiter for a track with the measurements h.
func (l Level) Setting(h Measured) Setting {
	s := l.limited(Setting{Gain: l.Gain(h)}, h)
	if l.normalizes(h) && s.Ceiling != 0 {
		excess := h.TruePeak + s.Gain - s.Ceiling
		s.Gain = tenths(s.Gain + min(maxLimiterLoss, limiterLoss*max(0, excess-limiterLossFrom)))
	}
	return s
}

// limited returns s, with a limiter if the peaks of h need one.
func (l Level) limited(s Setting, h Measured) Setting {
	if !finite(h.TruePeak) || h.TruePeak+s.Gain <= l.Ceiling {
		return s
	}
	if s.Ceiling == 0 {
		s.Ceiling = l.Ceiling
	}
	s.Fine = s.Fine || h.TruePeak+s.Gain-s.Ceiling > fineAbove
	return s
}

// Limited returns how much the limiter lowers the highest peak of h, in dB.
func (s Setting) Limited(h Measured) float64 {
	if s.Ceiling == 0 {
		return 0
	}
	return tenths(max(0, h.TruePeak+s.Gain-s.Ceiling))
}

// LoudnessRange is how far the loudness of a published track may be from its level, in
// LU.
const LoudnessRange = 1

// tolerance is the deviation at which an encode is corrected, in LU. It is below
// LoudnessRange, since loudness is measured in tenths.
const tolerance = 0.8

// Miss is the deviation of an encoded track from its level. The zero value means none.
type Miss struct {
	Loudness float64 // LU below the level, negative if louder; 0 within the tolerance
	Peak     float64 // dB by which the true peak is too high
}

// Miss compares out, the measurements of an encoded track, with the level planned for h,
// those of its original.
func (l Level) Miss(h, out Measured) (m Miss) {
	if short := tenths(l.Integrated - out.Integrated); l.normalizes(h) && finite(out.Integrated) && math.Abs(short) > tolerance {
		m.Loudness = short
	}
	if finite(out.TruePeak) {
		m.Peak = tenths(max(0, out.TruePeak-l.TruePeak))
	}
	return m
}

// Missed returns a warning, a predicate, if track t deviates from its level by more than
// [LoudnessRange]; else it is empty. h and out measure its original and the encoded track.
func (l Level) Missed(t Track, h, out Measured) string {
	short := l.Miss(h, out).Loudness
	if math.Abs(short) <= LoudnessRange {
		return ""
	}
	than := "quieter"
	if short < 0 {
		than = "louder"
	}
	return fmt.Sprintf("is %s than other recordings, by %.1f LU (track %d): its loudest moments are too far above the rest", than, math.Abs(short), t.Number)
}

// ceilingMargin is how much further than measured a correction lowers the ceiling, dB.
const ceilingMargin = 0.3

// Lower returns s with a ceiling low enough to correct the peak of m. h measures the
// original.
func (l Level) Lower(s Setting, h Measured, m Miss) Setting {
	if m.Peak <= 0 {
		return l.limited(s, h)
	}
	if s.Ceiling == 0 {
		s.Ceiling = min(l.Ceiling, h.TruePeak+s.Gain)
	}
	s.Ceiling, s.Fine = tenths(s.Ceiling-m.Peak-ceilingMargin), true
	return s
}

// Trial is a setting and the measured result.
type Trial struct {
	Setting
	Integrated float64 // LUFS
}

// AAC raises peaks more if the limiter reduces them more: by this share of the added
// gain, and at most by maxEncoderRise dB. Measured on drums.
const (
	encoderRise    = 0.25
	maxEncoderRise = 1.5
)

// Trials returns settings that may correct the loudness miss m of s. A limiter reduces
// loudness more at higher gain, so the correction can need up to three times the missing
// loudness.
func (l Level) Trials(s Setting, h Measured, m Miss) []Setting {
	trials := make([]Setting, 0, 3)
	for _, share := range []float64{1, 1.7, 3} {
		next := s
		next.Gain = tenths(s.Gain + share*m.Loudness)
		if next = l.Lower(next, h, m); next.Ceiling != 0 {
			next.Ceiling = tenths(next.Ceiling - min(maxEncoderRise, encoderRise*max(0, next.Gain-s.Gain)))
		}
		trials = append(trials, next)
	}
	return trials
}

// Choose returns the setting that reaches the level. It interpolates between trials on
// both sides of the level; without these it returns the nearest trial.
func (l Level) Choose(trials []Trial) Setting {
	trials = slices.SortedFunc(slices.Values(trials), func(a, b Trial) int { return cmp.Compare(a.Gain, b.Gain) })
	best := trials[0]
	for i, t := range trials {
		if math.Abs(t.Integrated-l.Integrated) < math.Abs(best.Integrated-l.Integrated) {
			best = t
		}
		if i == 0 {
			continue
		}
		before := trials[i-1]
		if before.Integrated < l.Integrated && l.Integrated <= t.Integrated {
			share := (l.Integrated - before.Integrated) / (t.Integrated - before.Integrated)
			t.Gain = tenths(before.Gain + share*(t.Gain-before.Gain))
			return t.Setting
		}
	}
	return best.Setting
}
