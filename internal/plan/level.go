package plan

import "math"

// Level says how loud sound is made. All of a track gets the same gain: what
// was loud in it and what was quiet stay so to each other.
type Level struct {
	Integrated float64 `json:"integrated"` // loudness to reach, LUFS (EBU R 128)
	TruePeak   float64 `json:"truePeak"`   // not to be passed, dBTP (ITU-R BS.1770-4, annex 2)
	Raise      float64 `json:"raise"`      // most that is added, dB
	Floor      float64 `json:"floor"`      // LUFS below which there is nothing to hear but noise
}

// Heard is what a track turned out to sound like. Nothing but silence has a
// true peak of minus infinity.
type Heard struct {
	Integrated float64   // loudness of the whole, LUFS
	TruePeak   float64   // dBTP
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

// Gain is what to add to a track, in dB: a whole number of tenths, which is how
// fine it is measured, and rather a tenth too few than the peak too high. What
// cannot be heard is left as it is.
func (l Level) Gain(h Heard) float64 {
	if !l.Audible(h) {
		return 0
	}
	gain := min(l.Integrated-h.Integrated, l.TruePeak-h.TruePeak, l.Raise)
	return math.Floor(gain*10+1e-6) / 10 // tenths have no exact floats
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
