package retention

import (
	"context"
	"errors"
	"fmt"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// InProgress reports whether a step was begun and has not come to an end.
func InProgress(ctx context.Context, store storage.Store, f archive.StaleStep) (bool, error) {
	if _, err := store.Stat(ctx, layout.StepResult(f.Key)); !errors.Is(err, storage.ErrNotFound) {
		return false, err
	}
	st, err := steps.ReadStatus(ctx, store, f.Key)
	return st.Starts > 0 && st.Failed == "", err
}

// Purgeable lists what [Purge] would delete of a meeting as it is now.
func Purgeable(ctx context.Context, store storage.Store, id string) (Removed, error) {
	_, made, err := everMade(ctx, store, id)
	if err != nil {
		return Removed{}, err
	}
	return preview(ctx, store, made, id)
}

// Purge deletes all that was made for a withdrawn meeting and that no other
// meeting uses: files, results, attempts. Originals are never deleted. The
// meetings in [Removed.Users] turned up as users meanwhile and are to be
// reconciled.
func Purge(ctx context.Context, store storage.Store, id string) (Removed, error) {
	m, made, err := everMade(ctx, store, id)
	if err != nil {
		return Removed{}, err
	}
	if !m.Withdrawn {
		return Removed{}, fmt.Errorf("purge %s: it is published again, or still", id)
	}
	removed, err := Remove(ctx, store, made)
	if err != nil {
		return removed, fmt.Errorf("purge %s: %w", id, err)
	}
	var busy []archive.StaleStep // to be purged another time
	for _, f := range made {
		is, lookErr := InProgress(ctx, store, f)
		if lookErr != nil {
			return removed, lookErr
		}
		if is {
			busy = append(busy, f)
		}
	}
	_, err = storage.Update(ctx, store, layout.State(id), func(s *archive.State) bool {
		if s.State != archive.Withdrawn {
			return false
		}
		for i := range s.Sources {
			s.Sources[i].Steps = []archive.StepState{}
		}
		s.Stale = busy
		return true
	})
	return removed, err
}

// everMade is a meeting, and all steps that may have made something for it.
func everMade(ctx context.Context, store storage.Store, id string) (meeting.Meeting, []archive.StaleStep, error) {
	m, etag, err := archive.ReadRecord(ctx, store, id)
	if err != nil {
		return m, nil, err
	}
	if etag == "" {
		return m, nil, fmt.Errorf("%w: %s", archive.ErrNoMeeting, id)
	}
	state, err := archive.ReadState(ctx, store, id)
	if err != nil {
		return m, nil, err
	}
	items, err := AssessStored(ctx, store, m, nil)
	if err != nil {
		return m, nil, err
	}
	return m, progress.StateOf(m, items).KeepingStepsOf(state).AllSteps(), nil
}
