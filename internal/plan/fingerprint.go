package plan

import (
	"slices"
	"time"

	"proceedings/internal/layout"
)

// FingerprintParams are the parameters of the step that fingerprints a recording's audio.
type FingerprintParams struct {
	Timeline
	Index    int     `json:"index"`              // stream index of the track
	PadStart float64 `json:"padStart,omitempty"` // seconds of silence before it

	Parts []AudioPart `json:"parts,omitempty"` // of a joined recording, one for each original, with at most one track; Index and PadStart are then unused
}

// Fingerprint returns the step that fingerprints the recording's default track, by the
// flags of the source. It returns false if there is no audio.
func (r Recording) Fingerprint() (Step, bool) {
	list := r.Fingerprints()
	if len(list) == 0 {
		return Step{}, false
	}
	return list[0], true
}

// Fingerprints returns the fingerprint steps of all tracks, that of
// [Recording.Fingerprint] first. The others serve a recording with a silent default track.
func (r Recording) Fingerprints() []Step {
	if len(r.Tracks) == 0 {
		return nil
	}
	best := defaultIndex(r.Tracks, func(int) bool { return true })
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

// fingerprintOf returns the step for one track, counted from 0.
func (r Recording) fingerprintOf(track int) Step {
	p := FingerprintParams{Timeline: r.Timeline, Index: r.Tracks[track].Index, PadStart: r.Tracks[track].PadStart}
	for _, part := range r.audioParts() {
		// The key must not depend on encoding settings.
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

// ForOffset returns the step that finds the offset of b's recording from a's. a and b are
// steps from [Recording.Fingerprint]. space is that of both recordings.
func ForOffset(a, b Step, space layout.Space) Step {
	return Step{
		Kind: Offset, Version: Offset.version(), Input: a.Input, Space: space, Needs: keysOf([]Step{a, b}),
		Budget: time.Hour, Cost: 1,
	}
}
