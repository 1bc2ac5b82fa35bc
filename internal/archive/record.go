package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// NextRevision returns one more than the highest revision that was recorded or
// published under the ID. So a lost record never lowers the revision of the pages. If there
// is a record, it has the highest one, and a damaged state or manifest does not matter.
func NextRevision(ctx context.Context, store storage.Store, old meeting.Meeting, id string) (int, error) {
	ignored := func(err error) bool { return old.Revision > 0 && errors.Is(err, storage.ErrDamaged) }
	state, err := ReadState(ctx, store, id)
	if ignored(err) {
		state, err = State{}, nil
	}
	if err != nil {
		return 0, err
	}
	last := max(old.Revision, state.Revision)
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		var published manifest.Manifest
		_, err := storage.ReadJSON(ctx, store, space.Meeting(id, layout.Manifest), &published)
		if errors.Is(err, storage.ErrNotFound) || ignored(err) {
			continue
		}
		if err != nil {
			return 0, err
		}
		last = max(last, published.Revision)
	}
	return last + 1, nil
}

// SameRecord reports whether m, encoded as JSON and decoded, equals the stored record
// apart from its priority and batch. JSON does not preserve empty lists and invalid UTF-8.
func SameRecord(stored, m meeting.Meeting) (bool, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return false, fmt.Errorf("encode the record of %s: %w", m.ID, err)
	}
	var decoded meeting.Meeting
	if err = json.Unmarshal(data, &decoded); err != nil {
		return false, fmt.Errorf("encode the record of %s: %w", m.ID, err)
	}
	decoded.Priority, decoded.Batch = stored.Priority, stored.Batch
	return reflect.DeepEqual(stored, decoded), nil
}

// WriteRecord stores a record and marks the meeting as unfinished. It marks before,
// in case the process dies in between, and after, in case a reconcile of the
// previous revision removed the mark.
func WriteRecord(ctx context.Context, store storage.Store, m meeting.Meeting, cond storage.Condition) error {
	if err := MarkUnfinished(ctx, store, m.ID); err != nil {
		return err
	}
	if err := storage.WriteJSON(ctx, store, layout.Record(m.ID), m, cond); err != nil {
		return err
	}
	return MarkUnfinished(ctx, store, m.ID)
}

// RestoreRecord stores a record as it was, byte for byte, if there is none. It marks the meeting as
// unfinished like [WriteRecord].
func RestoreRecord(ctx context.Context, store storage.Store, id string, record []byte) error {
	if err := MarkUnfinished(ctx, store, id); err != nil {
		return err
	}
	if _, err := store.Put(ctx, layout.Record(id), bytes.NewReader(record), storage.Attrs{ContentType: "application/json"}, storage.IfAbsent); err != nil {
		return err
	}
	return MarkUnfinished(ctx, store, id)
}

// ReadRecord reads a meeting's record. The ETag is empty if there is none.
func ReadRecord(ctx context.Context, store storage.Store, id string) (m meeting.Meeting, etag string, err error) {
	etag, err = storage.ReadJSON(ctx, store, layout.Record(id), &m)
	if errors.Is(err, storage.ErrNotFound) {
		return meeting.Meeting{}, "", nil
	}
	switch {
	case err == nil && m.ID != id: // such as {}
		err = fmt.Errorf("read %s: %w: it is not of the meeting %s", layout.Record(id), storage.ErrDamaged, id)
	case err == nil && m.Schema > meeting.SchemaVersion:
		err = laterSchemaError{layout.Record(id), m.Schema}
	}
	return m, etag, err
}

// laterSchemaError is the error of a record that a later version wrote. Like a damaged one, it must not
// be changed, and nothing that it may use may be deleted; other meetings do not suffer.
type laterSchemaError struct {
	key    string
	schema int
}

func (e laterSchemaError) Error() string {
	return fmt.Sprintf("read %s: it has schema %d, and this program knows %d: use a later version of Proceedings", e.key, e.schema, meeting.SchemaVersion)
}

// Is reports whether target is [storage.ErrDamaged].
func (laterSchemaError) Is(target error) bool { return target == storage.ErrDamaged }

// Related reports whether two records with the same ID describe one meeting: they
// share the content or the name of a file.
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

// ErrNoMeeting means that no meeting was submitted under an ID.
var ErrNoMeeting = errors.New("there is no such meeting")

// SetWithdrawn sets or clears the withdrawn flag of a meeting's record. It returns
// the stored record and whether it changed. The next reconcile applies the flag.
func SetWithdrawn(ctx context.Context, store storage.Store, id string, withdrawn bool) (meeting.Meeting, bool, error) {
	return change(ctx, store, id, func(m *meeting.Meeting) (bool, error) {
		changed := m.Withdrawn != withdrawn
		m.Withdrawn = withdrawn
		return changed, nil
	})
}

// ErrNoFile means that a meeting has no file with a name.
var ErrNoFile = errors.New("has no such file")

// SetWithout marks files of a meeting, by their names, to be published without the
// results of their failed steps. It returns the stored record and whether it changed.
func SetWithout(ctx context.Context, store storage.Store, id string, names []string) (meeting.Meeting, bool, error) {
	return change(ctx, store, id, func(m *meeting.Meeting) (bool, error) { return MarkWithout(m, names) })
}

// MarkWithout marks the files with these names, and reports whether that changed m.
func MarkWithout(m *meeting.Meeting, names []string) (changed bool, err error) {
	for _, name := range names {
		found := false
		for i := range m.Sources {
			if src := &m.Sources[i]; src.Name == name {
				found = true
				changed = changed || !src.Without
				src.Without = true
			}
		}
		if !found {
			var all []string
			for _, src := range m.Sources {
				all = append(all, src.Name)
			}
			return false, fmt.Errorf("%w: %s is not one of %s", ErrNoFile, name, strings.Join(all, ", "))
		}
	}
	return changed, nil
}

// SetAlignment replaces the corrections of a recording's slide times. It returns the stored
// record and whether it changed.
func SetAlignment(ctx context.Context, store storage.Store, id string, a meeting.Alignment) (meeting.Meeting, bool, error) {
	return change(ctx, store, id, func(m *meeting.Meeting) (bool, error) {
		if reflect.DeepEqual(m.AlignmentOf(a.Recording), a) || m.AlignmentOf(a.Recording).IsZero() && a.IsZero() {
			return false, nil
		}
		m.SetAlignment(a)
		return true, nil
	})
}

// change stores what edit changes in a meeting's record as its next revision.
func change(ctx context.Context, store storage.Store, id string, edit func(*meeting.Meeting) (bool, error)) (meeting.Meeting, bool, error) {
	for {
		m, etag, err := ReadRecord(ctx, store, id)
		if err != nil {
			return m, false, err
		}
		if etag == "" {
			return m, false, fmt.Errorf("%w: %s", ErrNoMeeting, id)
		}
		old := m
		old.Sources = slices.Clone(m.Sources) // which edit may change
		changed, err := edit(&m)
		if err != nil || !changed {
			return m, false, err
		}
		if m.Revision, err = NextRevision(ctx, store, m, id); err != nil {
			return m, false, err
		}
		err = ReplaceRecord(ctx, store, old, m, storage.IfMatch(etag))
		if !errors.Is(err, storage.ErrPrecondition) {
			return m, err == nil, err
		}
	}
}
