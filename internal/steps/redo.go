package steps

import (
	"context"
	"errors"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Redo makes a step with damaged files run again when a meeting next needs it: it deletes
// the result, then the damaged files by their keys, and forgets the attempts. Published
// pages link to the other files until then, and a run with the same output completes them.
// Those of a withdrawn step, which nothing links to, are deleted.
func Redo(ctx context.Context, store storage.Store, step string, damaged []string) error {
	if err := store.Delete(ctx, layout.StepResult(step)); err != nil {
		return err
	}
	withdrawn := false
	_, err := storage.Update(ctx, store, layout.StepStatus(step), func(st *Status) bool {
		withdrawn = st.Withdrawn != nil
		*st = Status{Waiting: st.Waiting, Step: st.Step}
		return true
	})
	if err != nil {
		return err
	}
	if withdrawn {
		for info, listErr := range store.List(ctx, layout.Withdrawn.DerivedPrefix(step)) {
			if listErr != nil {
				return listErr
			}
			damaged = append(damaged, info.Key)
		}
	}
	for _, key := range damaged {
		if err = store.Delete(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// ForgetStatus replaces a damaged status. What it said of attempts and of waiting meetings is
// lost, so the caller reconciles the meetings.
func ForgetStatus(ctx context.Context, store storage.Store, step string) error {
	_, found, err := ReadResult(ctx, store, step)
	if err != nil && !errors.Is(err, storage.ErrDamaged) {
		return err
	}
	if !found {
		return store.Delete(ctx, layout.StepStatus(step))
	}
	return storage.WriteJSON(ctx, store, layout.StepStatus(step), Status{Starts: 1}, storage.Always)
}
