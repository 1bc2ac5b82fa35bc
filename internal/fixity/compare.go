package fixity

import (
	"fmt"
	"maps"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
)

// Seen is what the storage has under a key.
type Seen struct {
	Missing    bool
	Unreadable string // the error; empty if it was read
	Size       int64
	SHA256     string // empty if only the size was looked at
}

// Compare returns what is wrong with an object; ok is true if nothing is.
func (u Unit) Compare(o Expected, s Seen) (f archive.Finding, ok bool) {
	text, kind := "", archive.FindingChanged
	switch {
	case s.Missing:
		text, kind = "is missing", archive.FindingMissing
	case s.Unreadable != "":
		text = "cannot be read: " + s.Unreadable
	case o.Size >= 0 && s.Size != o.Size:
		text = fmt.Sprintf("has changed: it has %d bytes instead of %d", s.Size, o.Size)
	case o.SHA256 != "" && s.SHA256 != "" && s.SHA256 != o.SHA256:
		text = fmt.Sprintf("has changed: its SHA-256 is %s instead of %s", s.SHA256, o.SHA256)
	default:
		return f, true
	}
	if u.Of == archive.OfOriginal {
		text += "; restore it from a backup"
		if s.Missing {
			text += ", or add the file again"
		}
		if o.Name != "" {
			text = "(" + o.Name + ") " + text
		}
	}
	return u.finding(kind, o.Key, text), false
}

// Damaged returns the finding for a JSON object of the unit that cannot be decoded. damage is
// a predicate.
func (u Unit) Damaged(key, damage string) archive.Finding {
	switch u.Of {
	case archive.OfOriginal:
		damage += "; --repair makes it again from the original"
	case archive.OfSite:
		if key == layout.Site {
			damage += "; restore it from a backup, or set all settings again with \"ingest site\""
		} else {
			damage += "; --repair makes the catalogue again"
		}
	case archive.OfEvent:
		damage += "; restore it from a backup"
	case archive.OfStep, archive.OfPage, archive.OfRecord, archive.OfNothing:
	}
	return u.finding(archive.FindingChanged, key, damage)
}

// Strangers returns a finding for each listed object that the unit does not name.
func (u Unit) Strangers(listed map[string]int64) []archive.Finding {
	named := map[string]bool{}
	for _, o := range u.Objects {
		named[o.Key] = true
	}
	var list []archive.Finding
	for _, key := range slices.Sorted(maps.Keys(listed)) {
		if !named[key] {
			list = append(list, u.finding(archive.FindingUnknown, key, unknown))
		}
	}
	return list
}

const (
	unknown = "is unknown: no record names it"
	foreign = "is unknown: it is not a file of this program"
)
