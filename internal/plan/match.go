package plan

import (
	"slices"
	"time"

	"proceedings/internal/layout"
)

// FingerprintParams are the parameters of the step that makes a fingerprint of a
// recording's sound.
type FingerprintParams struct {
	Timeline
	Index    int     `json:"index"`              // stream index of the track
	PadStart float64 `json:"padStart,omitempty"` // seconds of silence before it

	Parts []SoundPart `json:"parts,omitempty"` // of a recording that was joined, one for each original, with one track at most; Index and PadStart say nothing then
}

// Fingerprint is the step that makes a fingerprint of the recording's sound, of
// the track that the marks of the source choose; false where there is none.
func (r Recording) Fingerprint() (Step, bool) {
	list := r.Fingerprints()
	if len(list) == 0 {
		return Step{}, false
	}
	return list[0], true
}

// Fingerprints are the same of each of its tracks, that of [Recording.Fingerprint]
// first. The others are for a recording whose default track is silent.
func (r Recording) Fingerprints() []Step {
	if len(r.Tracks) == 0 {
		return nil
	}
	best := first(r.Tracks, func(int) bool { return true })
	var list []Step
	for i := range r.Tracks {
		if s := r.fingerprintOf(i); i == best {
			list = slices.Insert(list, 0, s)
		} else {
			list = append(list, s)
		}
	}
	return list
}

// fingerprintOf is the step for one track, counted from 0.
func (r Recording) fingerprintOf(track int) Step {
	p := FingerprintParams{Timeline: r.Timeline, Index: r.Tracks[track].Index, PadStart: r.Tracks[track].PadStart}
	for _, part := range r.sound() {
		// Where it lies matters, and not what is made of it.
		part.Tracks = []Track{{Index: part.Tracks[track].Index, PadStart: part.Tracks[track].PadStart}}
		p.Parts = append(p.Parts, part)
	}
	if len(p.Parts) > 0 {
		p.Index, p.PadStart = 0, 0
	}
	s := r.step(Fingerprint, p)
	s.Also = r.also()
	s.Cost = 1 + 0.005*r.Duration
	return s
}

// ForOffset is the step that finds how the recording of the second fingerprint lies
// in time to that of the first, both as [Recording.Fingerprint] makes them, in
// the space of both.
func ForOffset(a, b Step, space layout.Space) Step {
	return Step{
		Kind: Offset, Version: Offset.version(), Input: a.Input, Space: space, Needs: keysOf([]Step{a, b}),
		Budget: time.Hour, Cost: 1,
	}
}
