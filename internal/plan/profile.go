package plan

import (
	"fmt"
	"strings"
)

// Profile is a named, versioned set of encoding choices. Its values, not its
// name, reach a step's parameters: a change redoes only what it changes.
type Profile struct {
	Name        string
	Version     int
	Top         int     // highest short side of a rung, pixels
	Lower       []int   // short sides of the rungs below, highest first
	KeyInterval float64 // seconds between key frames, in all rungs
	MaxRate     float64 // highest frame rate kept, frames a second
	CRF         int     // x264's constant rate factor
	Preset      string  // x264's preset
	Level       Level   // of all sound
}

// Profiles are all there are, the default first.
//
// CRF 23 at veryfast is the knee that was measured on slides with a speaker:
// half the processor time of medium at fewer bytes. Key frames each 5 s lie in
// the 4–6 s that players want of a segment, and long GOPs are what keeps slide
// recordings small. −16 LUFS is what players of talk expect, and 1.5 dB below
// full scale leaves room for what AAC adds to a peak.
func Profiles() []Profile {
	return []Profile{
		{
			Name: "meeting", Version: 1,
			Top: 1080, Lower: []int{720, 360},
			KeyInterval: 5, MaxRate: 60, CRF: 23, Preset: "veryfast",
			Level: Level{Integrated: -16, TruePeak: -1.5, Raise: 20, Floor: -50},
		},
	}
}

// ProfileNamed is the profile of that name; the empty name means the default.
func ProfileNamed(name string) (Profile, error) {
	all := Profiles()
	if name == "" {
		return all[0], nil
	}
	names := make([]string, 0, len(all))
	for _, p := range all {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Profile{}, fmt.Errorf("profile %q is not one of %s", name, strings.Join(names, ", "))
}
