// Package soundmatch finds by their sound how two recordings of the same session
// lie in time to one another. It is pure: samples go in, a compact fingerprint
// comes out, and two fingerprints give an offset, or none where the sound does
// not say it beyond doubt.
//
// A fingerprint has the energy of six frequency bands, a hundred times a second.
// What a microphone, its distance and its gain control do to a sound changes
// slowly, so each band is held against its own mean and spread nearby, and what
// is left is when something was heard. Two fingerprints are compared by the
// cross-correlation of stretches of the shorter one with all of the longer one.
// Stretches that fit in one place only vote; the offset is the straight line
// through their places, whose slope is the drift of the two clocks.
package soundmatch

// SampleRate is that of the sound that a [Writer] takes, in Hz.
const SampleRate = 8000

// Rate is how many frames a fingerprint has a second.
const Rate = 100

// Longest is how much of a recording a fingerprint covers, in seconds. What
// comes after it is not looked at: it bounds the memory, and twelve hours have
// enough to be matched by.
const Longest = 12 * 3600

// Offset is how a second recording lies in time to a first one.
type Offset struct {
	Seconds    float64 // from the first one's beginning to the second one's; negative if the second began earlier
	Drift      float64 // seconds that the first one's clock gains on the second one's in each second; 0 if it is less than 40 ms in all
	Confidence float64 // 0 to 1: how far the place stands out from the second best
	Overlap    float64 // seconds for which both ran
}

// inverse is the same seen from the other recording.
func (o Offset) inverse() Offset {
	o.Seconds, o.Drift = -o.Seconds/(1+o.Drift), 1/(1+o.Drift)-1
	return o
}
