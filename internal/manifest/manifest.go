// Package manifest is what a meeting's published files say about themselves:
// manifest.json, the one file from which a website learns all the rest, and
// the playlists and cue files that players read. It is pure: values in, bytes
// out.
//
// The types here are a contract with other people's websites, apart from the
// nouns of package meeting: within one schema version a key may be added, but
// none is renamed, dropped or given another meaning.
package manifest

import "proceedings/internal/meeting"

// SchemaVersion is the version of the manifest that this package writes, and
// the latest that it reads.
//
// Version 2: a rendition has a list of files, where it was itself one file. A
// storyboard's columns and rows are the most that a sheet has.
const SchemaVersion = 2

// SchemaID names the JSON Schema of the manifest. It is a name, not an
// address: nothing is ever fetched from it.
const SchemaID = "https://proceedings.invalid/schema/manifest-2.json"

// State says how far a meeting has come.
type State string

// The three states.
const (
	Processing State = "processing" // what is named is whole; more will follow
	Published  State = "published"  // all that could be made is there
	Failed     State = "failed"     // work has stopped; refused says why
)

// Manifest is a meeting's published record: every file that a website may
// use, and what is in it. Each URL is a relative reference, to be resolved
// against the URL of the manifest itself (RFC 3986, section 5.2).
type Manifest struct {
	Schema        int                `json:"schema" jsonschema:"minimum=1"`                                  // version of this layout
	ID            string             `json:"id" jsonschema:"minLength=1"`                                    // stable name of the meeting
	Revision      int                `json:"revision" jsonschema:"minimum=1"`                                // one more with each change that was asked for
	State         State              `json:"state" jsonschema:"enum=processing,enum=published,enum=failed"`  // how far the work has come
	Title         string             `json:"title"`                                                          // as given by the organiser
	Date          string             `json:"date,omitempty"`                                                 // day of the meeting, ISO 8601: 2006-01-02
	Description   string             `json:"description,omitempty"`                                          // plain text, a paragraph a line
	Language      string             `json:"language,omitempty"`                                             // main language spoken and written, BCP 47
	Visibility    meeting.Visibility `json:"visibility" jsonschema:"enum=public,enum=unlisted,enum=private"` // who may find it
	People        []meeting.Person   `json:"people,omitempty"`                                               // who took part
	Rights        meeting.Rights     `json:"rights,omitzero"`                                                // what others may do with the files
	Profile       string             `json:"profile,omitempty"`                                              // encoding profile that was used
	Recordings    []Recording        `json:"recordings"`                                                     // video and audio, the main one first
	Presentations []Presentation     `json:"presentations"`                                                  // talks, in order
	Decks         []Deck             `json:"decks"`                                                          // sets of slides
	Documents     []Document         `json:"documents"`                                                      // other papers
	Sources       []Source           `json:"sources"`                                                        // originals that all of it was made from
	Refused       []meeting.Refusal  `json:"refused"`                                                        // files that could not be used, and why
	Warnings      []string           `json:"warnings"`                                                       // what was used but is not quite right, in words
	Tools         map[string]string  `json:"tools,omitempty"`                                                // program to version, as used
	Pages         map[string]File    `json:"pages,omitempty"`                                                // files beside the manifest with stable names: index.html, …
	Accessibility Accessibility      `json:"accessibility,omitzero"`                                         // what is there for those who cannot hear
}

// Accessibility is what a meeting offers to those who cannot hear its
// recordings.
type Accessibility struct {
	Captions CaptionState `json:"captions" jsonschema:"enum=none,enum=auto,enum=reviewed"` // of all recordings together: that of the worst
}

// CaptionState says whether captions are there and how far they can be relied
// on.
type CaptionState string

// The states of captions, worst first.
const (
	NoCaptions       CaptionState = "none"
	AutoCaptions     CaptionState = "auto"     // by a machine, or nobody said that they were read
	ReviewedCaptions CaptionState = "reviewed" // somebody says that they were read and are right
)

// File is one published file. Its bytes can be checked against size and
// sha256.
type File struct {
	URL    string `json:"url" jsonschema:"pattern=^([.][.]/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$"` // relative to the manifest
	Type   string `json:"type" jsonschema:"minLength=1"`                                                                         // media type
	Size   int64  `json:"size" jsonschema:"minimum=0"`                                                                           // bytes
	SHA256 string `json:"sha256" jsonschema:"pattern=^[0-9a-f]{64}$"`                                                            // lower-case hexadecimal
}

// Image is a published picture.
type Image struct {
	File
	Width  int `json:"width" jsonschema:"minimum=1"`  // pixels
	Height int `json:"height" jsonschema:"minimum=1"` // pixels
}

// Presentation is one talk.
type Presentation struct {
	ID        string   `json:"id" jsonschema:"minLength=1"`            // stable: links hang on it
	Title     string   `json:"title"`                                  // as given by the organiser
	Speakers  []string `json:"speakers,omitempty"`                     // names
	Deck      string   `json:"deck,omitempty"`                         // id of the deck that was shown
	Recording string   `json:"recording,omitempty"`                    // id of the recording; the first one where absent
	Start     *float64 `json:"start,omitempty" jsonschema:"minimum=0"` // seconds into the recording; absent where unknown
	End       *float64 `json:"end,omitempty" jsonschema:"minimum=0"`   // likewise: where it ends, or the next one begins
}

// Deck is a set of slides.
type Deck struct {
	ID     string  `json:"id" jsonschema:"minLength=1"` // stable: links hang on it
	Title  string  `json:"title"`                       // as given, or the original's name
	Source string  `json:"source,omitempty"`            // id of the source it was made from
	PDF    File    `json:"pdf,omitzero"`                // the whole deck, for download
	Data   File    `json:"data,omitzero"`               // all that the deck says, with its structure: slides.schema.json
	Text   File    `json:"text,omitzero"`               // the same as plain text
	Slides []Slide `json:"slides,omitempty"`            // every page in order, hidden ones too

	Unshown string `json:"unshown,omitempty"` // why its slides have no pictures, a predicate about the original
}

// Slide is one page of a deck, as pictures and as text.
type Slide struct {
	Number int     `json:"number" jsonschema:"minimum=1"` // from 1, hidden slides counted
	Title  string  `json:"title,omitempty"`               // text of the title
	Body   string  `json:"body,omitempty"`                // text of the rest, a paragraph a line; table cells parted by tabs
	Notes  string  `json:"notes,omitempty"`               // what the speaker noted, a paragraph a line
	Hidden bool    `json:"hidden,omitempty"`              // marked in the deck as not to be shown
	OCR    bool    `json:"ocr,omitempty"`                 // its text was read off its picture, so letters may be wrong
	Images []Image `json:"images,omitempty"`              // the same picture in several sizes, widest first

	Picture Image  `json:"picture,omitzero"` // that picture under a name that stays when the deck is corrected: embed this one
	Alt     string `json:"alt,omitempty"`    // to stand in place of the picture
	Color   string `json:"color,omitempty"`  // mean of the picture, #rrggbb: to fill its place while it loads
}

// Document is a paper that is neither a recording nor a deck.
type Document struct {
	ID     string `json:"id" jsonschema:"minLength=1"` // stable: links hang on it
	Title  string `json:"title"`                       // as given, or the original's name
	Source string `json:"source,omitempty"`            // id of the source it is
	File   File   `json:"file,omitzero"`               // absent where the rights forbid downloads
}

// Source is an original file as it was handed in.
type Source struct {
	ID     string       `json:"id" jsonschema:"minLength=1"`                                            // unique in the meeting
	Name   string       `json:"name"`                                                                   // the original name
	Role   meeting.Role `json:"role" jsonschema:"enum=recording,enum=deck,enum=captions,enum=document"` // the part it plays
	SHA256 string       `json:"sha256" jsonschema:"pattern=^[0-9a-f]{64}$"`                             // lower-case hexadecimal
	Size   int64        `json:"size" jsonschema:"minimum=0"`                                            // bytes
	Format string       `json:"format,omitempty"`                                                       // what the file was found to be, in words
	File   File         `json:"file,omitzero"`                                                          // where it can be downloaded; absent where it cannot
}
