package archive

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// Listed is a meeting in a listing of the archive.
type Listed struct {
	ID            string
	Record, State string // ETags; empty if the object is missing
}

// List lists the meetings that have a record or a state, with one listing. One without a record
// has lost it, since a state is stored after its record.
func List(ctx context.Context, store storage.Store) iter.Seq2[Listed, error] {
	return func(yield func(Listed, error) bool) {
		var next Listed
		for info, err := range store.List(ctx, layout.Meetings) { // both keys of a meeting follow each other
			if err != nil {
				yield(Listed{}, err)
				return
			}
			id := layout.Parse(info.Key).Meeting
			if id == "" {
				continue
			}
			if id != next.ID {
				if next.ID != "" && !yield(next, nil) {
					return
				}
				next = Listed{ID: id}
			}
			switch info.Key {
			case layout.Record(id):
				next.Record = info.ETag
			case layout.State(id):
				next.State = info.ETag
			}
		}
		if next.ID != "" {
			yield(next, nil)
		}
	}
}

// ReadExisting is [ReadRecord] for a meeting that should exist. The error is [ErrNoMeeting] if
// nothing of it is stored, and [storage.ErrDamaged] if only its record is missing.
func ReadExisting(ctx context.Context, store storage.Store, id string) (m meeting.Meeting, etag string, err error) {
	if storage.CheckKey(layout.Record(id)) != nil {
		return m, "", fmt.Errorf("%w: %s", ErrNoMeeting, id)
	}
	m, etag, err = ReadRecord(ctx, store, id)
	if err != nil || etag != "" {
		return m, etag, err
	}
	for _, prefix := range []string{layout.State(id), layout.Public.MeetingPrefix(id), layout.Private.MeetingPrefix(id)} {
		for _, err = range store.List(ctx, prefix) {
			if err != nil {
				return m, "", err
			}
			return m, "", fmt.Errorf("read %s: %w: it is missing", layout.Record(id), storage.ErrDamaged)
		}
	}
	return m, "", fmt.Errorf("%w: %s", ErrNoMeeting, id)
}

// RecordDamage returns why the record of a meeting cannot be read; nil if it can. The error is
// [ErrNoMeeting] if nothing of the meeting is stored.
func RecordDamage(ctx context.Context, store storage.Store, id string) (damage, err error) {
	_, _, err = ReadExisting(ctx, store, id)
	if errors.Is(err, storage.ErrDamaged) {
		return err, nil
	}
	return nil, err
}
