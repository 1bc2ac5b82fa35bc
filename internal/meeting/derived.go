package meeting

// Object is one stored file of a step: its name within the step, and what a
// reader can check it by.
type Object struct {
	Name   string `json:"name"` // relative to the step, e.g. "720p.mp4"
	Type   string `json:"type"` // media type
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Image is a stored picture.
type Image struct {
	Object
	Width  int `json:"width"`  // pixels
	Height int `json:"height"` // pixels
}

// Part is one stored file of a rendition: a stretch of it as fragmented MP4,
// cut into segments. Times are ticks of its timescale on the recording's
// timeline.
type Part struct {
	Rendition string    `json:"rendition"` // ID of the rendition that it is a part of
	Name      string    `json:"name"`      // of the object, relative to the step
	Codecs    string    `json:"codecs"`    // RFC 6381
	Width     int       `json:"width,omitempty"`
	Height    int       `json:"height,omitempty"`
	Timescale uint32    `json:"timescale"` // ticks a second
	Start     uint64    `json:"start"`     // of the first segment, ticks
	Init      int64     `json:"init"`      // bytes of the initialisation section, with which the file begins
	InitSum   string    `json:"initSum"`   // its SHA-256: parts with the same can do with one
	Frames    int       `json:"frames"`    // video frames or audio packets
	Segments  []Segment `json:"segments"`  // one behind the other in time and, after Init, in the file
}

// Segment is one stretch of a [Part] that a player fetches whole.
type Segment struct {
	Ticks uint64 `json:"t"`           // duration
	Size  int64  `json:"s"`           // bytes
	Key   int64  `json:"k,omitempty"` // bytes of it up to the end of its first frame, a key frame; 0 for audio
}

// Ticks is how long p is, in ticks of its timescale.
func (p Part) Ticks() (sum uint64) {
	for _, s := range p.Segments {
		sum += s.Ticks
	}
	return sum
}

// Seconds is how long p is.
func (p Part) Seconds() float64 { return float64(p.Ticks()) / float64(max(1, p.Timescale)) }

// Piece is a stored file of some step.
type Piece struct {
	Object
	Step string `json:"step"` // its key
	Run  string `json:"run"`
}

// Rendition is a derived audio or video with its measured figures.
type Rendition struct {
	Files     []Piece `json:"files"`               // media files, in chronological order
	ID        string  `json:"id"`                  // "720p", "audio"
	Codecs    string  `json:"codecs"`              // RFC 6381
	Width     int     `json:"width,omitempty"`     // pixels, 0 for audio
	Height    int     `json:"height,omitempty"`    // pixels, 0 for audio
	FrameRate float64 `json:"frameRate,omitempty"` // mean, frames a second
	Frames    int     `json:"frames,omitempty"`    // video frames or audio packets
	Duration  float64 `json:"duration"`            // seconds
	Bandwidth int     `json:"bandwidth"`           // peak over any segment, bit/s
	Average   int     `json:"average"`             // mean, bit/s
	Language  string  `json:"language,omitempty"`  // BCP 47
	Title     string  `json:"title,omitempty"`
	Purpose   Purpose `json:"purpose,omitempty"`   // of audio
	Channels  int     `json:"channels,omitempty"`  // of audio
	Default   bool    `json:"default,omitempty"`   // the default of several audio tracks
	Described bool    `json:"described,omitempty"` // of audio that describes the picture
	Playlist  string  `json:"playlist,omitempty"`  // media playlist, relative to the step
	IFrames   string  `json:"iframes,omitempty"`   // playlist of key frames, relative to the step; empty for audio

	KeyBandwidth int `json:"keyBandwidth,omitempty"` // peak of the key frames alone, bit/s

	Loudness *Loudness `json:"loudness,omitempty"` // of audio; nil where there is nothing but silence
}

// Loudness is how loud a track was in its original, as mixed for the rendition,
// what was done about it, and how loud the rendition is. Loudness is that of two
// loudspeakers: a single channel is measured as the two that play it.
type Loudness struct {
	Integrated float64 `json:"integrated"`         // of the original, LUFS (ITU-R BS.1770)
	TruePeak   float64 `json:"truePeak"`           // of the original, dBTP
	Gain       float64 `json:"gain"`               // gain applied to the whole track, dB
	OneSided   bool    `json:"oneSided,omitempty"` // one of two channels was empty; the other is all there is now
	Limited    float64 `json:"limited,omitempty"`  // by how much a limiter lowered the highest peak, dB

	OutputIntegrated *float64 `json:"outputIntegrated,omitempty"` // of the rendition, decoded, LUFS; nil for silence, and in older records
	OutputTruePeak   *float64 `json:"outputTruePeak,omitempty"`   // of the rendition, decoded, dBTP
}
