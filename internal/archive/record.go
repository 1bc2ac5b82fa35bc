package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// NextRevision is one above all that was ever published or recorded under the
// ID: should a record have been lost, the pages must not fall back.
func NextRevision(ctx context.Context, store storage.Store, old meeting.Meeting, id string) (int, error) {
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

// SameRecord reports whether a record, once stored and read again, is the stored one:
// empty lists and broken characters do not come back as they went.
func SameRecord(stored, m meeting.Meeting) (bool, error) {
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

// WriteRecord stores a record, and notes that the meeting has work to do: before,
// so that a stop in between loses nothing, and after, since a reconcile of the
// revision before may have ended in between.
func WriteRecord(ctx context.Context, store storage.Store, m meeting.Meeting, cond storage.Condition) error {
	if err := MarkUnfinished(ctx, store, m.ID); err != nil {
		return err
	}
	if err := storage.WriteJSON(ctx, store, layout.Record(m.ID), m, cond); err != nil {
		return err
	}
	return MarkUnfinished(ctx, store, m.ID)
}

// ReadRecord is a meeting's record. The ETag is empty where there is none.
func ReadRecord(ctx context.Context, store storage.Store, id string) (m meeting.Meeting, etag string, err error) {
	etag, err = storage.ReadJSON(ctx, store, layout.Record(id), &m)
	if errors.Is(err, storage.ErrNotFound) {
		return meeting.Meeting{}, "", nil
	}
	return m, etag, err
}

// Related reports whether two records that came by the same ID are of one
// meeting: they share a file's content or its name.
func Related(a, b meeting.Meeting) bool {
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

// ErrNoMeeting says that nothing was handed in under an ID.
var ErrNoMeeting = errors.New("there is no such meeting")

// SetWithdrawn says in a meeting's record whether it is to be taken down, or to
// be there again. It returns the record as stored and whether it was changed;
// the rest is for the next reconcile.
func SetWithdrawn(ctx context.Context, store storage.Store, id string, withdrawn bool) (meeting.Meeting, bool, error) {
	for {
		m, etag, err := ReadRecord(ctx, store, id)
		if err != nil {
			return m, false, err
		}
		if etag == "" {
			return m, false, fmt.Errorf("%w: %s", ErrNoMeeting, id)
		}
		if m.Schema > meeting.SchemaVersion {
			return m, false, fmt.Errorf("the record of %s has schema %d; this program knows %d", id, m.Schema, meeting.SchemaVersion)
		}
		if m.Withdrawn == withdrawn {
			return m, false, nil
		}
		if m.Revision, err = NextRevision(ctx, store, m, id); err != nil {
			return m, false, err
		}
		m.Withdrawn = withdrawn
		err = WriteRecord(ctx, store, m, storage.IfMatch(etag))
		if !errors.Is(err, storage.ErrPrecondition) {
			return m, err == nil, err
		}
	}
}
