package plan

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Setting is what is done to the level of a track.
type Setting struct {
	Gain    float64 // dB, added to all of it
	Ceiling float64 // dBFS, where the limiter behind the gain holds the peaks; 0 for no limiter
	Fine    bool    // the limiter looks at four samples for each one, to see the peaks between them
}

const (
	// fineFrom is how many dB a peak must be above the ceiling for a fine limiter,
	// which takes ten times the processor time. Measured at 48 kHz: speech limited
	// by 10 dB passes the ceiling by 0.4 dB, a knock limited by 20 dB by 2.3.
	fineFrom = 10
	// A limiter takes loudness from speech, too: about this share of the dB by
	// which the highest peak is above the ceiling, after the first two.
	limiterTakes = 0.12
	takesFrom    = 2
	takesMost    = 3 // LU
)

// Setting decides what to do to a track that sounds like h.
func (l Level) Setting(h Heard) Setting {
	s := l.limited(Setting{Gain: l.Gain(h)}, h)
	if l.raises(h) && s.Ceiling != 0 {
		excess := h.TruePeak + s.Gain - s.Ceiling
		s.Gain = tenths(s.Gain + min(takesMost, limiterTakes*max(0, excess-takesFrom)))
	}
	return s
}

// limited is s with a limiter if the peaks of h need one.
func (l Level) limited(s Setting, h Heard) Setting {
	if !finite(h.TruePeak) || h.TruePeak+s.Gain <= l.Ceiling {
		return s
	}
	if s.Ceiling == 0 {
		s.Ceiling = l.Ceiling
	}
	s.Fine = s.Fine || h.TruePeak+s.Gain-s.Ceiling > fineFrom
	return s
}

// Limited is by how much the limiter lowers the highest peak of h, dB.
func (s Setting) Limited(h Heard) float64 {
	if s.Ceiling == 0 {
		return 0
	}
	return tenths(max(0, h.TruePeak+s.Gain-s.Ceiling))
}

// LoudnessRange is how far from its level the loudness of a published track may
// be, LU.
const LoudnessRange = 1

// tolerance is what of that a first encode may use, LU. The figure is measured in
// tenths.
const tolerance = 0.8

// Miss is how an encoded track misses its level. The zero value is none.
type Miss struct {
	Loudness float64 // what it lacks, LU; 0 if it is within the tolerance
	Peak     float64 // what its true peak has too much, dB
}

// Miss compares out, an encoded track, with what h, its original, was to become.
func (l Level) Miss(h, out Heard) (m Miss) {
	if lack := tenths(l.Integrated - out.Integrated); l.raises(h) && finite(out.Integrated) && math.Abs(lack) > tolerance {
		m.Loudness = lack
	}
	if finite(out.TruePeak) {
		m.Peak = tenths(max(0, out.TruePeak-l.TruePeak))
	}
	return m
}

// Missed is a warning about a track, a predicate, if it is further off its level
// than [LoudnessRange]; else empty. t is the track, h its original, out the encoded track.
func (l Level) Missed(t Track, h, out Heard) string {
	lack := l.Miss(h, out).Loudness
	if math.Abs(lack) <= LoudnessRange {
		return ""
	}
	than := "quieter"
	if lack < 0 {
		than = "louder"
	}
	return fmt.Sprintf("is %s than other recordings, by %.1f LU (track %d): its loudest moments are too far above the rest", than, math.Abs(lack), t.Number)
}

// spare is how much lower than needed a limiter is set that let too much pass, dB.
const spare = 0.3

// Lower is s with the peaks so much lower that m is made good. h is the
// original.
func (l Level) Lower(s Setting, h Heard, m Miss) Setting {
	if m.Peak <= 0 {
		return l.limited(s, h)
	}
	if s.Ceiling == 0 {
		s.Ceiling = min(l.Ceiling, h.TruePeak+s.Gain)
	}
	s.Ceiling, s.Fine = tenths(s.Ceiling-m.Peak-spare), true
	return s
}

// Trial is a setting and the loudness that it leads to.
type Trial struct {
	Setting
	Integrated float64 // LUFS
}

// What AAC adds to a peak grows with what the limiter takes: by this share of
// the gain that is added, and at most by so much, dB. Measured on drums.
const (
	addsMore     = 0.25
	addsMoreMost = 1.5
)

// Trials are settings that could make good a loudness missed by s. What a
// limiter takes grows with the gain, so the gain needed is up to three times what
// is lacking.
func (l Level) Trials(s Setting, h Heard, m Miss) []Setting {
	trials := make([]Setting, 0, 3)
	for _, share := range []float64{1, 1.7, 3} {
		next := s
		next.Gain = tenths(s.Gain + share*m.Loudness)
		if next = l.Lower(next, h, m); next.Ceiling != 0 {
			next.Ceiling = tenths(next.Ceiling - min(addsMoreMost, addsMore*max(0, next.Gain-s.Gain)))
		}
		trials = append(trials, next)
	}
	return trials
}

// Choose is the setting that leads to the level, between those that were tried
// or the nearest of them.
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
