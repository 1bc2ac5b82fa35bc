package soundmatch

import "slices"

// What Differ needs of a sound: enough that is audible, and that changes. The
// mean power of a frame, in squares of tenths, is 770 to 1750 for voices,
// music and beeps, and 5 to 280 for a steady tone.
const (
	tellsLeast = 2 * Rate // frames
	movesLeast = 500
)

// sameLikeness is the least likeness of a copy's blocks to the original. Measured:
// copies in AAC of 24 kbit/s 0.81 to 0.91, other sounds 0.25 at most.
const sameLikeness = 0.5

// Differ reports whether the shorter of two sounds is certainly not part of the longer
// one. Unlike [Match] it accepts a sound that fits in several places. It is false for
// silence and steady tones, which nothing distinguishes.
func Differ(a, b Fingerprint) bool {
	long, short := newSound(a), newSound(b)
	if short.frames > long.frames {
		long, short = short, long
	}
	if !long.telling() || !short.telling() {
		return false
	}
	x := newIndex(long, max(1, min(blockLength, short.frames)))
	var tops []float32 // of each stretch, its likeness to the place most like it
	var places []alike
	for _, from := range blocks(short, x.longest) {
		to := min(short.frames, from+x.longest)
		least := float32(short.heard[to]-short.heard[from]) / 2
		top := float32(0)
		places = x.find(short, from, to, places)
		for _, p := range places {
			if p.n >= least {
				top = max(top, p.r)
			}
		}
		tops = append(tops, top)
	}
	if len(tops) == 0 {
		return false
	}
	slices.Sort(tops)
	return tops[len(tops)/2] < sameLikeness
}

// telling reports whether a sound has enough content to be distinguished from others.
func (s *sound) telling() bool {
	heard := int64(s.heard[s.frames])
	return heard >= tellsLeast && s.power[s.frames] >= movesLeast*heard
}
