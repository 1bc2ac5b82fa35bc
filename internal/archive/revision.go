package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// ErrNoRevision means that a revision of a record is not stored: there was none with that number, or an
// earlier version of Proceedings replaced it.
var ErrNoRevision = errors.New("is not stored")

// Behind returns a [BehindError] if the record of a meeting is older than its state or its manifest. Damaged
// ones are ignored. A record is always stored first, so it is read last.
func Behind(ctx context.Context, store storage.Store, id string) error {
	next, err := NextRevision(ctx, store, meeting.Meeting{Revision: 1}, id)
	if err != nil {
		return err
	}
	m, _, err := ReadExisting(ctx, store, id)
	if err == nil && m.Revision < next-1 {
		return &BehindError{Meeting: id, Revision: m.Revision, Latest: next - 1}
	}
	return err
}

// BehindError means that an earlier revision of a record was restored from a backup.
type BehindError struct {
	Meeting          string
	Revision, Latest int
}

func (e *BehindError) Error() string {
	return fmt.Sprintf("its record is revision %d, older than the published revision %d, as after a restore from a backup; \"ingest rollback %s %d\" makes it the latest",
		e.Revision, e.Latest, e.Meeting, e.Revision)
}

// Replace stores next as the revision after old, whose ETag it takes. It stores nothing if they are equal,
// unless a later revision was published (see [Behind]). It returns the stored record and whether it stored
// one. If the record has changed meanwhile, the error is [storage.ErrPrecondition].
func Replace(ctx context.Context, store storage.Store, old meeting.Meeting, etag string, next meeting.Meeting) (meeting.Meeting, bool, error) {
	next.Schema, next.Revision = old.Schema, old.Revision
	same, err := SameRecord(old, next)
	if err != nil {
		return old, false, err
	}
	if next.Revision, err = NextRevision(ctx, store, old, old.ID); err != nil || same && next.Revision == old.Revision+1 {
		return old, false, err
	}
	if err = ReplaceRecord(ctx, store, old, next, storage.IfMatch(etag)); err != nil {
		return old, false, err
	}
	return next, true, nil
}

// ReplaceRecord is [WriteRecord] for a record that may replace another one, which is kept if next is a
// later revision.
func ReplaceRecord(ctx context.Context, store storage.Store, old, next meeting.Meeting, cond storage.Condition) error {
	if err := keepRevision(ctx, store, old, next); err != nil {
		return err
	}
	return WriteRecord(ctx, store, next, cond)
}

// keepRevision stores a record that is about to be replaced by a later revision. Passwords in clear,
// which only early versions stored, are left out.
func keepRevision(ctx context.Context, store storage.Store, old, next meeting.Meeting) error {
	if old.Revision == 0 || old.Revision == next.Revision {
		return nil
	}
	old.Sources = slices.Clone(old.Sources)
	for i := range old.Sources {
		old.Sources[i].Password = ""
	}
	err := storage.WriteJSON(ctx, store, layout.Revision(old.ID, old.Revision), old, storage.IfAbsent)
	if err != nil && !errors.Is(err, storage.ErrPrecondition) { // kept by an attempt that did not replace it
		return fmt.Errorf("keep revision %d of %s: %w", old.Revision, old.ID, err)
	}
	return nil
}

// ReadRevision reads a revision of a meeting's record: the present one, or a former one.
func ReadRevision(ctx context.Context, store storage.Store, id string, revision int) (meeting.Meeting, error) {
	m, _, err := ReadExisting(ctx, store, id)
	if err != nil || m.Revision == revision {
		return m, err
	}
	var former meeting.Meeting
	key := layout.Revision(id, revision)
	_, err = storage.ReadJSON(ctx, store, key, &former)
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return former, fmt.Errorf("revision %d of %s %w", revision, id, ErrNoRevision)
	case err == nil && (former.ID != id || former.Revision != revision): // such as {}
		err = fmt.Errorf("read %s: %w: it is not revision %d of the meeting %s", key, storage.ErrDamaged, revision, id)
	case err == nil && former.Schema > meeting.SchemaVersion:
		err = laterSchemaError{key, former.Schema}
	}
	return former, err
}

// Revisions returns the numbers of the former revisions that are stored, in order.
func Revisions(ctx context.Context, store storage.Store, id string) (list []int, err error) {
	for info, listErr := range store.List(ctx, layout.Revisions(id)) {
		if listErr != nil {
			return nil, listErr
		}
		if n := layout.RevisionNumber(strings.TrimPrefix(info.Key, layout.Revisions(id))); n > 0 {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list, nil
}
