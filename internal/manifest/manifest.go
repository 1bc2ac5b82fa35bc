// Package manifest defines the published manifest.json and writes the files
// derived from it: playlists, cue files, IIIF, JSON-LD, oEmbed. It is pure:
// values in, bytes out.
//
// The types are a contract with other websites, separate from those of package
// meeting: within one schema version keys may be added, but none is renamed,
// removed or given another meaning.
package manifest

import (
	"cmp"

	"proceedings/internal/meeting"
)

// SchemaVersion is the version of the manifest that this package writes, and
// the latest that it reads.
//
// Since version 2 a rendition has a list of files; before, it was one file. The
// columns and rows of a storyboard are the maximum of a sheet.
const SchemaVersion = 2

// SchemaID identifies the JSON Schema of the manifest. It is a name; nothing is
// fetched from it.
const SchemaID = "https://proceedings.invalid/schema/manifest-2.json"

// State is the processing state of a meeting.
type State string

// The three states.
const (
	Processing State = "processing" // what is named is whole; more will follow
	Published  State = "published"  // all that could be made is there
	Failed     State = "failed"     // work has stopped; refused says why
)

// Manifest describes a published meeting and lists every file that a website
// may use. Each URL is relative to the URL of the manifest itself (RFC 3986,
// section 5.2).
type Manifest struct {
	Schema        int                `json:"schema" jsonschema:"minimum=1"`                                  // version of this layout
	ID            string             `json:"id" jsonschema:"minLength=1"`                                    // stable name of the meeting
	Revision      int                `json:"revision" jsonschema:"minimum=1"`                                // increases by one with each requested change
	State         State              `json:"state" jsonschema:"enum=processing,enum=published,enum=failed"`  // state of processing
	Title         string             `json:"title"`                                                          // from the organiser
	Date          string             `json:"date,omitempty"`                                                 // day of the meeting, ISO 8601: 2006-01-02
	Description   string             `json:"description,omitempty"`                                          // plain text, one paragraph per line
	Language      string             `json:"language,omitempty"`                                             // main language, BCP 47
	Visibility    meeting.Visibility `json:"visibility" jsonschema:"enum=public,enum=unlisted,enum=private"` // who can find the meeting
	People        []meeting.Person   `json:"people,omitempty"`                                               // participants
	Rights        meeting.Rights     `json:"rights,omitzero"`                                                // licence and downloads
	Profile       string             `json:"profile,omitempty"`                                              // encoding profile
	Recordings    []Recording        `json:"recordings"`                                                     // video and audio, the main recording first
	Presentations []Presentation     `json:"presentations"`                                                  // in order
	Decks         []Deck             `json:"decks"`                                                          // slide decks
	Documents     []Document         `json:"documents"`                                                      // other documents
	Sources       []Source           `json:"sources"`                                                        // original files
	Refused       []meeting.Refusal  `json:"refused"`                                                        // files that were rejected, with the reason
	Warnings      []string           `json:"warnings"`                                                       // sentences about files that were used although something is wrong with them
	Tools         map[string]string  `json:"tools,omitempty"`                                                // name of each program used, with its version
	Pages         map[string]File    `json:"pages,omitempty"`                                                // files beside the manifest, by name: index.html, …
	Accessibility Accessibility      `json:"accessibility,omitzero"`                                         // help for people who cannot hear
}

// Accessibility describes what a meeting offers to people who cannot hear its
// recordings.
type Accessibility struct {
	Captions CaptionState `json:"captions" jsonschema:"enum=none,enum=auto,enum=reviewed"` // the worst state of all recordings
}

// CaptionState says whether captions are there and how far they can be relied
// on.
type CaptionState string

// The states of captions, worst first.
const (
	NoCaptions       CaptionState = "none"
	AutoCaptions     CaptionState = "auto"     // automatic, or not marked as reviewed
	ReviewedCaptions CaptionState = "reviewed" // a person has reviewed them
)

// File is one published file. Size and sha256 let a reader verify it: the file at
// versioned, if there is one, and else at url. A file with versioned is live: the one at
// url may already be that of the next manifest.
type File struct {
	URL    string `json:"url" jsonschema:"pattern=^([.][.]/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$"` // relative to the manifest
	Type   string `json:"type" jsonschema:"minLength=1"`                                                                         // media type
	Size   int64  `json:"size" jsonschema:"minimum=0"`                                                                           // bytes
	SHA256 string `json:"sha256" jsonschema:"pattern=^[0-9a-f]{64}$"`                                                            // lower-case hexadecimal

	Versioned string `json:"versioned,omitempty" jsonschema:"pattern=^([.][.]/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$"` // of a file whose url is live: where exactly these bytes are, relative to the manifest
}

// Fixed returns the URL of a file that never changes, to verify it.
func (f File) Fixed() string { return cmp.Or(f.Versioned, f.URL) }

// Image is a published image.
type Image struct {
	File
	Width  int `json:"width" jsonschema:"minimum=1"`  // pixels
	Height int `json:"height" jsonschema:"minimum=1"` // pixels
}

// Presentation is one presentation of the schedule.
type Presentation struct {
	ID        string   `json:"id" jsonschema:"minLength=1"`            // stable; used in links
	Title     string   `json:"title"`                                  // from the organiser
	Speakers  []string `json:"speakers,omitempty"`                     // names
	Deck      string   `json:"deck,omitempty"`                         // id of the deck that was shown
	Recording string   `json:"recording,omitempty"`                    // id of the recording; default: the first
	Start     *float64 `json:"start,omitempty" jsonschema:"minimum=0"` // seconds in the recording; absent if unknown
	End       *float64 `json:"end,omitempty" jsonschema:"minimum=0"`   // seconds in the recording: its end, or the start of the next presentation

	Planned string `json:"planned,omitempty" jsonschema:"pattern=^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)?$"` // planned start in local time, ISO 8601: 2026-03-14T10:30:00+01:00; without an offset from UTC if that is unknown; no time in the recording
}

// Deck is a set of slides.
type Deck struct {
	ID     string  `json:"id" jsonschema:"minLength=1"` // stable; used in links
	Title  string  `json:"title"`                       // from the organiser, or the original file's name
	Source string  `json:"source,omitempty"`            // id of the source
	PDF    File    `json:"pdf,omitzero"`                // the whole deck, for download
	Data   File    `json:"data,omitzero"`               // structured text of the deck: slides.schema.json
	Text   File    `json:"text,omitzero"`               // the same as plain text
	Slides []Slide `json:"slides,omitempty"`            // all slides in order, including hidden ones

	Withheld []int `json:"withheld,omitempty"` // numbers of the hidden slides that are not published

	Reconstructed string `json:"reconstructed,omitempty"` // id of the recording whose picture its slides were taken from; no file had them

	Unshown string `json:"unshown,omitempty"` // why its slides have no images, to read after the file's name
}

// Slide is one slide of a deck, as images and as text.
type Slide struct {
	Number int     `json:"number" jsonschema:"minimum=1"` // from 1; hidden slides count
	Title  string  `json:"title,omitempty"`               // title text
	Body   string  `json:"body,omitempty"`                // other text, one paragraph per line; tabs separate table cells
	Notes  string  `json:"notes,omitempty"`               // speaker notes, one paragraph per line
	Hidden bool    `json:"hidden,omitempty"`              // hidden in the deck
	OCR    bool    `json:"ocr,omitempty"`                 // text comes from OCR and may contain errors
	Images []Image `json:"images,omitempty"`              // the slide image in several sizes, widest first

	Picture Image  `json:"picture,omitzero"` // the slide image at a URL that stays the same when the deck is corrected: embed this one
	Alt     string `json:"alt,omitempty"`    // alternative text of the image
	Color   string `json:"color,omitempty"`  // mean colour of the image, #rrggbb: a placeholder while it loads
	Media   []Clip `json:"media,omitempty"`  // videos and audio files on the slide
}

// Clip is a video or an audio file that a slide plays.
type Clip struct {
	File
	Title    string  `json:"title,omitempty"`                           // alternative text from the author
	Duration float64 `json:"duration,omitempty" jsonschema:"minimum=0"` // seconds
}

// Document is a file that is neither a recording nor a deck.
type Document struct {
	ID     string `json:"id" jsonschema:"minLength=1"` // stable; used in links
	Title  string `json:"title"`                       // from the organiser, or the original file's name
	Source string `json:"source,omitempty"`            // id of the source
	File   File   `json:"file,omitzero"`               // absent if the rights forbid downloads
}

// Source is an original input file.
type Source struct {
	ID     string       `json:"id" jsonschema:"minLength=1"`                                            // unique in the meeting
	Name   string       `json:"name"`                                                                   // the original name
	Role   meeting.Role `json:"role" jsonschema:"enum=recording,enum=deck,enum=captions,enum=document"` // how the file is used
	SHA256 string       `json:"sha256" jsonschema:"pattern=^[0-9a-f]{64}$"`                             // lower-case hexadecimal
	Size   int64        `json:"size" jsonschema:"minimum=0"`                                            // bytes
	Format string       `json:"format,omitempty"`                                                       // detected format, in words
	File   File         `json:"file,omitzero"`                                                          // download; absent if none is offered
}
