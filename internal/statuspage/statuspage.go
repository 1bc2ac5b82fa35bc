// Package statuspage serves the private pages of an archive: which meetings are in progress,
// need attention or have refused files, and which commands to type. They show names and
// errors that no reader may see, so they have an address of their own, and nothing of them
// is ever stored.
//
// Without a password, only browsers on this machine may open them. A page of another site
// whose host name is made to lead here (DNS rebinding) is refused by its Host header. The
// package decides nothing about meetings: the caller says their states in words, the same
// as "ingest status" prints.
package statuspage

import (
	"cmp"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
)

// Damaged is the state of a meeting whose record or state cannot be read.
const Damaged manifest.State = "damaged"

// Overview is the list of all meetings.
type Overview struct {
	Meetings []Row
	Notices  []string // sentences about the system: no worker is running
}

// Row is a meeting in the list.
type Row struct {
	ID, Title, Date string
	Visibility      string
	State           manifest.State
	Files, Done     int
	Refused         int      // files
	Lines           []string // what is in progress, needs attention or was refused
}

// Meeting is the page of a meeting.
type Meeting struct {
	Row

	Revision int
	Priority string // of an unfinished meeting, in words
	Effect   string // what the state means for readers; may be empty
	Public   string // URL of the published page; empty if there is none
	Sources  []File
	Refusals []string // sentences
	Warnings []string
	Withheld []string
	Commands []Command
	Typed    string // how to type the commands; may be empty
	Notices  []string
}

// File is a file of a meeting.
type File struct {
	Name, Role string
	State      string
	Percent    int    // of an unfinished file; 0 for unknown
	Errors     string // of tools, for experts; empty if the reason is all there is
}

// Command is a command to type, and what it does.
type Command struct{ Text, Does string }

// Group is a part of the list. The lowest one is the most urgent.
type Group int

// The groups of meetings.
const (
	Attention  Group = iota // nothing new is published until the organiser acts
	InProgress              // it changes by itself
	WithRefused
	Others
)

// GroupOf returns the group of a meeting.
func GroupOf(r Row) Group {
	switch {
	case r.State == archive.NeedsAttention, r.State == Damaged:
		return Attention
	case r.State == manifest.Processing:
		return InProgress
	case r.State == archive.Withdrawn:
		return Others
	case r.Refused > 0, r.State == manifest.Failed:
		return WithRefused
	}
	return Others
}

// title is the heading of a group.
func (g Group) title() string {
	switch g {
	case Attention:
		return "Need attention"
	case InProgress:
		return "In progress"
	case WithRefused:
		return "With refused files"
	case Others:
	}
	return "All others"
}

// grouped sorts meetings into groups, the newest first: IDs begin with dates.
func grouped(all []Row) [Others + 1][]Row {
	var groups [Others + 1][]Row
	for _, r := range all {
		g := GroupOf(r)
		groups[g] = append(groups[g], r)
	}
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b Row) int { return cmp.Compare(b.ID, a.ID) })
	}
	return groups
}
