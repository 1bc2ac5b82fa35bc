package manifest

import "proceedings/internal/meeting"

// Kind tells pictures with sound from sound alone.
type Kind string

// The kinds of recordings.
const (
	Video Kind = "video"
	Audio Kind = "audio"
)

// Recording is one video or audio recording, in every form it is offered in.
type Recording struct {
	ID         string      `json:"id" jsonschema:"minLength=1"`             // stable: links hang on it
	Title      string      `json:"title,omitempty"`                         // as given, or the original's name
	Source     string      `json:"source,omitempty"`                        // id of the source it was made from
	Kind       Kind        `json:"kind" jsonschema:"enum=video,enum=audio"` // pictures with sound, or sound alone
	Duration   float64     `json:"duration" jsonschema:"minimum=0"`         // seconds
	Master     File        `json:"master,omitzero"`                         // HLS master playlist: give this to a player
	DASH       File        `json:"dash,omitzero"`                           // DASH manifest over the same files, for players that prefer it
	MP4        File        `json:"mp4,omitzero"`                            // one plain file with picture and sound, for browsers without HLS and for download
	M4A        File        `json:"m4a,omitzero"`                            // one plain file with the sound alone
	Renditions []Rendition `json:"renditions,omitempty"`                    // what the master playlist offers
	Poster     Poster      `json:"poster,omitzero"`                         // still to show before it plays
	Storyboard Storyboard  `json:"storyboard,omitzero"`                     // thumbnails for the time line
	Copied     bool        `json:"copied,omitempty"`                        // the highest rendition is the original's own picture, packet for packet
	Encoded    string      `json:"encoded,omitempty"`                       // why it was encoded instead, a predicate about the original: "has vp9 video, not H.264"
	Changes    []string    `json:"changes,omitempty"`                       // what was done to the picture: "deinterlaced"
	Chapters   []Chapter   `json:"chapters,omitempty"`                      // in the order of time
	Captions   []Captions  `json:"captions,omitempty"`                      // what is said, the main language first

	Views []View `json:"views,omitempty"` // all pictures of it where there are several, the default first; the fields above are those of the default
	Parts []Part `json:"parts,omitempty"` // the originals that it was joined from, in the order of time; absent where there is one

	ChaptersVTT  File `json:"chaptersVTT,omitzero"`  // the chapters, or the talks where it has none, as WebVTT
	ChaptersJSON File `json:"chaptersJSON,omitzero"` // the same as podcast players read them
}

// View is one of several pictures of a recording. All share its duration, its
// timeline and its sound, so a player can switch between them or show two.
type View struct {
	ID         string       `json:"id" jsonschema:"minLength=1"`                                       // unique in the recording: screen, speaker
	Title      string       `json:"title"`                                                             // for a menu
	Kind       meeting.View `json:"kind,omitempty" jsonschema:"enum=screen,enum=speaker,enum=gallery"` // what it shows; absent where unknown
	Source     string       `json:"source"`                                                            // id of the source that it was made from
	Master     File         `json:"master"`                                                            // HLS master playlist of this picture with the recording's sound
	DASH       File         `json:"dash,omitzero"`                                                     // DASH manifest over the same files
	MP4        File         `json:"mp4,omitzero"`                                                      // one plain file with this picture and the sound
	Renditions []Rendition  `json:"renditions"`                                                        // what the master playlist offers, sound included
	Poster     Poster       `json:"poster,omitzero"`                                                   // still to show before it plays
	Storyboard Storyboard   `json:"storyboard,omitzero"`                                               // thumbnails for the time line
	Copied     bool         `json:"copied,omitempty"`                                                  // the highest rendition is the original's own picture, packet for packet
	Encoded    string       `json:"encoded,omitempty"`                                                 // why it was encoded instead, a predicate about the original
	Changes    []string     `json:"changes,omitempty"`                                                 // what was done to the picture: "deinterlaced"
}

// Part is one of the originals that a recording was joined from.
type Part struct {
	Source   string  `json:"source"`                          // id of the source
	Start    float64 `json:"start" jsonschema:"minimum=0"`    // seconds into the recording
	Duration float64 `json:"duration" jsonschema:"minimum=0"` // seconds
}

// Captions are what is said in a recording in one language.
type Captions struct {
	ID       string       `json:"id" jsonschema:"minLength=1"`                // unique in the recording: "en"
	Language string       `json:"language,omitempty"`                         // BCP 47; absent where unknown
	Label    string       `json:"label"`                                      // for a menu
	State    CaptionState `json:"state" jsonschema:"enum=auto,enum=reviewed"` // how far they can be relied on
	Speakers bool         `json:"speakers,omitempty"`                         // cues say who speaks
	Impaired bool         `json:"hearingImpaired,omitempty"`                  // they tell of sounds too, for those who cannot hear
	VTT      File         `json:"vtt"`                                        // WebVTT
	Playlist File         `json:"playlist,omitzero"`                          // HLS media playlist of the same
	Text     File         `json:"text,omitzero"`                              // transcript as plain text, a paragraph a speaker
}

// Chapter is a stretch of a recording that its original gives a name.
type Chapter struct {
	Start float64 `json:"start" jsonschema:"minimum=0"` // seconds into the recording
	End   float64 `json:"end" jsonschema:"minimum=0"`   // seconds into the recording
	Title string  `json:"title,omitempty"`              // as the original has it
}

// Rendition is one track of a recording at one quality: fragmented MP4
// (ISO/IEC 23000-19, CMAF) in one file or in several that follow one another in
// time, and the playlist that lists the segments of all of them.
type Rendition struct {
	Files     []File  `json:"files"`                                   // of its media, in the order of time
	ID        string  `json:"id" jsonschema:"minLength=1"`             // unique in the recording: 720p, audio
	Codecs    string  `json:"codecs"`                                  // RFC 6381
	Width     int     `json:"width,omitempty" jsonschema:"minimum=1"`  // pixels; absent for audio
	Height    int     `json:"height,omitempty" jsonschema:"minimum=1"` // pixels; absent for audio
	FrameRate float64 `json:"frameRate,omitempty"`                     // mean, frames a second; absent for audio
	Frames    int     `json:"frames,omitempty" jsonschema:"minimum=1"` // video frames, or audio packets
	Duration  float64 `json:"duration" jsonschema:"minimum=0"`         // seconds
	Bandwidth int     `json:"bandwidth" jsonschema:"minimum=0"`        // peak, bits a second
	Average   int     `json:"average" jsonschema:"minimum=0"`          // mean, bits a second
	Language  string  `json:"language,omitempty"`                      // of an audio track, BCP 47
	Title     string  `json:"title,omitempty"`                         // of an audio track, for a menu
	Channels  int     `json:"channels,omitempty"`                      // of an audio track
	Default   bool    `json:"default,omitempty"`                       // of several audio tracks, the one to play
	Described bool    `json:"described,omitempty"`                     // an audio track that describes the picture for those who cannot see it
	Playlist  File    `json:"playlist,omitzero"`                       // HLS media playlist
	IFrames   File    `json:"iframes,omitzero"`                        // HLS playlist of the key frames alone; absent for audio

	KeyBandwidth int `json:"keyBandwidth,omitempty" jsonschema:"minimum=1"` // peak of the key frames alone, bits a second

	Loudness *Loudness `json:"loudness,omitempty"` // of an audio track; absent for nothing but silence

	Purpose meeting.Purpose `json:"purpose,omitempty" jsonschema:"enum=original,enum=dub,enum=commentary,enum=enhanced-audio-intelligibility"` // of an audio track that is marked for one
}

// Loudness is how loud an audio track was in its original, what was done about
// it, and how loud the rendition is. One channel is measured as the two
// loudspeakers that play it, so that mono and stereo compare.
type Loudness struct {
	Integrated float64 `json:"integrated"`         // of the original, LUFS (ITU-R BS.1770); mono as dual mono
	TruePeak   float64 `json:"truePeak"`           // of the original, dBTP
	Gain       float64 `json:"gain"`               // added to all of it, dB
	OneSided   bool    `json:"oneSided,omitempty"` // one of two channels was empty, and the other was made mono
	Limited    float64 `json:"limited,omitempty"`  // dB by which a limiter lowered the highest peak

	OutputIntegrated *float64 `json:"outputIntegrated,omitempty"` // of the rendition, LUFS; mono as dual mono
	OutputTruePeak   *float64 `json:"outputTruePeak,omitempty"`   // of the rendition, dBTP
}

// Poster is a still of a recording in several sizes and formats.
type Poster struct {
	Images []Image `json:"images"` // widest first
}

// Storyboard is a recording in thumbnails, drawn in rows and columns on
// sheets. The WebVTT file says which part of which sheet shows what time, and
// so does the JSON file.
type Storyboard struct {
	VTT        File    `json:"vtt"`                                      // cues, each a sheet with #xywh=
	JSON       File    `json:"json,omitzero"`                            // the same tiles with their times and places
	Sheets     []File  `json:"sheets,omitempty"`                         // in order
	TileWidth  int     `json:"tileWidth" jsonschema:"minimum=1"`         // pixels
	TileHeight int     `json:"tileHeight" jsonschema:"minimum=1"`        // pixels
	Interval   float64 `json:"interval" jsonschema:"exclusiveMinimum=0"` // seconds from one tile to the next
	Columns    int     `json:"columns" jsonschema:"minimum=1"`           // the most tiles in a row; a sheet may have fewer
	Rows       int     `json:"rows" jsonschema:"minimum=1"`              // the most rows on a sheet; a sheet may have fewer
}
