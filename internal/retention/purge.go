package retention

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// InProgress reports whether a step has an attempt and has not settled.
func InProgress(ctx context.Context, store storage.Store, f archive.StaleStep) (bool, error) {
	if _, err := store.Stat(ctx, layout.StepResult(f.Key)); !errors.Is(err, storage.ErrNotFound) {
		return false, err
	}
	st, err := steps.ReadStatus(ctx, store, f.Key)
	whole, err := undamaged(err)
	return !whole || st.Starts > 0 && st.Failed == "", err // a damaged one cannot say that it has settled
}

// Purgeable lists the steps and files that [Purge] would delete, and the steps that it would
// keep because of damaged meetings.
func Purgeable(ctx context.Context, store storage.Store, id string) (Removed, error) {
	_, made, err := stepsOf(ctx, store, id)
	if err != nil {
		return Removed{}, err
	}
	return preview(ctx, store, made, id, keep)
}

// Withdrawable lists the public files that a withdrawal would move out of the public space,
// with their steps. The record of the meeting may be damaged or lost. damaged has an error for
// each object of the meeting that cannot be read, with its key.
func Withdrawable(ctx context.Context, store storage.Store, id string) (r Removed, damaged []error, err error) {
	_, made, err := stepsOf(ctx, store, id)
	if errors.Is(err, storage.ErrDamaged) || errors.Is(err, archive.ErrNoMeeting) {
		var s archive.State
		s, err = StateWithoutRecord(ctx, store, id)
		made = s.AllSteps()
	}
	if err != nil {
		return r, nil, err
	}
	if r, err = preview(ctx, store, archive.StepsIn(layout.Public, made), id, take); err != nil {
		return r, nil, err
	}
	r.Objects = slices.DeleteFunc(r.Objects, func(o storage.Info) bool { return !strings.HasPrefix(o.Key, string(layout.Public)+"/") })
	damaged, err = damagedOf(ctx, store, id, made)
	return r, damaged, err
}

// Purge deletes the files, results and attempts of a withdrawn meeting, except those
// that another meeting references. It never deletes originals. The caller must
// reconcile the meetings in [Removed.References]. The state keeps the steps in
// [Removed.Kept], for a purge after the other meetings are repaired.
func Purge(ctx context.Context, store storage.Store, id string) (Removed, error) {
	m, made, err := stepsOf(ctx, store, id)
	if err != nil {
		return Removed{}, err
	}
	if !m.Withdrawn {
		return Removed{}, fmt.Errorf("purge %s: the meeting is not withdrawn", id)
	}
	removed, err := remove(ctx, store, made, keep)
	if err != nil {
		return removed, fmt.Errorf("purge %s: %w", id, err)
	}
	busy := removed.Kept // for a later purge
	kept := map[string]bool{}
	for _, f := range removed.Kept {
		kept[f.Key] = true
	}
	for _, f := range made {
		if kept[f.Key] {
			continue
		}
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

// stepsOf returns a meeting and all steps that may have output for it.
func stepsOf(ctx context.Context, store storage.Store, id string) (meeting.Meeting, []archive.StaleStep, error) {
	m, etag, err := archive.ReadRecord(ctx, store, id)
	if err != nil {
		return m, nil, err
	}
	if etag == "" {
		return m, nil, fmt.Errorf("%w: %s", archive.ErrNoMeeting, id)
	}
	state, _, err := StateOf(ctx, store, m)
	if err != nil {
		return m, nil, err
	}
	items, err := assessWhole(ctx, store, m)
	if err != nil {
		return m, nil, err
	}
	return m, progress.StateOf(m, items).KeepingStepsOf(state).AllSteps(), nil
}
