package steps

import (
	"context"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// Snapshot is how steps stood when they were looked at, by their keys.
type Snapshot map[string]Outcome

// atOnce is how many steps are looked at at a time.
const atOnce = 16

// Look reads how steps stand, many at a time, and writes nothing.
func Look(ctx context.Context, store storage.Store, list []plan.Step) (Snapshot, error) {
	return each(ctx, list, func(ctx context.Context, s plan.Step) (Outcome, error) { return read(ctx, store, s) })
}

// each looks at steps, many at a time.
func each(ctx context.Context, list []plan.Step, look func(context.Context, plan.Step) (Outcome, error)) (Snapshot, error) {
	snap := Snapshot{}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, s := range list {
		group.Go(func() error {
			out, err := look(ctx, s)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			snap[s.Key()] = out
			return nil
		})
	}
	return snap, group.Wait() //nolint:wrapcheck // what look says
}

// read reads how one step stands: its result, and its status where there is none.
func read(ctx context.Context, store storage.Store, s plan.Step) (Outcome, error) {
	r, found, err := ReadResult(ctx, store, s.Key())
	if err != nil || found {
		return Outcome{Result: &r}, err
	}
	st, err := ReadStatus(ctx, store, s.Key())
	return Outcome{Status: st.Status}, err
}

// ReadResult reads what a step made; found is false where there is no result.
func ReadResult(ctx context.Context, store storage.Store, step string) (r Result, found bool, err error) {
	_, err = storage.ReadJSON(ctx, store, layout.StepResult(step), &r)
	if errors.Is(err, storage.ErrNotFound) {
		return Result{}, false, nil
	}
	return r, err == nil, err
}

// Settled reports whether a step has a result or has failed for good, by its key.
func Settled(ctx context.Context, store storage.Store, step string) (bool, error) {
	_, err := store.Stat(ctx, layout.StepResult(step))
	if !errors.Is(err, storage.ErrNotFound) {
		return err == nil, err
	}
	st, err := ReadStatus(ctx, store, step)
	return st.Failed != "", err
}

// Waiter looks at steps for a meeting, and has it woken when one of them settles
// that has not yet.
//
// No wake-up is lost: the meeting is noted in the step's status before the last
// look at its result, and whoever runs the step stores the result before it
// reads who waits. One of the two sees the other.
type Waiter struct {
	Store   storage.Store
	Meeting string

	// Known holds the results that this process has seen; nil to read all.
	Known *Known

	// Asked holds the keys of the steps that the meeting has asked for, and
	// whether they had not settled then.
	Asked map[string]bool

	// All has every step looked at. Otherwise of the chunks that had not settled
	// no more are looked at than have settled in order.
	All bool
}

// Look says how steps stand. One that the meeting has not asked for yet is taken
// to be open: [Waiter.Wait] finds out.
func (w Waiter) Look(ctx context.Context, list []plan.Step) (Snapshot, error) {
	var now, inOrder []plan.Step
	snap := Snapshot{}
	for _, s := range list {
		key := s.Key()
		open, asked := w.Asked[key]
		r, known := w.Known.Get(key)
		switch {
		case known:
			snap[key] = Outcome{Result: &r}
		case !asked:
			snap[key] = Outcome{}
		case open && s.Kind == plan.Chunk && !w.All:
			inOrder = append(inOrder, s)
		default:
			now = append(now, s)
		}
	}
	if err := w.add(ctx, snap, now, w.look); err != nil {
		return nil, err
	}
	return snap, w.inOrder(ctx, snap, inOrder)
}

// Wait notes that the meeting waits for steps that it has not asked for yet, and
// says how they stand.
func (w Waiter) Wait(ctx context.Context, list []plan.Step) (Snapshot, error) {
	snap := Snapshot{}
	return snap, w.add(ctx, snap, list, func(ctx context.Context, s plan.Step) (Outcome, error) {
		// Nobody has begun a step that has no status, so it has no result either.
		err := storage.WriteJSON(ctx, w.Store, layout.StepStatus(s.Key()), Status{Waiting: []string{w.Meeting}}, storage.IfAbsent)
		if !errors.Is(err, storage.ErrPrecondition) {
			return Outcome{}, err
		}
		return w.look(ctx, s)
	})
}

// inOrder looks at steps that are run in this order, twice as many each time, and
// stops where none of some has settled. Each that has settled is so looked at
// once, and those that have not are not all looked at each time that one settles.
func (w Waiter) inOrder(ctx context.Context, snap Snapshot, list []plan.Step) error {
	for some, settled := 1, true; len(list) > 0; some = min(2*some, atOnce) {
		part := list[:min(some, len(list))]
		list = list[len(part):]
		if !settled {
			for _, s := range part {
				snap[s.Key()] = Outcome{Assumed: true}
			}
			continue
		}
		if err := w.add(ctx, snap, part, w.look); err != nil {
			return err
		}
		settled = slices.ContainsFunc(part, func(s plan.Step) bool { return snap[s.Key()].Settled() })
	}
	return nil
}

// add puts into snap how steps stand.
func (w Waiter) add(ctx context.Context, snap Snapshot, list []plan.Step, look func(context.Context, plan.Step) (Outcome, error)) error {
	found, err := each(ctx, list, look)
	if err != nil {
		return err
	}
	for key, out := range found {
		snap[key] = out
		if out.Result != nil {
			w.Known.Add(*out.Result)
		}
	}
	return nil
}

// look says how one step stands, with the meeting noted if it has not settled.
func (w Waiter) look(ctx context.Context, s plan.Step) (Outcome, error) {
	out, err := read(ctx, w.Store, s)
	if err != nil || out.Settled() || slices.Contains(out.Status.Waiting, w.Meeting) {
		return out, err
	}
	if err = wait(ctx, w.Store, s, w.Meeting); err != nil {
		return out, err
	}
	return read(ctx, w.Store, s)
}
