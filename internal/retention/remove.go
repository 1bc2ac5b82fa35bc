package retention

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Removed is what was deleted of steps that nobody uses.
type Removed struct {
	Steps   []archive.StaleStep // that are undone now
	Objects []storage.Info      // what they had made
	Users   map[string][]string // meetings that turned up meanwhile, by step; they are to be looked at again
}

// Bytes is the size of all objects.
func (r Removed) Bytes() (sum int64) {
	for _, o := range r.Objects {
		sum += o.Size
	}
	return sum
}

// gone is the keys of the steps.
func (r Removed) gone() map[string]bool {
	keys := map[string]bool{}
	for _, f := range r.Steps {
		keys[f.Key] = true
	}
	return keys
}

// Meetings is all that turned up, each once.
func (r Removed) Meetings() []string {
	ids := map[string]bool{}
	for _, list := range r.Users {
		for _, id := range list {
			ids[id] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// preview lists what remove would delete once a meeting is withdrawn.
func preview(ctx context.Context, store storage.Store, list []archive.StaleStep, withdrawn string) (r Removed, err error) {
	used, err := usersOf(ctx, store, list, nil)
	for key, ids := range used {
		used[key] = slices.DeleteFunc(ids, func(id string) bool { return id == withdrawn })
	}
	if err != nil {
		return r, err
	}
	r.Steps = unused(list, used)
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
	for info, err := range store.List(ctx, f.Space.DerivedPrefix(f.Key)) {
		if err != nil {
			return list, err
		}
		list = append(list, info)
	}
	return list, nil
}

// Remove deletes the results and then the files of those of the steps that no
// meeting uses.
//
// Whoever looks at a meeting after a result is gone has the step made again, and
// whoever saw the result before shows in the second look at all meetings: the
// result is then put back, and nothing that it names was touched. A run of the
// step that ends meanwhile looks whether its files are still there after it has
// stored its result; one that did so before the last file was deleted shows in
// the third look, and its result is taken away again.
func Remove(ctx context.Context, store storage.Store, list []archive.StaleStep) (r Removed, err error) {
	used, err := usersOf(ctx, store, list, nil)
	if err != nil {
		return r, err
	}
	r.Users = map[string][]string{}
	candidates := unused(list, used)
	taken, err := takeResults(ctx, store, candidates)
	if err == nil {
		used, err = usersOf(ctx, store, candidates, taken)
	}
	if err != nil { // as if nothing had happened
		return r, errors.Join(err, restore(context.WithoutCancel(ctx), store, taken))
	}
	r.Steps = unused(candidates, used)
	gone := r.gone()
	back := maps.Clone(taken)
	maps.DeleteFunc(back, func(key string, _ steps.Result) bool { return gone[key] })
	if err = restore(ctx, store, back); err != nil {
		return r, err
	}
	for _, f := range r.Steps {
		objects, listErr := filesUnder(ctx, store, f)
		if listErr != nil {
			return r, listErr
		}
		for _, o := range objects {
			if err = store.Delete(ctx, o.Key); err != nil {
				return r, err
			}
			r.Objects = append(r.Objects, o)
		}
	}
	if err = r.checkAgain(ctx, store); err != nil {
		return r, err
	}
	maps.Copy(r.Users, used)
	return r, nil
}

// takeResults deletes the results of steps, so that they count as undone, and what is
// known of their attempts, and returns what was there.
func takeResults(ctx context.Context, store storage.Store, list []archive.StaleStep) (map[string]steps.Result, error) {
	taken := map[string]steps.Result{}
	for _, f := range list {
		var r steps.Result
		_, err := storage.ReadJSON(ctx, store, layout.StepResult(f.Key), &r)
		switch {
		case err == nil:
			taken[f.Key] = r
			err = store.Delete(ctx, layout.StepResult(f.Key))
		case errors.Is(err, storage.ErrNotFound):
			var st steps.Stored
			if st, err = steps.ReadStatus(ctx, store, f.Key); err == nil && st.Starts > 0 {
				continue // failed, or in work: its attempts are still to be counted
			}
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

// restore stores results again, unless somebody made them anew. A step that has a
// result has a status, so that goes first.
func restore(ctx context.Context, store storage.Store, taken map[string]steps.Result) error {
	for _, key := range slices.Sorted(maps.Keys(taken)) {
		err := storage.WriteJSON(ctx, store, layout.StepStatus(key), steps.Status{Starts: 1}, storage.IfAbsent)
		if err == nil || errors.Is(err, storage.ErrPrecondition) {
			err = storage.WriteJSON(ctx, store, layout.StepResult(key), taken[key], storage.IfAbsent)
		}
		if err != nil && !errors.Is(err, storage.ErrPrecondition) {
			return fmt.Errorf("restore what %s made: %w", key, err)
		}
	}
	return nil
}

// checkAgain looks for results that were stored while files were deleted, takes
// away those whose files are not all there, and notes who uses them.
func (r *Removed) checkAgain(ctx context.Context, store storage.Store) error {
	var made []archive.StaleStep
	for _, f := range r.Steps {
		var res steps.Result
		_, err := storage.ReadJSON(ctx, store, layout.StepResult(f.Key), &res)
		if errors.Is(err, storage.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		made = append(made, f)
		if _, err = steps.Whole(ctx, store, res); err != nil {
			return err
		}
	}
	late, err := usersOf(ctx, store, made, nil)
	maps.Copy(r.Users, late)
	return err
}

// unused is those of the steps that nobody uses.
func unused(steps []archive.StaleStep, users map[string][]string) []archive.StaleStep {
	return slices.DeleteFunc(slices.Clone(steps), func(f archive.StaleStep) bool { return len(users[f.Key]) > 0 })
}
