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
	About       string          // its use, one line
	Top         int             // highest short side of a rung, pixels; 0 for audio only
	Lower       []int           // short sides of the rungs below, highest first
	Encode      Quality         // of all H.264 rungs
	Special     map[int]Quality // exceptions, by short side
	AV1         *Quality        // of additional AV1 rungs; nil for none
	KeyInterval float64         // planned length of a segment, seconds
	Chunk       float64         // approximate length of a chunk, seconds
	MaxRate     float64         // highest frame rate, frames a second
	Level       Level           // of all audio
}

// Quality holds the encoder settings of a rung.
type Quality struct {
	Codec   Codec  `json:"codec"`
	Preset  string `json:"preset"`            // name in the encoder
	CRF     int    `json:"crf"`               // constant rate factor
	Options string `json:"options,omitempty"` // for the encoder, name=value:…
}

// Codec is a video codec.
type Codec string

// The codecs.
const (
	H264 Codec = "h264" // by x264
	AV1  Codec = "av1"  // by SVT-AV1
)

// H264 returns the settings of the H.264 rung with that short side.
func (p Profile) H264(side int) Quality {
	if q, special := p.Special[side]; special {
		return q
	}
	return p.Encode
}

// level returns the usual target for speech: −16 LUFS, and peaks that no converter clips.
// AAC at these bit rates added up to 0.9 dB to peaks at the ceiling.
func level() Level {
	return Level{Integrated: -16, TruePeak: -1, Ceiling: -2, Raise: 20, Floor: -50}
}

// Profiles returns all profiles, the default first.
//
// Segments of 5 s are in the range of 4 to 6 s that suits players. Long GOPs keep slide
// recordings small.
//
// Measured on slides with a speaker, x264's preset superfast with three B-frames, mbtree
// and a lookahead of fifteen frames is best. It takes less processor time than veryfast.
// It has fewer bytes and is nearer to the source than PeerTube's settings
// (docs/performance.md).
func Profiles() []Profile {
	const options = "bframes=3:b-adapt=0:mbtree=1:weightp=0:rc-lookahead=15:aq-mode=2"
	slides := Quality{Codec: H264, Preset: "superfast", CRF: 22, Options: options}
	small := slides // higher quality costs little here, and phones play this rung
	small.CRF = 20
	return []Profile{
		{
			Name: "meeting", Version: 3, About: "slides with a speaker: legible text at a low bit rate",
			Top: 1080, Lower: []int{720, 360}, Encode: slides, Special: map[int]Quality{360: small},
			KeyInterval: 5, Chunk: 200, MaxRate: 60, Level: level(),
		},
		{
			Name: "camera", Version: 1, About: "camera video: a stage, a panel, a performance",
			Top: 1080, Lower: []int{720, 480, 360}, Encode: Quality{Codec: H264, Preset: "faster", CRF: 22},
			KeyInterval: 5, Chunk: 200, MaxRate: 60, Level: level(),
		},
		{
			Name: "archive-hq", Version: 1, About: "best quality, up to 2160p, at twice the time and size",
			Top: 2160, Lower: []int{1080, 720, 360}, Encode: Quality{Codec: H264, Preset: "medium", CRF: 18},
			KeyInterval: 5, Chunk: 200, MaxRate: 60, Level: level(),
		},
		{
			Name: "audio", Version: 1, About: "audio only, even if the source has video",
			KeyInterval: 5, Chunk: 200, Level: level(),
		},
		{
			Name: "modern", Version: 2, About: "like meeting, plus AV1 for players that support it",
			Top: 1080, Lower: []int{720, 360}, Encode: slides, Special: map[int]Quality{360: small},
			AV1:         &Quality{Codec: AV1, Preset: "12", CRF: 38, Options: "scm=2"},
			KeyInterval: 5, Chunk: 200, MaxRate: 60, Level: level(),
		},
	}
}

// ProfileNamed returns the profile with that name; the empty name means the default. It
// fails if there is none.
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
