// Package agenda reads the agenda of an event: from a file that another program exported,
// or from lines of text. It does no I/O.
//
// The times of an agenda are planned times of day. They put presentations in order; they
// say nothing about the time in a recording.
package agenda

import (
	"bytes"
	"errors"
	"time"
	_ "time/tzdata" // the same offsets on every machine

	"proceedings/internal/words"
)

// Limits on what is read of a file. Exports of the largest conferences have some
// thousand items and 5 MB.
const (
	MaxSize  = 8 << 20 // bytes of a file
	maxItems = 20_000
	maxDepth = 32       // elements within each other
	maxText  = 16 << 10 // bytes of one text
)

// Agenda is all that a file says.
type Agenda struct {
	Items []Item // as the file lists them
}

// Item is one item of an agenda.
type Item struct {
	Title    string
	Speakers []string
	Day      string // the day that lists it, 2006-01-02: what begins after midnight belongs to the day before
	Room     string // empty if there is none
	Start    time.Time
	Zoned    bool // the offset from UTC is known; otherwise Start is a time of day in UTC
}

// Planned is the planned start in ISO 8601, with its offset from UTC if that is known.
func (i Item) Planned() string {
	if i.Zoned {
		return i.Start.Format(time.RFC3339)
	}
	return i.Start.Format("2006-01-02T15:04:05")
}

// Errors are predicates about the file.
var (
	errOther   = errors.New("is no agenda that is known here: schedules of pretalx and frab in XML or JSON are, and JSON exports of Indico")
	errDamaged = errors.New("is damaged")
	errDeep    = errors.New("is nested too deeply")
	errTypes   = errors.New("declares types or entities, which schedules do not")
	errMany    = errors.New("lists more than 20,000 items")
	errEmpty   = errors.New("lists no item with a title and a time")
	errDetail  = errors.New("lists no contributions: export it from Indico with detail=contributions")
)

// Read reads a file that pretalx, frab or Indico exported. An error is a predicate about
// the file.
func Read(data []byte) (Agenda, error) {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	read := func([]byte) ([]Item, error) { return nil, errOther }
	switch {
	case bytes.HasPrefix(data, []byte("<")):
		read = readXML
	case bytes.HasPrefix(data, []byte("{")):
		read = readJSON
	}
	items, err := read(data)
	switch {
	case err != nil:
		return Agenda{}, err
	case len(items) == 0:
		return Agenda{}, errEmpty
	}
	return Agenda{items}, nil
}

// add appends an item, unless it has no title.
func add(items []Item, i Item) ([]Item, error) {
	if i.Title = words.Label(i.Title); i.Title == "" {
		return items, nil
	}
	if len(items) == maxItems {
		return nil, errMany
	}
	var speakers []string
	for _, name := range i.Speakers {
		if name = words.Label(name); name != "" {
			speakers = append(speakers, name)
		}
	}
	i.Speakers, i.Room = speakers, words.Label(i.Room)
	return append(items, i), nil
}

// zone is the time zone of that name, such as Europe/Berlin; nil if there is none.
func zone(name string) *time.Location {
	if name == "" || name == "Local" {
		return nil
	}
	found, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return found
}
