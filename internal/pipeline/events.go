package pipeline

import (
	"context"
	"errors"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// save stores what a reconcile did as events, and then the state. A process that dies in
// between does both again: a stored event is not stored twice.
func (p *Pipeline) save(ctx context.Context, m meeting.Meeting, now archive.State, old archive.StoredState) error {
	for _, e := range archive.Changes(m, old.State, now) {
		e.Time, e.Who = p.Now(), p.Who
		err := archive.AddEvent(ctx, p.Store, e)
		if errors.Is(err, storage.ErrUnavailable) || ctx.Err() != nil {
			return err // the reconcile runs again
		}
		if err != nil { // the meeting must not wait for its events
			p.Log.ErrorContext(ctx, "an event is not in the event list", "meeting", m.ID, "event", e.String(), "err", err)
		}
	}
	return now.Save(ctx, p.Store, p.Now(), old)
}
