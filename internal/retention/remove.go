package retention

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Removed lists the deleted steps and files.
type Removed struct {
	Steps      []archive.StaleStep // steps whose results were deleted
	Objects    []storage.Info      // their files
	References map[string][]string // meetings that requested a step meanwhile, by step; reconcile them

	Kept    []archive.StaleStep // steps that stay because of the next meetings only
	Unclear map[string]error    // meetings that may use steps and cannot be read, with the reason, by ID
}

// Bytes returns the total size of all objects.
func (r Removed) Bytes() (sum int64) {
	for _, o := range r.Objects {
		sum += o.Size
	}
	return sum
}

// keys returns the keys of the steps.
func (r Removed) keys() map[string]bool {
	keys := map[string]bool{}
	for _, f := range r.Steps {
		keys[f.Key] = true
	}
	return keys
}

// Meetings returns the meetings to reconcile, each once.
func (r Removed) Meetings() []string {
	ids := map[string]bool{}
	for _, list := range r.References {
		for _, id := range list {
			ids[id] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// preview lists the steps and files that would go if a meeting were withdrawn.
func preview(ctx context.Context, store storage.Store, list []archive.StaleStep, withdrawn string, unsure doubt) (r Removed, err error) {
	used, err := referencesOf(ctx, store, list, nil, unsure)
	if err != nil {
		return r, err
	}
	used = used.without(withdrawn)
	r.Steps = unreferenced(list, used.meetings)
	r.Kept, r.Unclear = used.unclear(list)
	for _, f := range r.Steps {
		objects, err := filesUnder(ctx, store, f)
		if err != nil {
			return r, err
		}
		r.Objects = append(r.Objects, objects...)
	}
	return r, nil
}

func filesUnder(ctx context.Context, store storage.Store, f archive.StaleStep) (list []storage.Info, err error) {
	if f.Space == "" {
		return nil, nil
	}
	spaces := []layout.Space{f.Space}
	if f.Space == layout.Public {
		spaces = append(spaces, layout.Withdrawn)
	}
	for _, space := range spaces {
		for info, err := range store.List(ctx, space.DerivedPrefix(f.Key)) {
			if err != nil {
				return list, err
			}
			list = append(list, info)
		}
	}
	return list, nil
}

// Remove deletes the results and files of the steps that no meeting references:
//
//  1. Find the steps without references.
//  2. Delete their results. From now on a reconcile requests these steps again.
//  3. Find references again, and restore the results of steps that now have some.
//  4. Delete the files of the others.
//  5. Delete results that a run stored meanwhile and that lack files ([steps.Keep]).
//
// Of a damaged meeting, only the references that can be read count.
func Remove(ctx context.Context, store storage.Store, list []archive.StaleStep) (Removed, error) {
	return remove(ctx, store, list, take)
}

func remove(ctx context.Context, store storage.Store, list []archive.StaleStep, unsure doubt) (r Removed, err error) {
	used, err := referencesOf(ctx, store, list, nil, unsure)
	if err != nil {
		return r, err
	}
	r.References = map[string][]string{}
	candidates := unreferenced(list, used.meetings)
	r.Kept, r.Unclear = used.unclear(list)
	taken, err := takeResults(ctx, store, candidates)
	if err == nil {
		used, err = referencesOf(ctx, store, candidates, taken, unsure)
	}
	if err != nil { // undo step 2
		return r, errors.Join(err, restore(context.WithoutCancel(ctx), store, taken))
	}
	r.Steps = unreferenced(candidates, used.meetings)
	kept, why := used.unclear(candidates)
	r.Kept = append(r.Kept, kept...)
	maps.Copy(r.Unclear, why)
	deleted := r.keys()
	referenced := maps.Clone(taken)
	maps.DeleteFunc(referenced, func(key string, _ steps.Result) bool { return deleted[key] })
	if err = restore(ctx, store, referenced); err != nil {
		return r, err
	}
	for _, f := range r.Steps {
		objects, listErr := filesUnder(ctx, store, f)
		if listErr != nil {
			return r, listErr
		}
		if err = deleteAll(ctx, store, objects); err != nil {
			return r, err
		}
		r.Objects = append(r.Objects, objects...)
		if err = forgetWithdrawn(ctx, store, f); err != nil {
			return r, err
		}
	}
	if err = r.dropIncomplete(ctx, store); err != nil {
		return r, err
	}
	maps.Copy(r.References, used.readable())
	return r, nil
}

// atOnce is the number of files that are deleted concurrently.
const atOnce = 8

func deleteAll(ctx context.Context, store storage.Store, objects []storage.Info) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, o := range objects {
		group.Go(func() error { return store.Delete(ctx, o.Key) })
	}
	return group.Wait() //nolint:wrapcheck // errors of the store name the file
}

// takeResults deletes the results of steps and their attempts, and returns the
// deleted results.
func takeResults(ctx context.Context, store storage.Store, list []archive.StaleStep) (map[string]steps.Result, error) {
	taken := map[string]steps.Result{}
	for _, f := range list {
		r, found, err := steps.ReadResult(ctx, store, f.Key)
		switch {
		case found:
			taken[f.Key] = r
			err = store.Delete(ctx, layout.StepResult(f.Key))
		case errors.Is(err, storage.ErrDamaged): // nothing to restore
			err = store.Delete(ctx, layout.StepResult(f.Key))
		case err == nil:
			var st steps.Stored
			if st, err = steps.ReadStatus(ctx, store, f.Key); err == nil && (st.Starts > 0 || st.Withdrawn != nil) {
				continue // failed or running: its attempts still count; or forgotten with its files
			}
			_, err = undamaged(err) // a damaged one says neither
		}
		if err != nil {
			return taken, err
		}
		if err = store.Delete(ctx, layout.StepStatus(f.Key)); err != nil {
			return taken, err
		}
	}
	return taken, nil
}

// forgetWithdrawn deletes the status of a withdrawn step whose files are deleted.
func forgetWithdrawn(ctx context.Context, store storage.Store, f archive.StaleStep) error {
	st, err := steps.ReadStatus(ctx, store, f.Key)
	whole, err := undamaged(err)
	if err != nil || whole && (st.Withdrawn == nil || st.Starts > 0) {
		return err
	}
	return store.Delete(ctx, layout.StepStatus(f.Key))
}

// restore stores results again, unless a new run has stored them. Every step with a
// result has a status, so restore stores the status first.
func restore(ctx context.Context, store storage.Store, taken map[string]steps.Result) error {
	for _, key := range slices.Sorted(maps.Keys(taken)) {
		err := storage.WriteJSON(ctx, store, layout.StepStatus(key), steps.Status{Starts: 1}, storage.IfAbsent)
		if err == nil || errors.Is(err, storage.ErrPrecondition) {
			err = storage.WriteJSON(ctx, store, layout.StepResult(key), taken[key], storage.IfAbsent)
		}
		if err != nil && !errors.Is(err, storage.ErrPrecondition) {
			return fmt.Errorf("restore the result of %s: %w", key, err)
		}
	}
	return nil
}

// dropIncomplete finds results that were stored while files were deleted. It deletes
// those with missing files, and notes the meetings that reference them.
func (r *Removed) dropIncomplete(ctx context.Context, store storage.Store) error {
	var stored []archive.StaleStep
	for _, f := range r.Steps {
		res, found, err := steps.ReadResult(ctx, store, f.Key)
		if !found && (err == nil || errors.Is(err, storage.ErrDamaged)) {
			continue
		}
		if err != nil {
			return err
		}
		stored = append(stored, f)
		if _, err = steps.Whole(ctx, store, res); err != nil {
			return err
		}
	}
	late, err := referencesOf(ctx, store, stored, nil, take)
	maps.Copy(r.References, late.readable())
	return err
}

// unreferenced returns the steps that no meeting references.
func unreferenced(steps []archive.StaleStep, references map[string][]string) []archive.StaleStep {
	return slices.DeleteFunc(slices.Clone(steps), func(f archive.StaleStep) bool { return len(references[f.Key]) > 0 })
}
