package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// Snapshot holds the outcomes of steps at one time, by step key.
type Snapshot map[string]Outcome

// maxReaders limits the number of steps that are read concurrently.
const maxReaders = 16

// Look reads the outcomes of steps concurrently, and writes nothing.
func Look(ctx context.Context, store storage.Store, list []plan.Step) (Snapshot, error) {
	return each(ctx, list, func(ctx context.Context, s plan.Step) (Outcome, error) { return read(ctx, store, s) })
}

// each calls look for the steps concurrently.
func each(ctx context.Context, list []plan.Step, look func(context.Context, plan.Step) (Outcome, error)) (Snapshot, error) {
	snap := Snapshot{}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(maxReaders)
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
	return snap, group.Wait() //nolint:wrapcheck // errors of look
}

// read reads the result of a step, or its status if there is no result.
func read(ctx context.Context, store storage.Store, s plan.Step) (Outcome, error) {
	r, found, err := ReadResult(ctx, store, s.Key())
	if err != nil || found {
		return Outcome{Result: &r}, err
	}
	st, err := ReadStatus(ctx, store, s.Key())
	return Outcome{Status: st.Status}, err
}

// ReadResult reads the result of a step; found is false if there is none.
func ReadResult(ctx context.Context, store storage.Store, step string) (r Result, found bool, err error) {
	_, err = storage.ReadJSON(ctx, store, layout.StepResult(step), &r)
	if errors.Is(err, storage.ErrNotFound) {
		return Result{}, false, nil
	}
	if err == nil && !r.IsResultOf(step) {
		err = fmt.Errorf("read %s: %w: it is not the result of the step", layout.StepResult(step), storage.ErrDamaged)
	}
	return r, err == nil, err
}

// Settled reports whether a step, by its key, has a result or has failed permanently.
func Settled(ctx context.Context, store storage.Store, step string) (bool, error) {
	_, err := store.Stat(ctx, layout.StepResult(step))
	if !errors.Is(err, storage.ErrNotFound) {
		return err == nil, err
	}
	st, err := ReadStatus(ctx, store, step)
	return st.Failed != "", err
}

// Waiter reads the outcomes of steps for a meeting, and registers the meeting to be
// woken when an unsettled step settles.
//
// No wake-up is lost: Waiter registers the meeting before it reads the result, and
// the worker stores the result before it reads the registered meetings.
type Waiter struct {
	Store   storage.Store
	Meeting string

	// Known holds the results that this process has read; nil to read all.
	Known *Known

	// Asked holds the keys of the requested steps, and whether each was unsettled.
	Asked map[string]bool

	// All makes Look read every step. Otherwise it reads the unsettled chunks in order
	// and stops at chunks that are still unsettled.
	All bool
}

// Look returns the outcomes of steps. A step that the meeting has not requested yet
// counts as unsettled; [Waiter.Wait] reads its outcome.
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

// Wait registers the meeting for steps that it has not requested yet, and returns
// their outcomes.
func (w Waiter) Wait(ctx context.Context, list []plan.Step) (Snapshot, error) {
	snap := Snapshot{}
	return snap, w.add(ctx, snap, list, func(ctx context.Context, s plan.Step) (Outcome, error) {
		// A step without a status has no attempt, so it has no result either.
		err := storage.WriteJSON(ctx, w.Store, layout.StepStatus(s.Key()), Status{Waiting: []string{w.Meeting}, Step: &s}, storage.IfAbsent)
		if !errors.Is(err, storage.ErrPrecondition) {
			return Outcome{}, err
		}
		return w.look(ctx, s)
	})
}

// inOrder reads steps that workers run in this order, in batches of doubling size, and
// stops after a batch without a settled step. So it reads few unsettled steps.
func (w Waiter) inOrder(ctx context.Context, snap Snapshot, list []plan.Step) error {
	for size, settled := 1, true; len(list) > 0; size = min(2*size, maxReaders) {
		part := list[:min(size, len(list))]
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

// add reads the outcomes of steps into snap.
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

// look reads the outcome of a step, and registers the meeting if it is unsettled.
func (w Waiter) look(ctx context.Context, s plan.Step) (Outcome, error) {
	out, err := read(ctx, w.Store, s)
	if err != nil || out.Settled() || out.Status.knows(w.Meeting) {
		return out, err
	}
	if err = Register(ctx, w.Store, s, w.Meeting); err != nil {
		return out, err
	}
	return read(ctx, w.Store, s)
}
