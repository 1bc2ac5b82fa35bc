package manifest

import "proceedings/internal/meeting"

// Kind tells video recordings from audio recordings.
type Kind string

// The kinds of recordings.
const (
	Video Kind = "video"
	Audio Kind = "audio"
)

// Recording is one video or audio recording in all published formats.
type Recording struct {
	ID         string      `json:"id" jsonschema:"minLength=1"`             // stable; used in links
	Title      string      `json:"title,omitempty"`                         // from the organiser, or the original file's name
	Source     string      `json:"source,omitempty"`                        // id of the source
	Kind       Kind        `json:"kind" jsonschema:"enum=video,enum=audio"` // video, or audio only
	Duration   float64     `json:"duration" jsonschema:"minimum=0"`         // seconds
	Master     File        `json:"master,omitzero"`                         // HLS master playlist: give this to a player
	DASH       File        `json:"dash,omitzero"`                           // DASH manifest for the same files
	MP4        File        `json:"mp4,omitzero"`                            // one file with video and audio, for browsers without HLS and for download
	M4A        File        `json:"m4a,omitzero"`                            // one file with the audio only
	Renditions []Rendition `json:"renditions,omitempty"`                    // renditions in the master playlist
	Poster     Poster      `json:"poster,omitzero"`                         // image to show before playback
	Storyboard Storyboard  `json:"storyboard,omitzero"`                     // thumbnails for the timeline
	Copied     bool        `json:"copied,omitempty"`                        // the highest rendition is a copy of the original video, packet by packet
	Encoded    string      `json:"encoded,omitempty"`                       // why the video was encoded and not copied, to read after the file's name: "has vp9 video, not H.264"
	Changes    []string    `json:"changes,omitempty"`                       // changes to the picture: "deinterlaced"
	Chapters   []Chapter   `json:"chapters,omitempty"`                      // in chronological order
	Captions   []Captions  `json:"captions,omitempty"`                      // main language first

	Views []View `json:"views,omitempty"` // all pictures if there are several, the default first; the fields above describe the default
	Parts []Part `json:"parts,omitempty"` // the originals that were joined, in chronological order; absent if there is one

	Trim       *Trim `json:"trim,omitempty"`      // the part that is played; absent for all of it
	TrimmedMP4 File  `json:"trimmedMP4,omitzero"` // like mp4, with this part only: it begins at the start of trim
	TrimmedM4A File  `json:"trimmedM4A,omitzero"` // like m4a, with this part only

	ChaptersVTT  File `json:"chaptersVTT,omitzero"`  // the chapters, or the presentations if there are none, as WebVTT
	ChaptersJSON File `json:"chaptersJSON,omitzero"` // the same as podcast chapters

	SlideTimes []SlideTime `json:"slideTimes,omitempty"` // which slide is on the picture when, in chronological order; between them there is no slide
	NotAligned string      `json:"notAligned,omitempty"` // why it has no slide times, to read after the recording's name: "shows no slide of these decks"
}

// View is one of several pictures of a recording. All have the same duration,
// timeline and sound, so a player can switch between them or show two.
type View struct {
	ID         string       `json:"id" jsonschema:"minLength=1"`                                       // unique in the recording: screen, speaker
	Title      string       `json:"title"`                                                             // for a menu
	Kind       meeting.View `json:"kind,omitempty" jsonschema:"enum=screen,enum=speaker,enum=gallery"` // what the picture shows; absent if unknown
	Source     string       `json:"source"`                                                            // id of the source
	Master     File         `json:"master"`                                                            // HLS master playlist of this picture with the recording's audio
	DASH       File         `json:"dash,omitzero"`                                                     // DASH manifest for the same files
	MP4        File         `json:"mp4,omitzero"`                                                      // one file with this picture and the audio
	Renditions []Rendition  `json:"renditions"`                                                        // renditions in the master playlist, audio included
	Poster     Poster       `json:"poster,omitzero"`                                                   // image to show before playback
	Storyboard Storyboard   `json:"storyboard,omitzero"`                                               // thumbnails for the timeline
	Copied     bool         `json:"copied,omitempty"`                                                  // the highest rendition is a copy of the original video, packet by packet
	Encoded    string       `json:"encoded,omitempty"`                                                 // why the video was encoded and not copied, to read after the file's name
	Changes    []string     `json:"changes,omitempty"`                                                 // changes to the picture: "deinterlaced"

	TrimmedMP4 File `json:"trimmedMP4,omitzero"` // like mp4, with only the part of the recording that is played
}

// Part is one of the originals that were joined into a recording.
type Part struct {
	Source   string  `json:"source"`                          // id of the source
	Start    float64 `json:"start" jsonschema:"minimum=0"`    // seconds in the recording
	Duration float64 `json:"duration" jsonschema:"minimum=0"` // seconds
}

// Captions are the captions of a recording in one language.
type Captions struct {
	ID       string       `json:"id" jsonschema:"minLength=1"`                // unique in the recording: "en"
	Language string       `json:"language,omitempty"`                         // BCP 47; absent if unknown
	Label    string       `json:"label"`                                      // for a menu
	State    CaptionState `json:"state" jsonschema:"enum=auto,enum=reviewed"` // automatic or reviewed
	Speakers bool         `json:"speakers,omitempty"`                         // cues name the speaker
	Impaired bool         `json:"hearingImpaired,omitempty"`                  // also describe sounds, for people who cannot hear
	VTT      File         `json:"vtt"`                                        // WebVTT
	Playlist File         `json:"playlist,omitzero"`                          // HLS media playlist of the captions
	Text     File         `json:"text,omitzero"`                              // transcript as plain text, one paragraph per speaker
}

// SlideTime is an interval of a recording in which the picture shows one slide. A slide
// that is shown twice has two.
type SlideTime struct {
	Start      float64 `json:"start" jsonschema:"minimum=0"`                // seconds in the recording
	End        float64 `json:"end" jsonschema:"minimum=0"`                  // seconds in the recording
	Deck       string  `json:"deck" jsonschema:"minLength=1"`               // id of the deck
	Slide      int     `json:"slide" jsonschema:"minimum=1"`                // number of the slide
	Confidence float64 `json:"confidence" jsonschema:"minimum=0,maximum=1"` // probability that it is this slide
	Uncertain  bool    `json:"uncertain,omitempty"`                         // show its times as approximate: "around 12:30"
	Corrected  bool    `json:"corrected,omitempty"`                         // a person set it
}

// Chapter is a titled section of a recording.
type Chapter struct {
	Start float64 `json:"start" jsonschema:"minimum=0"` // seconds in the recording
	End   float64 `json:"end" jsonschema:"minimum=0"`   // seconds in the recording
	Title string  `json:"title,omitempty"`              // from the original file
}

// Rendition is one track of a recording at one quality: one or more consecutive
// fragmented MP4 files (ISO/IEC 23000-19, CMAF), and a playlist of their
// segments.
type Rendition struct {
	Files     []File  `json:"files"`                                   // media files, in chronological order
	ID        string  `json:"id" jsonschema:"minLength=1"`             // unique in the recording: 720p, audio
	Codecs    string  `json:"codecs"`                                  // RFC 6381
	Width     int     `json:"width,omitempty" jsonschema:"minimum=1"`  // pixels; absent for audio
	Height    int     `json:"height,omitempty" jsonschema:"minimum=1"` // pixels; absent for audio
	FrameRate float64 `json:"frameRate,omitempty"`                     // mean, frames per second; absent for audio
	Frames    int     `json:"frames,omitempty" jsonschema:"minimum=1"` // video frames, or audio packets
	Duration  float64 `json:"duration" jsonschema:"minimum=0"`         // seconds
	Bandwidth int     `json:"bandwidth" jsonschema:"minimum=0"`        // peak, bits per second
	Average   int     `json:"average" jsonschema:"minimum=0"`          // mean, bits per second
	Language  string  `json:"language,omitempty"`                      // of an audio track, BCP 47
	Title     string  `json:"title,omitempty"`                         // of an audio track, for a menu
	Channels  int     `json:"channels,omitempty"`                      // of an audio track
	Default   bool    `json:"default,omitempty"`                       // the default of several audio tracks
	Described bool    `json:"described,omitempty"`                     // audio description for people who cannot see the picture
	Playlist  File    `json:"playlist,omitzero"`                       // HLS media playlist
	IFrames   File    `json:"iframes,omitzero"`                        // HLS I-frame playlist; absent for audio

	KeyBandwidth int `json:"keyBandwidth,omitempty" jsonschema:"minimum=1"` // peak of the I-frame playlist, bits per second

	Loudness *Loudness `json:"loudness,omitempty"` // of an audio track; absent for silence

	Purpose meeting.Purpose `json:"purpose,omitempty" jsonschema:"enum=original,enum=dub,enum=commentary,enum=enhanced-audio-intelligibility"` // purpose of an audio track, if it is marked
}

// Loudness is the loudness of an audio track in the original, the change to it,
// and the loudness of the rendition. Mono is measured as dual mono, so that mono
// and stereo compare.
type Loudness struct {
	Integrated float64 `json:"integrated"`         // of the original, LUFS (ITU-R BS.1770); mono as dual mono
	TruePeak   float64 `json:"truePeak"`           // of the original, dBTP
	Gain       float64 `json:"gain"`               // gain applied to the whole track, dB
	OneSided   bool    `json:"oneSided,omitempty"` // one of two channels was empty; the other became mono
	Limited    float64 `json:"limited,omitempty"`  // reduction of the highest peak by the limiter, dB

	OutputIntegrated *float64 `json:"outputIntegrated,omitempty"` // of the rendition, LUFS; mono as dual mono
	OutputTruePeak   *float64 `json:"outputTruePeak,omitempty"`   // of the rendition, dBTP
}

// Poster is one frame of a recording in several sizes and formats.
type Poster struct {
	Images []Image `json:"images"` // widest first
}

// Storyboard is a set of thumbnails of a recording, arranged in rows and
// columns on sheets. The WebVTT file and the JSON file map each time to a part of
// a sheet.
type Storyboard struct {
	VTT        File    `json:"vtt"`                                      // each cue is a sheet with #xywh=
	JSON       File    `json:"json,omitzero"`                            // the same tiles with times and positions
	Sheets     []File  `json:"sheets,omitempty"`                         // in order
	TileWidth  int     `json:"tileWidth" jsonschema:"minimum=1"`         // pixels
	TileHeight int     `json:"tileHeight" jsonschema:"minimum=1"`        // pixels
	Interval   float64 `json:"interval" jsonschema:"exclusiveMinimum=0"` // seconds between tiles
	Columns    int     `json:"columns" jsonschema:"minimum=1"`           // maximum number of tiles in a row
	Rows       int     `json:"rows" jsonschema:"minimum=1"`              // maximum number of rows on a sheet
}
