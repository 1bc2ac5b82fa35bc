package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// Watcher is told how an upload goes.
type Watcher interface {
	// File begins a file and returns what to call with the bytes done so far, of
	// twice its size: it is read once to be hashed and once to be sent.
	File(name string, size int64) (progress func(done int64))
}

// ErrOtherMeeting says that the ID belongs to a meeting that has nothing in
// common with the one handed in.
var ErrOtherMeeting = errors.New("another meeting has this ID")

// Submit stores what was handed in: the originals that are not there yet, and
// then the record. It returns the record as stored and whether it is new or
// changed; handing the same in again changes nothing.
func Submit(ctx context.Context, store storage.Store, in intake.Input, w Watcher) (meeting.Meeting, bool, error) {
	m := in.Meeting
	if _, err := plan.ProfileNamed(m.Profile); err != nil {
		return m, false, err
	}
	m.Sources = slices.Clone(m.Sources) // in is the caller's
	for i, f := range in.Files {
		sum, err := keepOriginal(ctx, store, f, w)
		if err != nil {
			return m, false, fmt.Errorf("take in %s: %w", f.Source.Name, err)
		}
		m.Sources[i].SHA256 = sum
	}
	old, etag, err := readRecord(ctx, store, m.ID)
	if err != nil {
		return m, false, err
	}
	if old.Revision > 0 && !in.Explicit && !related(old, m) {
		return m, false, fmt.Errorf("%w: %s (%q) has none of these files; give this one an ID of its own with --id or id: in meeting.yaml, or the same ID to replace the other",
			ErrOtherMeeting, m.ID, old.Title)
	}
	m.Schema = meeting.SchemaVersion
	m.Revision = old.Revision
	if old.Revision > 0 {
		same, sameErr := says(old, m)
		if sameErr != nil || same {
			return m, false, sameErr
		}
	}
	if m.Revision, err = nextRevision(ctx, store, old, m.ID); err != nil {
		return m, false, err
	}
	cond := storage.IfAbsent
	if etag != "" {
		cond = storage.IfMatch(etag)
	}
	err = writeRecord(ctx, store, m, cond)
	if errors.Is(err, storage.ErrPrecondition) {
		return m, false, fmt.Errorf("record %s: somebody else handed in the same meeting at this moment; try again", m.ID)
	}
	return m, err == nil, err
}

// nextRevision is one above all that was ever published or recorded under the
// ID: should a record have been lost, the pages must not fall back.
func nextRevision(ctx context.Context, store storage.Store, old meeting.Meeting, id string) (int, error) {
	state, err := ReadState(ctx, store, id)
	if err != nil {
		return 0, err
	}
	last := max(old.Revision, state.Revision)
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		var published manifest.Manifest
		_, err := storage.ReadJSON(ctx, store, space.Meeting(id, layout.Manifest), &published)
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return 0, err
		}
		last = max(last, published.Revision)
	}
	return last + 1, nil
}

// says reports whether a record, once stored and read again, is the stored one:
// empty lists and broken characters do not come back as they went.
func says(stored, m meeting.Meeting) (bool, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return false, fmt.Errorf("encode the record of %s: %w", m.ID, err)
	}
	var back meeting.Meeting
	if err = json.Unmarshal(data, &back); err != nil {
		return false, fmt.Errorf("encode the record of %s: %w", m.ID, err)
	}
	return reflect.DeepEqual(stored, back), nil
}

// writeRecord stores a record, and notes that the meeting has work to do: before,
// so that a stop in between loses nothing, and after, since a reconcile of the
// revision before may have ended in between.
func writeRecord(ctx context.Context, store storage.Store, m meeting.Meeting, cond storage.Condition) error {
	if err := markUnfinished(ctx, store, m.ID); err != nil {
		return err
	}
	if err := storage.WriteJSON(ctx, store, layout.Record(m.ID), m, cond); err != nil {
		return err
	}
	return markUnfinished(ctx, store, m.ID)
}

func readRecord(ctx context.Context, store storage.Store, id string) (m meeting.Meeting, etag string, err error) {
	etag, err = storage.ReadJSON(ctx, store, layout.Record(id), &m)
	if errors.Is(err, storage.ErrNotFound) {
		return meeting.Meeting{}, "", nil
	}
	return m, etag, err
}

// related reports whether two records that came by the same ID are of one
// meeting: they share a file's content or its name.
func related(a, b meeting.Meeting) bool {
	known := map[string]bool{}
	for _, s := range a.Sources {
		known[s.SHA256], known[s.Name] = true, true
	}
	for _, r := range a.Refused {
		known[r.Name] = true
	}
	for _, s := range b.Sources {
		if known[s.SHA256] || known[s.Name] {
			return true
		}
	}
	for _, r := range b.Refused {
		if known[r.Name] {
			return true
		}
	}
	return len(b.Sources)+len(b.Refused) == 0
}
