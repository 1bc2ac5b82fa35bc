// Package soundmatch finds the time offset between two recordings of the same session
// by their sound. It is pure: a [Writer] turns samples into a compact fingerprint,
// and [Match] finds the offset of two fingerprints, or none if it is not certain.
//
// A fingerprint has the energy of six frequency bands, a hundred times a second: 1.08 MB
// an hour. A microphone, its distance and its gain control change the sound slowly, so
// each band is normalised by its mean and deviation nearby. Match computes the
// cross-correlation of up to 24 blocks of the shorter recording with the longer one.
// Blocks that fit in one place only vote; the offset is the straight line through their
// places, and its slope is the drift of the two clocks.
//
// The common time is then checked in parts, of which 65 % must agree. There is no answer
// if the sound repeats itself, or if the common time is less than a tenth of the shorter
// recording: no answer is better than a wrong one. The recorders' clocks are used
// then (GuessOffset in package plan).
//
// [Differ] tells that two sounds are certainly different. A file whose name says that it
// is a copy then becomes a recording of its own.
package soundmatch
