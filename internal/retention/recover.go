package retention

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// StateOf reads the state of a meeting. Of a damaged or lost one it returns what the storage
// tells, and lost is true: the steps that the record needs, and those that no other meeting's
// state lists. So no public file of an earlier revision is overlooked.
func StateOf(ctx context.Context, store storage.Store, m meeting.Meeting) (s archive.State, lost bool, err error) {
	s, err = archive.ReadState(ctx, store, m.ID)
	switch {
	case errors.Is(err, storage.ErrDamaged):
	case err != nil:
		return s, false, err
	case s.Revision > 0 || m.Revision <= 1 || len(s.Stale) > 0: // a first revision has no state before its first reconcile
		return s, false, nil
	}
	s, err = FindState(ctx, store, m)
	return s, true, err
}

// FindState returns what the storage tells of a meeting without a readable state.
func FindState(ctx context.Context, store storage.Store, m meeting.Meeting) (s archive.State, err error) {
	items, err := assessWhole(ctx, store, m)
	if err != nil {
		return s, err
	}
	stale, err := unlisted(ctx, store, m.ID)
	if err != nil {
		return s, fmt.Errorf("find the files of %s: %w", m.ID, err)
	}
	own := progress.StateOf(m, items).AllSteps()
	known := map[string]bool{}
	for _, f := range own {
		known[f.Key] = true
	}
	stale = slices.DeleteFunc(stale, func(f archive.StaleStep) bool { return known[f.Key] })
	return archive.State{Schema: 1, Meeting: m.ID, Revision: max(0, m.Revision-1), State: manifest.Processing, Stale: append(own, stale...)}, nil
}

// StateWithoutRecord reads the state of a meeting whose record is damaged or lost. Instead of a
// damaged or lost state, it returns what the storage tells.
func StateWithoutRecord(ctx context.Context, store storage.Store, id string) (archive.State, error) {
	state, err := archive.ReadState(ctx, store, id)
	known, err := undamaged(err)
	if err != nil || known && state.Revision > 0 {
		return state, err
	}
	return FindState(ctx, store, meeting.Meeting{ID: id})
}

// RecoverState stores the state of a meeting again if it is damaged or lost, and reports
// whether it was. A reconcile completes it.
func RecoverState(ctx context.Context, store storage.Store, m meeting.Meeting) (bool, error) {
	cond := storage.IfAbsent
	info, err := store.Stat(ctx, layout.State(m.ID))
	if err == nil {
		cond = storage.IfMatch(info.ETag)
	} else if !errors.Is(err, storage.ErrNotFound) {
		return false, err
	}
	s, lost, err := StateOf(ctx, store, m)
	if err != nil || !lost {
		return false, err
	}
	if err = archive.MarkUnfinished(ctx, store, m.ID); err != nil {
		return true, err
	}
	err = storage.WriteJSON(ctx, store, layout.State(m.ID), s, cond)
	if errors.Is(err, storage.ErrPrecondition) { // another process was first
		return true, nil
	}
	return true, err
}

// assessWhole is [AssessStored], but returns nothing if a result is damaged: what a withdrawn
// meeting needs does not matter then.
func assessWhole(ctx context.Context, store storage.Store, m meeting.Meeting) ([]progress.Item, error) {
	items, err := AssessStored(ctx, store, m, nil)
	if errors.Is(err, storage.ErrDamaged) {
		return nil, nil
	}
	return items, err
}

// unlisted returns the stored steps that no state of another meeting lists.
func unlisted(ctx context.Context, store storage.Store, id string) ([]archive.StaleStep, error) {
	spaces := map[string]layout.Space{}
	for _, prefix := range []string{layout.Steps, layout.Withdrawn.AllDerived(), layout.Private.AllDerived(), layout.Public.AllDerived()} {
		for info, err := range store.List(ctx, prefix) {
			if err != nil {
				return nil, err
			}
			if p := layout.Parse(info.Key); p.Step != "" {
				spaces[p.Step] = p.Space // none of a step without files
			}
		}
	}
	for other, err := range archive.Meetings(ctx, store) {
		if err != nil {
			return nil, err
		}
		if other == id {
			continue
		}
		state, err := archive.ReadState(ctx, store, other)
		if _, err = undamaged(err); err != nil {
			return nil, err
		}
		for _, f := range state.AllSteps() {
			delete(spaces, f.Key)
		}
	}
	var list []archive.StaleStep
	for _, key := range slices.Sorted(maps.Keys(spaces)) {
		input, err := inputOf(ctx, store, key)
		if err != nil {
			return nil, err
		}
		space := spaces[key]
		if space == layout.Withdrawn {
			space = layout.Public
		}
		list = append(list, archive.StaleStep{Key: key, Input: input, Space: space})
	}
	return list, nil
}

// inputOf returns the input of a step; empty if neither its result nor its status tells it.
func inputOf(ctx context.Context, store storage.Store, key string) (string, error) {
	r, found, err := steps.ReadResult(ctx, store, key)
	if _, err = undamaged(err); err != nil {
		return "", err
	}
	st, err := steps.ReadStatus(ctx, store, key)
	if _, err = undamaged(err); err != nil {
		return "", err
	}
	var named, withdrawn string
	if st.Step != nil {
		named = st.Step.Input
	}
	if st.Withdrawn != nil {
		withdrawn = st.Withdrawn.Step.Input
	}
	if found {
		return cmp.Or(r.Step.Input, withdrawn, named), nil
	}
	return cmp.Or(withdrawn, named), nil
}
