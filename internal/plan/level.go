package plan

import (
	"math"
	"slices"
)

// Level is the target of loudness normalization. A track gets one constant gain, followed
// by a limiter for its peaks.
//
// Loudness is that of playback on two loudspeakers. Both play a mono track, so it counts
// 3 LU more than a meter for one channel shows.
type Level struct {
	Integrated float64 `json:"integrated"` // target loudness, LUFS (ITU-R BS.1770)
	TruePeak   float64 `json:"truePeak"`   // highest true peak after encoding, dBTP (ITU-R BS.1770-4, annex 2)
	Ceiling    float64 `json:"ceiling"`    // highest peak before encoding, dBFS; AAC raises peaks
	Raise      float64 `json:"raise"`      // highest gain for steady sound, dB; quieter steady sound is a noise floor
	Floor      float64 `json:"floor"`      // LUFS; anything quieter counts as silence
}

// Measured is the result of a track's loudness analysis. Only digital silence has a true
// peak of minus infinity.
type Measured struct {
	Integrated float64   // loudness of the whole track, LUFS
	TruePeak   float64   // dBTP
	Movement   float64   // LU, see [Movement]; of faint tracks only
	Channels   []Channel // of the planned track
}

// Channel is one channel of a track.
type Channel struct {
	RMS  float64 // of the whole channel, dBFS
	Peak float64 // RMS of its loudest moment, dBFS
}

// Audible reports whether a track is louder than the floor.
func (l Level) Audible(h Measured) bool {
	return finite(h.Integrated) && finite(h.TruePeak) && h.Integrated >= l.Floor
}

// dualMono is how much louder one channel is on two loudspeakers than on one, in LU: the
// power doubles.
const dualMono = 3.01

// neededGain returns the gain that reaches the target, in dB. If one of two channels is
// empty, both loudspeakers will play the other.
func (l Level) neededGain(h Measured) float64 {
	if l.OnlyChannel(h) > 0 {
		return l.Integrated - h.Integrated - dualMono
	}
	return l.Integrated - h.Integrated
}

// Faint reports whether a track is so quiet that it may be only a noise floor. Its
// Movement must then be measured.
func (l Level) Faint(h Measured) bool { return l.Audible(h) && l.neededGain(h) > l.Raise }

// steady is the movement, in LU, below which sound is not speech. Measured: 0.0 to 0.2 for
// noise of three colours, hum, and air conditioning that is switched off; 0.8 to 7.7 for
// 22 voices; 1.7 for a voice 10 dB above noise.
const steady = 0.5

// normalizes reports whether a track is brought to the target level. Silence and noise
// floors are not.
func (l Level) normalizes(h Measured) bool {
	return l.Audible(h) && (!l.Faint(h) || h.Movement >= steady)
}

// Gain returns the gain of a track in dB, rounded to tenths.
func (l Level) Gain(h Measured) float64 {
	if !l.normalizes(h) {
		return 0
	}
	return tenths(l.neededGain(h))
}

// Movement returns the median change of loudness between consecutive blocks of 400 ms, in
// LU. A change counts if one of its blocks is at most 10 LU below the integrated loudness
// and neither is digital silence. With fewer than three changes the result is 0.
func Movement(blocks []float64, integrated float64) float64 {
	const (
		gate   = 10   // LU
		silent = -100 // LUFS
		few    = 3
	)
	var moves []float64
	for i, b := range blocks[min(1, len(blocks)):] {
		a := blocks[i]
		if max(a, b) >= integrated-gate && min(a, b) > silent {
			moves = append(moves, math.Abs(a-b))
		}
	}
	if len(moves) < few {
		return 0
	}
	slices.Sort(moves)
	return moves[len(moves)/2]
}

// A channel is empty if its RMS is below emptyLevel, and its RMS and its peak are
// emptyBelow lower than those of the other channel. That allows for crosstalk in a
// cable. The peak of a second speaker's only question is higher.
const (
	emptyBelow = 30  // dB
	emptyLevel = -60 // dBFS
)

// OnlyChannel returns the number, from 1, of the only channel of two with audible sound.
// It returns 0 if both are needed.
func (l Level) OnlyChannel(h Measured) int {
	if len(h.Channels) != 2 || !l.Audible(h) {
		return 0
	}
	empty := func(quiet, loud Channel) bool {
		return quiet.RMS < emptyLevel && quiet.RMS <= loud.RMS-emptyBelow && quiet.Peak <= loud.Peak-emptyBelow
	}
	switch left, right := h.Channels[0], h.Channels[1]; {
	case empty(right, left):
		return 1
	case empty(left, right):
		return 2
	default:
		return 0
	}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// tenths rounds x to tenths, the resolution of loudness measurements.
func tenths(x float64) float64 { return math.Round(x*10) / 10 }
