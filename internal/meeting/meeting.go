// Package meeting defines the domain types: a meeting, its sources, and what is
// derived from them. It uses no file, process or network.
package meeting

import "slices"

// SchemaVersion is the version of the stored record. A reader refuses a record
// of a later version than its own.
const SchemaVersion = 1

// Meeting is the record that an organiser submits. It is stored as
// archive/meetings/<id>/record.json, and everything else is derived from it.
type Meeting struct {
	Schema        int            `json:"schema"`
	ID            string         `json:"id"`
	Revision      int            `json:"revision"` // 1 for the first; one more with each change
	Title         string         `json:"title"`
	Date          string         `json:"date,omitempty"` // ISO 8601: 2006-01-02
	Description   string         `json:"description,omitempty"`
	Language      string         `json:"language,omitempty"` // BCP 47
	People        []Person       `json:"people,omitempty"`
	Presentations []Presentation `json:"presentations,omitempty"`
	Visibility    Visibility     `json:"visibility"`
	Rights        Rights         `json:"rights,omitzero"`
	Profile       string         `json:"profile"`          // encoding profile, e.g. "meeting"
	Poster        *float64       `json:"poster,omitempty"` // seconds into the first recording; nil for the best frame
	Sources       []Source       `json:"sources"`
	Refused       []Refusal      `json:"refused,omitempty"` // files that were rejected

	Chapters  []Chapter `json:"chapters,omitempty"`  // on the timelines of their recordings; one without any has those of its presentations, or of the file
	Trim      Trim      `json:"trim,omitzero"`       // of recordings without one of their own; see TrimOf
	Withdrawn bool      `json:"withdrawn,omitempty"` // taken off the site, until it is published again

	Publish []Disclosure `json:"publish,omitzero"` // what is published of decks beyond what the audience saw; see Publishes

	// Corrections of the slide times. Submitting the meeting again keeps them.
	Alignments []Alignment `json:"alignments,omitempty"`

	// Do not look for slides in the pictures of recordings without a deck.
	NoFoundSlides bool `json:"noFoundSlides,omitempty"`

	// What a spreadsheet says beyond the fields above. It is kept, and not published.
	Metadata []Field `json:"metadata,omitempty"`

	// How soon the workers process it. A change makes no new revision.
	Priority Priority `json:"priority,omitempty"` // as requested; empty for the automatic one
	Batch    string   `json:"batch,omitempty"`    // meetings of one batch wait for each other, instead of delaying others
}

// Person is a participant of a meeting.
type Person struct {
	Name        string `json:"name"`
	Role        string `json:"role,omitempty"` // free text: chair, speaker, …
	Affiliation string `json:"affiliation,omitempty"`
}

// Presentation is one presentation within a meeting.
type Presentation struct {
	ID        string   `json:"id"` // stable: anchors and links hang on it
	Title     string   `json:"title"`
	Speakers  []string `json:"speakers,omitempty"`
	Deck      string   `json:"deck,omitempty"`      // a source's ID
	Recording string   `json:"recording,omitempty"` // a source's ID; the first recording where empty
	Start     *float64 `json:"start,omitempty"`     // seconds into the recording; nil where unknown
	End       *float64 `json:"end,omitempty"`       // likewise; nil for where the next one begins
	Planned   string   `json:"planned,omitempty"`   // planned start, ISO 8601 in local time, with the offset from UTC if it is known
}

// Visibility says who can find a meeting.
type Visibility string

// The three visibilities.
const (
	Public   Visibility = "public"   // listed, world-readable
	Unlisted Visibility = "unlisted" // world-readable with the link
	Private  Visibility = "private"  // not stored in the public space
)

// Visibilities are all that a meeting may have, in the order of openness.
func Visibilities() []Visibility { return []Visibility{Public, Unlisted, Private} }

// Wider reports whether more people see a meeting with v than one with other.
func (v Visibility) Wider(other Visibility) bool {
	return slices.Index(Visibilities(), v) < slices.Index(Visibilities(), other)
}

// Rights is the licence of a meeting's files, and whether to offer the originals.
type Rights struct {
	License   string `json:"license,omitempty"` // SPDX identifier or a sentence
	Holder    string `json:"holder,omitempty"`
	Downloads *bool  `json:"downloads,omitempty"` // whether originals may be downloaded; nil means yes
}

// AllowsDownloads reports whether the originals may be offered for download.
func (r Rights) AllowsDownloads() bool { return r.Downloads == nil || *r.Downloads }

// Role is the part that a source plays in a meeting.
type Role string

// The roles. An empty role leaves the choice to the probe.
const (
	Recording Role = "recording" // audio or video
	Deck      Role = "deck"      // slides
	Captions  Role = "captions"  // the text of a recording, with times
	Document  Role = "document"  // any other document: agenda, statement
)

// Roles returns all roles.
func Roles() []Role { return []Role{Deck, Document, Recording, Captions} }

// Source is an original file, stored permanently under its SHA-256.
type Source struct {
	ID    string `json:"id"`   // safe ASCII, unique in the meeting, made of the name
	Name  string `json:"name"` // the original file name
	Title string `json:"title,omitempty"`
	Role  Role   `json:"role,omitempty"` // as asked; empty leaves it to the probe

	// The password that opens the file: in clear until the record is stored, and in records of
	// earlier versions. Package secret makes the sealed form, for the file's SHA-256.
	Password       string `json:"password,omitempty"`
	SealedPassword string `json:"sealedPassword,omitempty"`

	Without bool `json:"without,omitempty"` // publish without the results of its failed steps; otherwise the meeting needs attention

	Publish []Disclosure `json:"publish,omitzero"` // of a deck, instead of the meeting's list; see Meeting.Publishes

	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`

	// Of a file that is part of another recording. At most one of the three IDs is set.
	PartOf  string   `json:"partOf,omitempty"`  // ID of the first file of a split recording; parts follow in the order of Sources
	ViewOf  string   `json:"viewOf,omitempty"`  // ID of the recording that it is another picture of
	TwinOf  string   `json:"twinOf,omitempty"`  // ID of the recording whose sound it repeats; it is kept and not encoded
	Missing []string `json:"missing,omitempty"` // of the first file of a split recording: names of its missing or unusable parts
	View    View     `json:"view,omitempty"`    // what its picture shows, where that is known
	Offset  *float64 `json:"offset,omitempty"`  // of a view: its beginning, seconds on the timeline of ViewOf; nil to find it by the sound

	Trim *Trim `json:"trim,omitempty"` // of the first file of a recording, instead of the meeting's

	// Of captions.
	Recording string `json:"recording,omitempty"` // ID of the source that they belong to; the first recording where empty
	Language  string `json:"language,omitempty"`  // BCP 47; empty where nothing tells
	Reviewed  bool   `json:"reviewed,omitempty"`  // somebody says that they were read and are right
}

// View is the content of one of several pictures of a recording.
type View string

// The views. The screen is the default picture where there is one.
const (
	Screen  View = "screen"  // slides or a shared screen
	Speaker View = "speaker" // a camera or a single participant
	Gallery View = "gallery" // all participants
)

// Refusal names a rejected file with the reason: "<Name> <Reason>" is a
// sentence.
type Refusal struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// String is the refusal as a sentence.
func (r Refusal) String() string { return r.Name + " " + r.Reason }
