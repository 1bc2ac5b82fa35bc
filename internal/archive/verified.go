package archive

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// VerifiedSchema is the version of a stored [Verified].
const VerifiedSchema = 1

// Verified holds the last verifications of a meeting, as stored in archive/verified/. Its
// zero value is that of a meeting that was never verified.
type Verified struct {
	Schema  int    `json:"schema"`
	Meeting string `json:"meeting"`
	Last    Check  `json:"last"`
	Full    Check  `json:"full,omitzero"` // the last one that read all files
}

// Check is the result of one verification of a meeting.
type Check struct {
	Time   time.Time `json:"time"`
	Who    string    `json:"who"`
	Sample *Sample   `json:"sample,omitempty"` // nil if all files were read
	Files  int       `json:"files"`            // that records and results name
	Read   int       `json:"read"`             // files whose content was read; of the others only the size is compared
	Bytes  int64     `json:"bytes"`            // of the content that was read

	Missing  int       `json:"missing"`
	Changed  int       `json:"changed"`
	Unknown  int       `json:"unknown"`            // objects that nothing names; nothing is lost by them
	Findings []Finding `json:"findings,omitempty"` // when stored, the first ones

	Unfinished bool `json:"unfinished,omitempty"` // the meeting was being processed, so its pages were not compared
}

// Sample selects the files to read.
type Sample struct {
	Percent float64 `json:"percent"`
	Seed    uint64  `json:"seed"` // the same seed selects the same files
}

// Finding is an object that is not as the records say.
type Finding struct {
	Kind FindingKind `json:"kind"`
	Key  string      `json:"key"`
	Of   FindingOf   `json:"of"`
	Step string      `json:"step,omitempty"` // that made the file
	Text string      `json:"text"`           // what is wrong, as a predicate, and what to do
}

// FindingKind says what is wrong with an object.
type FindingKind string

// The kinds of findings.
const (
	FindingMissing FindingKind = "missing"
	FindingChanged FindingKind = "changed" // or unreadable
	FindingUnknown FindingKind = "unknown" // nothing names it
)

// FindingOf says what the object belongs to.
type FindingOf string

// What an object can belong to.
const (
	OfOriginal FindingOf = "original"
	OfStep     FindingOf = "step"   // made from originals
	OfPage     FindingOf = "page"   // of the meeting, or a script or style of it
	OfRecord   FindingOf = "record" // the record or the state of the meeting
	OfEvent    FindingOf = "event"  // or a former revision of the meeting
	OfSite     FindingOf = "site"   // the settings of the site, or its catalogue
	OfNothing  FindingOf = "nothing"
)

// Faults is the number of files that are lost or damaged.
func (c Check) Faults() int { return c.Missing + c.Changed }

// Clean reports whether the verification found nothing.
func (c Check) Clean() bool { return c.Faults()+c.Unknown == 0 }

// String describes the result in words: "42 files, all unchanged".
func (c Check) String() string {
	text := fmt.Sprintf("%d files", c.Files)
	if c.Sample != nil {
		text = fmt.Sprintf("%d files, %d of them read (a sample of %g %%)", c.Files, c.Read, c.Sample.Percent)
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{c.Missing, "missing"}, {c.Changed, "changed"}, {c.Unknown, "unknown"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	if len(parts) == 0 {
		parts = []string{"all unchanged"}
	}
	if c.Unfinished {
		parts = append(parts, "pages not compared while the meeting is processed")
	}
	return text + ", " + strings.Join(parts, ", ")
}

// ReadVerified reads the last verifications of a meeting; the zero value if there is none, or
// if they are damaged: the meeting is then verified again.
func ReadVerified(ctx context.Context, store storage.Store, id string) (Verified, error) {
	var v Verified
	_, err := storage.ReadJSON(ctx, store, layout.Verified(id), &v)
	if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrDamaged) {
		return Verified{}, nil
	}
	return v, err
}

// maxStored limits the stored findings of a verification.
const maxStored = 100

// SaveCheck stores a verification as the last one of a meeting, and as an event.
func SaveCheck(ctx context.Context, store storage.Store, id string, c Check) error {
	c.Time = c.Time.UTC()
	c.Findings = c.Findings[:min(len(c.Findings), maxStored)]
	add := func(v *Verified) bool {
		v.Schema, v.Meeting, v.Last = VerifiedSchema, id, c
		if c.Sample == nil {
			v.Full = c
		}
		return true
	}
	_, err := storage.Update(ctx, store, layout.Verified(id), add)
	if errors.Is(err, storage.ErrDamaged) {
		var v Verified
		add(&v)
		err = storage.WriteJSON(ctx, store, layout.Verified(id), v, storage.Always)
	}
	if err != nil {
		return err
	}
	return AddEvent(ctx, store, Event{Meeting: id, Time: c.Time, Kind: EventVerified, Who: c.Who, Check: &c})
}
