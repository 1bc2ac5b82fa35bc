package archive

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// EventSchema is the version of a stored [Event].
const EventSchema = 1

// EventKind says what happened.
type EventKind string

// The kinds of events.
const (
	EventSubmitted EventKind = "submitted"           // a user submitted a new meeting
	EventEdited    EventKind = "edited"              // a user submitted a new revision
	EventRefused   EventKind = "refused"             // a worker refused a file
	EventPublished EventKind = "published"           // a worker stored a new version of the manifest
	EventUnpublish EventKind = "unpublish requested" // a user withdrew the meeting
	EventTakenDown EventKind = "taken down"          // a worker deleted the pages of the withdrawn meeting
	EventRestored  EventKind = "restored"            // a user ended the withdrawal
	EventPurged    EventKind = "purged"              // a user deleted files of the withdrawn meeting
	EventRetried   EventKind = "retried"             // a user allowed new attempts at failed steps
	EventVerified  EventKind = "verified"            // the stored files were compared with the records
	EventRepaired  EventKind = "repaired"            // damaged files were made again
	EventExported  EventKind = "exported"            // a user wrote the meeting into a bag
	EventImported  EventKind = "imported"            // a user brought the meeting back from a bag
)

// Event is one thing that happened to a meeting. It is stored after it took effect, and is
// never changed or deleted.
type Event struct {
	Schema   int       `json:"schema"`
	Meeting  string    `json:"meeting"`
	Time     time.Time `json:"time"`
	Kind     EventKind `json:"event"`
	Who      string    `json:"who"`                // user@host of a command, or "worker host"
	Revision int       `json:"revision,omitempty"` // of the record

	Back int `json:"back,omitempty"` // of an edit: the earlier revision that it brought back

	// Of a published version.
	Version    string             `json:"version,omitempty"` // hash of the manifest
	State      manifest.State     `json:"state,omitempty"`   // processing if more follows
	Visibility meeting.Visibility `json:"visibility,omitempty"`

	// Of a refused file.
	File   string `json:"file,omitempty"`
	SHA256 string `json:"sha256,omitempty"` // empty if it was not stored
	Reason string `json:"reason,omitempty"`

	Without []string `json:"without,omitempty"` // of a retry: files to publish without
	Files   int      `json:"files,omitempty"`   // number of purged, repaired, exported or imported files
	Bytes   int64    `json:"bytes,omitempty"`   // of the purged, exported or imported files
	Check   *Check   `json:"check,omitempty"`   // of a verification
	Bag     string   `json:"bag,omitempty"`     // of an export or an import: SHA-256 of the bag's manifest-sha256.txt
}

// key returns the storage key of an event. An event of a revision, a version or a refused
// file happens once, so it always has the same key. Others have a random one.
func (e Event) key() string {
	name := strings.ReplaceAll(string(e.Kind), " ", "-") + "-"
	switch e.Kind {
	case EventSubmitted, EventEdited, EventUnpublish, EventTakenDown, EventRestored:
		name += fmt.Sprintf("%06d", e.Revision)
	case EventPublished:
		name += fmt.Sprintf("%06d-%s", e.Revision, e.Version)
	case EventRefused:
		sum := sha256.Sum256([]byte(e.File + "\x00" + e.SHA256 + "\x00" + e.Reason))
		name += hex.EncodeToString(sum[:8])
	default:
		name += e.Time.UTC().Format("20060102T150405Z") + "-" + rand.Text()
	}
	return layout.Event(e.Meeting, name)
}

// String describes an event in words, without its time and user.
func (e Event) String() string {
	switch e.Kind {
	case EventSubmitted, EventEdited, EventUnpublish, EventRestored, EventTakenDown:
		if e.Back > 0 {
			return fmt.Sprintf("%s: revision %d, back to revision %d", e.Kind, e.Revision, e.Back)
		}
		return fmt.Sprintf("%s: revision %d", e.Kind, e.Revision)
	case EventRefused:
		return fmt.Sprintf("refused %s: it %s", e.File, e.Reason)
	case EventPublished:
		more := ""
		if e.State == manifest.Processing {
			more = ", more will follow"
		}
		return fmt.Sprintf("published revision %d, %s, version %s%s", e.Revision, e.Visibility, e.Version, more)
	case EventPurged:
		return fmt.Sprintf("purged: %s (%s) deleted", words.Count(e.Files, "file"), words.Size(e.Bytes))
	case EventRetried:
		if len(e.Without) > 0 {
			return "retried, without " + strings.Join(e.Without, ", ")
		}
		return "retried the failed steps"
	case EventExported, EventImported:
		return fmt.Sprintf("%s: bag of %s (%s), manifest %s", e.Kind, words.Count(e.Files, "file"), words.Size(e.Bytes), e.Bag)
	case EventRepaired:
		return fmt.Sprintf("repaired: %s made again", words.Count(e.Files, "file"))
	case EventVerified:
		if e.Check != nil {
			return "verified: " + e.Check.String()
		}
	}
	return string(e.Kind)
}

// Changes returns the events of a reconcile that found a meeting in one state and left it
// in another. They lack the time and the user.
func Changes(m meeting.Meeting, old, now State) []Event {
	var list []Event
	earlier := map[string]bool{}
	for _, e := range refusals(old) {
		earlier[e.key()] = true
	}
	for _, e := range refusals(now) {
		if !earlier[e.key()] {
			list = append(list, e)
		}
	}
	switch {
	case now.State == Withdrawn && (old.State != Withdrawn || old.Revision != now.Revision):
		list = append(list, Event{Kind: EventTakenDown})
	case now.Version != "" && now.Version != old.Version:
		state := manifest.Published
		if now.State == manifest.Processing {
			state = manifest.Processing
		}
		list = append(list, Event{Kind: EventPublished, Version: now.Version, State: state, Visibility: m.Visibility})
	}
	for i := range list {
		list[i].Meeting, list[i].Revision = m.ID, m.Revision
	}
	return list
}

// refusals returns an event for each refused file of a state.
func refusals(s State) (list []Event) {
	sums := map[string]string{}
	for _, src := range s.Sources {
		sums[src.Name] = src.SHA256
	}
	for _, r := range s.Refused {
		list = append(list, Event{Kind: EventRefused, File: r.Name, Reason: r.Reason, SHA256: sums[r.Name]})
	}
	return list
}
