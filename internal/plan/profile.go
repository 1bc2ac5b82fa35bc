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
	About       string          // for whom it is, a line
	Top         int             // highest short side of a rung, pixels; 0 for sound alone
	Lower       []int           // short sides of the rungs below, highest first
	Encode      Quality         // of all rungs,
	Special     map[int]Quality // but for those of these short sides
	AV1         *Quality        // of rungs beside them; nil for none
	KeyInterval float64         // seconds that a segment is to last
	Chunk       float64         // seconds that a chunk is to last, about
	MaxRate     float64         // highest frame rate kept, frames a second
	Level       Level           // of all sound
}

// Quality is how a rung is encoded.
type Quality struct {
	Codec   Codec  `json:"codec"`
	Preset  string `json:"preset"`            // the encoder's
	CRF     int    `json:"crf"`               // the encoder's constant rate factor
	Options string `json:"options,omitempty"` // the encoder's own, name=value:…
}

// Codec is how a picture is coded.
type Codec string

// The codecs.
const (
	H264 Codec = "h264" // by x264
	AV1  Codec = "av1"  // by SVT-AV1
)

// H264 is how a rung of that short side is encoded.
func (p Profile) H264(side int) Quality {
	if q, special := p.Special[side]; special {
		return q
	}
	return p.Encode
}

// level is what players of talk expect: −16 LUFS, and peaks that no converter
// clips. AAC at our bit rates added up to 0.9 dB to peaks at the ceiling.
func level() Level {
	return Level{Integrated: -16, TruePeak: -1, Ceiling: -2, Raise: 20, Floor: -50}
}

// Profiles are all there are, the default first.
//
// Segments of 5 s lie in the 4–6 s that players want, and long GOPs are what
// keeps slide recordings small.
//
// Of x264's presets superfast, with three B-frames, its tree of macroblocks and
// a look at fifteen frames ahead, is what was measured best on slides with a
// speaker: less processor time than veryfast, and nearer to the source at
// fewer bytes than what PeerTube's settings make (docs/performance.md).
func Profiles() []Profile {
	const options = "bframes=3:b-adapt=0:mbtree=1:weightp=0:rc-lookahead=15:aq-mode=2"
	slides := Quality{Codec: H264, Preset: "superfast", CRF: 22, Options: options}
	small := slides // costs little, and is what is seen on telephones
	small.CRF = 20
	return []Profile{
		{
			Name: "meeting", Version: 3, About: "slides with a speaker: legible text at few bits",
			Top: 1080, Lower: []int{720, 360}, Encode: slides, Special: map[int]Quality{360: small},
			KeyInterval: 5, Chunk: 200, MaxRate: 60, Level: level(),
		},
		{
			Name: "camera", Version: 1, About: "a moving picture: a stage, a panel, a performance",
			Top: 1080, Lower: []int{720, 480, 360}, Encode: Quality{Codec: H264, Preset: "faster", CRF: 22},
			KeyInterval: 5, Chunk: 200, MaxRate: 60, Level: level(),
		},
		{
			Name: "archive-hq", Version: 1, About: "the best picture, up to 2160p, for twice the time and bytes",
			Top: 2160, Lower: []int{1080, 720, 360}, Encode: Quality{Codec: H264, Preset: "medium", CRF: 18},
			KeyInterval: 5, Chunk: 200, MaxRate: 60, Level: level(),
		},
		{
			Name: "audio", Version: 1, About: "the sound alone, whatever the picture",
			KeyInterval: 5, Chunk: 200, Level: level(),
		},
		{
			Name: "modern", Version: 2, About: "as meeting, and AV1 beside it for players that can",
			Top: 1080, Lower: []int{720, 360}, Encode: slides, Special: map[int]Quality{360: small},
			AV1:         &Quality{Codec: AV1, Preset: "12", CRF: 38, Options: "scm=2"},
			KeyInterval: 5, Chunk: 200, MaxRate: 60, Level: level(),
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
