// Package batch turns the rows of a spreadsheet, or the names of folders, into meetings to
// submit. It is pure: no file, clock or store. What it does not understand, it asks about in
// words that name the row and the column.
//
// A sheet need not be made for it. The row with the names of the columns is searched among
// the first rows, the names may be in several languages, and what no name is known for is
// kept as metadata.
package batch

import (
	"proceedings/internal/meeting"
)

// Kind is what a column says about a meeting.
type Kind string

// The kinds of columns. A column that is none of them is kept as metadata.
const (
	ID          Kind = "id"
	Title       Kind = "title"
	Date        Kind = "date"
	Files       Kind = "files" // a folder, or files
	Series      Kind = "series"
	Language    Kind = "language"
	People      Kind = "people"
	License     Kind = "license"
	Holder      Kind = "holder"
	Visibility  Kind = "visibility"
	Profile     Kind = "profile"
	Description Kind = "description"
	Metadata    Kind = "metadata" // only by --map
	Ignore      Kind = "ignore"   // likewise
)

// Kinds returns all kinds that a column can be mapped to.
func Kinds() []Kind {
	return []Kind{ID, Title, Date, Files, Series, Language, People, License, Holder, Visibility, Profile, Description, Metadata, Ignore}
}

// Options say how to read a sheet.
type Options struct {
	Map      map[string]string // name or letter of a column to a kind
	Order    Order             // of numeric dates such as 03/04/2020; empty to find out
	Profiles []string          // that exist
}

// Plan is what a sheet or a folder was understood as.
type Plan struct {
	Header   int       // number of the row with the names of the columns; 0 without one
	Columns  []Column  // with text
	Meetings []Meeting // in the order of their first rows
	Rows     []Row     // all rows below the header
	Notes    []string  // sentences
}

// Column is a column of the sheet.
type Column struct {
	Letter string
	Name   string // as its header has it; the letter without one
	Kind   Kind   // empty for metadata
	Role   string // of people

	index int
}

// Row is a row of the sheet, or a folder.
type Row struct {
	Number  int
	Title   string // to show
	Meeting int    // index of its meeting, also if it has a problem; -1 without one
	Problem string // why its meeting is not submitted, a sentence; empty if it is understood
	Notes   []string
}

// Meeting is what rows say of a meeting. Empty fields are left to the files.
type Meeting struct {
	Rows        []int // numbers
	ID          string
	GivenID     string // as it was written, if ID is another text
	Title       string
	Date        string // ISO 8601
	Language    string
	People      []meeting.Person
	License     string
	Holder      string
	Visibility  meeting.Visibility
	Profile     string
	Description string
	Files       []string // relative paths of folders and files, with slashes
	Metadata    []meeting.Field

	Problem string // of any of its rows
	Waiting bool   // its files still change, so it is not submitted yet
}

// Apply sets the fields of a meeting that its rows give and that no option of package intake
// sets.
func (m Meeting) Apply(to *meeting.Meeting) {
	if m.Language != "" {
		to.Language = m.Language
	}
	if len(m.People) > 0 {
		to.People = m.People
	}
	if m.License != "" {
		to.Rights.License = m.License
	}
	if m.Holder != "" {
		to.Rights.Holder = m.Holder
	}
	if m.Description != "" {
		to.Description = m.Description
	}
	to.Metadata = append([]meeting.Field{}, m.Metadata...)
}
