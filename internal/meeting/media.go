package meeting

// Media is what a probe found in a recording. Times are seconds on the
// source's own timeline.
type Media struct {
	Format   string  `json:"format"`           // ffmpeg's name of the container
	Origin   float64 `json:"origin,omitempty"` // the time that ffmpeg counts from
	Start    float64 `json:"start"`
	Duration float64 `json:"duration"`          // from the first to the end of the last packet
	Missing  float64 `json:"missing,omitempty"` // what the file says it has beyond that
	Bytes    int64   `json:"bytes"`
	Video    *Video  `json:"video,omitempty"` // nil for an audio recording
	Audio    []Audio `json:"audio,omitempty"`

	Pictures  []Video    `json:"pictures,omitempty"` // other moving pictures of the same scene, in the order of the file
	Subtitles []Subtitle `json:"subtitles,omitempty"`
	LeftOut   []string   `json:"leftOut,omitempty"` // streams that cannot be used and why, predicates: "has a sound track that cannot be decoded (track 2, apac)"

	Chapters []Chapter `json:"chapters,omitempty"`
	Jumps    bool      `json:"jumps,omitempty"`    // times jump on the way, so that none can be sought
	Together []int     `json:"together,omitempty"` // indexes of the streams that are read together to set such times right

	Created  string `json:"created,omitempty"`  // when it was made, as the file says: RFC 3339, UTC; its beginning or its end
	Timecode string `json:"timecode,omitempty"` // that the recorder wrote for the first frame: "10:00:04:12", with ";" where it drops frames
}

// Subtitle is a stream of captions within a recording.
type Subtitle struct {
	Index    int    `json:"index"` // stream index in the file
	Codec    string `json:"codec"`
	Language string `json:"language,omitempty"` // BCP 47
	Title    string `json:"title,omitempty"`
	Forced   bool   `json:"forced,omitempty"`          // it has only what a listener would not understand
	Impaired bool   `json:"hearingImpaired,omitempty"` // it has sounds too, for those who cannot hear
}

// Textual reports whether the stream holds text, and not pictures of it or
// something that needs a receiver.
func (s Subtitle) Textual() bool {
	switch s.Codec {
	case "mov_text", "subrip", "srt", "webvtt", "ass", "ssa", "text":
		return true
	}
	return false
}

// CarriesCaptions reports whether frames of a codec, as ffmpeg names it, may carry
// closed captions that are looked for.
func CarriesCaptions(codec string) bool {
	switch codec {
	case "h264", "hevc", "mpeg2video":
		return true
	}
	return false
}

// Chapter is a named part of a recording: read from its file, on the source's
// own timeline, or requested, on the recording's.
type Chapter struct {
	Start     float64 `json:"start"` // seconds
	End       float64 `json:"end"`   // 0 for where the next one begins
	Title     string  `json:"title,omitempty"`
	Recording string  `json:"recording,omitempty"` // ID of a source, of one that was asked for; the first recording where empty
}

// Video is a recording's picture stream.
type Video struct {
	Index      int     `json:"index"` // stream index in the file
	Codec      string  `json:"codec"`
	PixFmt     string  `json:"pixFmt"`
	Width      int     `json:"width"`     // as shown: rotated, with square pixels
	Height     int     `json:"height"`    // as shown
	FrameRate  float64 `json:"frameRate"` // measured mean, frames a second
	Frames     int     `json:"frames"`    // packets counted
	Start      float64 `json:"start"`
	Last       float64 `json:"last"` // when the last frame appears
	End        float64 `json:"end"`
	Interlaced bool    `json:"interlaced,omitempty"`
	Title      string  `json:"title,omitempty"`          // as the file names it
	Captioned  bool    `json:"closedCaptions,omitempty"` // its frames carry CEA-608 or CEA-708 captions

	Profile   string `json:"profile,omitempty"`   // ffmpeg's name of the codec's profile: "High"
	Transfer  string `json:"transfer,omitempty"`  // ffmpeg's name of the transfer characteristics: "smpte2084"
	Matrix    string `json:"matrix,omitempty"`    // ffmpeg's name of the colour matrix: "bt709"; empty where the file says none
	Primaries string `json:"primaries,omitempty"` // and of the colour primaries
	Full      bool   `json:"fullRange,omitempty"` // its levels are 0 to 255, and not 16 to 235
	Varies    bool   `json:"varies,omitempty"`    // its size, the shape of its pixels or its rotation changes on the way; Width and Height are those of most of the time
	Turn      int    `json:"turn,omitempty"`      // degrees clockwise by which it is turned to be shown: 90, 180 or 270
	Reshaped  string `json:"reshaped,omitempty"`  // why the coded picture is not the one shown, a predicate: "is rotated"
	BitRate   int    `json:"bitRate,omitempty"`   // mean of all packets, bit/s
	Hidden    int    `json:"hidden,omitempty"`    // packets that an edit list hides
	Untimed   bool   `json:"untimed,omitempty"`   // some packets have no presentation time
	OpenGOP   bool   `json:"openGOP,omitempty"`   // some packet comes after a key frame and is shown before it

	Gaps []Gap `json:"gaps,omitempty"` // stretches of more than five seconds without a frame

	LongestGOP float64 `json:"longestGOP,omitempty"` // most seconds from a key frame to the next, or to the end
	Keys       []Key   `json:"keys,omitempty"`       // key frames in order, about two a second at most
}

// Gap is a stretch of a picture in which no frame begins, so that the one before
// it stands. Times are seconds on the source's own timeline.
type Gap struct {
	From float64 `json:"from"` // when the frame before it is shown
	To   float64 `json:"to"`   // when the next one is
}

// Key is a key frame: a place where decoding may begin.
type Key struct {
	Time   float64 `json:"t"`             // when it is shown, seconds on the source's own timeline
	Pos    int64   `json:"pos,omitempty"` // bytes from the start of the file; -1 where unknown
	Before int     `json:"n"`             // frames that are shown before it
}

// Audio is one of a recording's sound tracks.
type Audio struct {
	Index      int     `json:"index"` // stream index in the file
	Codec      string  `json:"codec"`
	SampleRate int     `json:"sampleRate"` // Hz
	Channels   int     `json:"channels"`
	Number     int     `json:"number,omitempty"`   // among the file's sound tracks, from 1, those that cannot be used included
	Language   string  `json:"language,omitempty"` // BCP 47; empty where unknown
	Title      string  `json:"title,omitempty"`
	Purpose    Purpose `json:"purpose,omitempty"`
	Default    bool    `json:"default,omitempty"`   // the file marks it as the one to play
	Described  bool    `json:"described,omitempty"` // it describes the picture for those who cannot see it
	Start      float64 `json:"start"`
	End        float64 `json:"end"`
}

// Pages is what a probe found in a paged file.
type Pages struct {
	Count     int  `json:"count"`
	Landscape bool `json:"landscape"` // most pages are at least as wide as high
}

// Probe is what a source turned out to be.
type Probe struct {
	Format string `json:"format"` // the name that package sniff gives it
	Type   string `json:"type"`   // media type
	Role   Role   `json:"role"`
	Media  *Media `json:"media,omitempty"`
	Pages  *Pages `json:"pages,omitempty"`
}
