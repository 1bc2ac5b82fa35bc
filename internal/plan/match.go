package plan

import (
	"slices"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
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
// its default track or else the first; false where there is none.
func (r Recording) Fingerprint() (Step, bool) {
	if len(r.Tracks) == 0 {
		return Step{}, false
	}
	i := r.defaultTrack()
	p := FingerprintParams{Timeline: r.Timeline, Index: r.Tracks[i].Index, PadStart: r.Tracks[i].PadStart}
	for _, part := range r.sound() {
		// Where it lies matters, and not what is made of it.
		part.Tracks = []Track{{Index: part.Tracks[i].Index, PadStart: part.Tracks[i].PadStart}}
		p.Parts = append(p.Parts, part)
	}
	if len(p.Parts) > 0 {
		p.Index, p.PadStart = 0, 0
	}
	s := r.step(Fingerprint, p)
	s.Also = r.also()
	s.Cost = 1 + 0.005*r.Duration
	return s, true
}

// defaultTrack is the number of the track that the source marks as the one to
// play, and of the first where it marks none.
func (r Recording) defaultTrack() int {
	i := slices.IndexFunc(r.Tracks, func(t Track) bool {
		return slices.ContainsFunc(r.longest().found.Audio, func(a meeting.Audio) bool { return a.Default && a.Index == t.Index })
	})
	return max(0, i)
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
