package steps

import (
	"context"
	"errors"
	"strings"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// movers is the number of files that [Move] moves concurrently.
const movers = 8

// Withdraw turns the result of a step, by its key, into a withdrawn one: a meeting that
// needs the step requests it again, and [Restore] brings it back. found is false if the
// step has neither. Its files stay where they are.
func Withdraw(ctx context.Context, store storage.Store, step string) (r Result, found bool, err error) {
	r, found, err = ReadResult(ctx, store, step)
	if err != nil {
		return r, false, err
	}
	if !found {
		st, readErr := ReadStatus(ctx, store, step)
		if readErr != nil || st.Withdrawn == nil {
			return r, false, readErr
		}
		return *st.Withdrawn, true, nil
	}
	// The status first: a result is never lost.
	_, err = storage.Update(ctx, store, layout.StepStatus(step), func(st *Status) bool {
		*st = st.cleared()
		st.Withdrawn = &r
		return true
	})
	if err == nil {
		err = store.Delete(ctx, layout.StepResult(step))
	}
	return r, err == nil, err
}

// Restore moves the files of a withdrawn step back and stores its result. It reports
// whether the step has a result now; without it, the step must run. It may be
// interrupted and called again. The status keeps the withdrawn result: the stored one
// counts, and a second withdrawal at this moment loses nothing.
func Restore(ctx context.Context, store storage.Store, step string) (r Result, restored bool, err error) {
	st, err := ReadStatus(ctx, store, step)
	if err != nil || st.Withdrawn == nil {
		return r, false, err
	}
	r = *st.Withdrawn
	if _, err = Move(ctx, store, step, layout.Withdrawn, r.Step.Space); err != nil {
		return r, false, err
	}
	err = storage.WriteJSON(ctx, store, layout.StepResult(step), r, storage.IfAbsent)
	if err != nil && !errors.Is(err, storage.ErrPrecondition) {
		return r, false, err
	}
	restored, err = Whole(ctx, store, r)
	if err != nil || restored {
		return r, restored, err
	}
	for _, err = range store.List(ctx, layout.Withdrawn.DerivedPrefix(step)) {
		if err == nil {
			err = errors.New("another meeting was withdrawn and took files of this step away")
		}
		return r, false, err
	}
	// Files were deleted, so that only a new run helps.
	_, err = storage.Update(ctx, store, layout.StepStatus(step), func(st *Status) bool {
		st.Withdrawn = nil
		return true
	})
	return r, false, err
}

// Move moves all files of a step from one space to another, and returns those that it
// found. Each file is complete in at least one of them. A file that another process
// moves at the same time is no error.
func Move(ctx context.Context, store storage.Store, step string, from, to layout.Space) ([]storage.Info, error) {
	var files []storage.Info
	for info, err := range store.List(ctx, from.DerivedPrefix(step)) {
		if err != nil {
			return nil, err
		}
		files = append(files, info)
	}
	if len(files) == 0 {
		return nil, nil
	}
	copied := map[string]int64{} // sizes, by key
	for info, err := range store.List(ctx, to.DerivedPrefix(step)) {
		if err != nil {
			return nil, err
		}
		copied[info.Key] = info.Size
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(movers)
	for _, f := range files {
		group.Go(func() error {
			target := to.DerivedPrefix(step) + strings.TrimPrefix(f.Key, from.DerivedPrefix(step))
			// A stored file never changes under its key.
			if size, is := copied[target]; !is || size != f.Size {
				err := store.Copy(ctx, f.Key, target)
				if errors.Is(err, storage.ErrNotFound) {
					return nil
				}
				if err != nil {
					return err
				}
			}
			return store.Delete(ctx, f.Key)
		})
	}
	return files, group.Wait() //nolint:wrapcheck // errors of the store name the file
}
