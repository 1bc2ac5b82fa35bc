package plan

import (
	"math"
	"slices"
)

// Level says how loud sound is made. A track gets one gain for all of it, and a
// limiter behind that holds the peaks.
//
// Loudness is what two loudspeakers make: a single channel, which both of them
// play, counts 3 LU more than a meter for one channel shows.
type Level struct {
	Integrated float64 `json:"integrated"` // loudness to reach, LUFS (ITU-R BS.1770)
	TruePeak   float64 `json:"truePeak"`   // highest after encoding, dBTP (ITU-R BS.1770-4, annex 2)
	Ceiling    float64 `json:"ceiling"`    // highest before encoding, dBFS: AAC adds to a peak
	Raise      float64 `json:"raise"`      // highest gain for a steady sound, dB: a fainter one is a noise floor
	Floor      float64 `json:"floor"`      // LUFS below which there is nothing to hear but noise
}

// Heard is what a track turned out to sound like. Nothing but silence has a
// true peak of minus infinity.
type Heard struct {
	Integrated float64   // loudness of the whole, LUFS
	TruePeak   float64   // dBTP
	Movement   float64   // LU, see [Movement]; measured of faint tracks only
	Channels   []Channel // as many as the track is to have
}

// Channel is one channel of a track.
type Channel struct {
	RMS  float64 // of the whole, dBFS
	Peak float64 // RMS of its loudest moment, dBFS
}

// Audible reports whether there is anything to hear.
func (l Level) Audible(h Heard) bool {
	return finite(h.Integrated) && finite(h.TruePeak) && h.Integrated >= l.Floor
}

// dualMono is how much louder one channel is on two loudspeakers than on one,
// LU: the power doubles.
const dualMono = 3.01

// lack is how much louder a track must become, dB. Of a pair of which one
// channel is empty, both loudspeakers will play the other.
func (l Level) lack(h Heard) float64 {
	if l.Alone(h) > 0 {
		return l.Integrated - h.Integrated - dualMono
	}
	return l.Integrated - h.Integrated
}

// Faint reports whether a track is so quiet that it could be a noise floor, and
// its Movement must be measured before anybody raises it.
func (l Level) Faint(h Heard) bool { return l.Audible(h) && l.lack(h) > l.Raise }

// steady is the movement, in LU, below which a sound is no speech. Measured:
// noise of three colours, hum, air conditioning that is switched off 0.0 to 0.2;
// 22 voices 0.8 to 7.7; a voice 10 dB above noise 1.7.
const steady = 0.5

// raises reports whether a track is brought to the level. Silence and noise
// floors are left as they are.
func (l Level) raises(h Heard) bool {
	return l.Audible(h) && (!l.Faint(h) || h.Movement >= steady)
}

// Gain is what to add to a track, in dB, a whole number of tenths.
func (l Level) Gain(h Heard) float64 {
	if !l.raises(h) {
		return 0
	}
	return tenths(l.lack(h))
}

// Movement is the median change of loudness from one block of 400 ms to the
// next, in LU. Changes count to or from blocks at most 10 LU below the integrated
// loudness, but not to digital silence; fewer than three make 0.
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

// A channel is empty if it stays that far below the other one, on the whole and
// in its loudest moment, and below that level on the whole. A cable leaks that
// much from its neighbour; a single question of a second speaker does not stay
// below.
const (
	emptyBelow = 30  // dB
	emptyLevel = -60 // dBFS
)

// Alone is the number, from 1, of the one channel of two that holds all there
// is to hear, and 0 if both are needed.
func (l Level) Alone(h Heard) int {
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

// tenths is x in whole tenths, which is how fine a level is measured.
func tenths(x float64) float64 { return math.Round(x*10) / 10 }
