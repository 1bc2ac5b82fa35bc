package archive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// AddEvent stores an event. An event that is stored already stays as it is.
func AddEvent(ctx context.Context, store storage.Store, e Event) error {
	e.Schema, e.Time = EventSchema, e.Time.UTC().Truncate(time.Millisecond)
	err := storage.WriteJSON(ctx, store, e.key(), e, storage.IfAbsent)
	if err != nil && !errors.Is(err, storage.ErrPrecondition) {
		return fmt.Errorf("store the event %q of %s: %w", e.Kind, e.Meeting, err)
	}
	return nil
}

// Events reads all events of a meeting, the oldest first. damaged has an error for each event
// that cannot be read, with its key.
func Events(ctx context.Context, store storage.Store, id string) (list []Event, damaged []error, err error) {
	for info, listErr := range store.List(ctx, layout.Events(id)) {
		if listErr != nil {
			return nil, nil, listErr
		}
		var e Event
		_, err = storage.ReadJSON(ctx, store, info.Key, &e)
		if err == nil && e.Kind == "" { // such as {}
			err = fmt.Errorf("read %s: %w: it does not say what happened", info.Key, storage.ErrDamaged)
		}
		if errors.Is(err, storage.ErrDamaged) {
			damaged = append(damaged, err)
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, CompareEvents)
	return list, damaged, nil
}

// CompareEvents orders events by time, the oldest first.
func CompareEvents(a, b Event) int {
	return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.Revision, b.Revision))
}
