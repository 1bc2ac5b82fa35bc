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
}

// Audio is one of a recording's sound tracks.
type Audio struct {
	Index      int     `json:"index"` // stream index in the file
	Codec      string  `json:"codec"`
	SampleRate int     `json:"sampleRate"` // Hz
	Channels   int     `json:"channels"`
	Language   string  `json:"language,omitempty"` // as the file has it, often ISO 639-2
	Title      string  `json:"title,omitempty"`
	Start      float64 `json:"start"`
	End        float64 `json:"end"`
}

// Pages is what a probe found in a paged file.
type Pages struct {
	Count     int  `json:"count"`
	Landscape bool `json:"landscape"` // the first page is at least as wide as high
}

// Probe is what a source turned out to be.
type Probe struct {
	Format string `json:"format"` // the name that package sniff gives it
	Type   string `json:"type"`   // media type
	Role   Role   `json:"role"`
	Media  *Media `json:"media,omitempty"`
	Pages  *Pages `json:"pages,omitempty"`
}
