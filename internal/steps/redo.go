package steps

import (
	"context"

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
