package jobs

import (
	"context"
	"iter"
	"sync/atomic"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestThereIsOneLeader(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	type answer struct{ leads, elected bool }
	ask := func(token string) answer {
		t.Helper()
		leads, elected, err := r.lead(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		return answer{leads, elected}
	}
	for i, step := range []struct {
		before func()
		token  string
		want   answer
	}{
		{nil, "a", answer{true, true}},
		{nil, "a", answer{true, false}},
		{nil, "b", answer{false, false}},
		{func() { r.resign(t.Context(), "b") }, "b", answer{false, false}},
		{func() { r.resign(t.Context(), "a") }, "b", answer{true, true}},
		{func() { m.FastForward(leaderLease) }, "a", answer{true, true}}, // b died
		{m.FlushAll, "a", answer{true, true}},                            // a wiped Redis elects a leader again
	} {
		if step.before != nil {
			step.before()
		}
		if got := ask(step.token); got != step.want {
			t.Errorf("%d: %s got %+v, want %+v", i, step.token, got, step.want)
		}
	}
}

// lister counts the listings of unfinished meetings.
type lister struct {
	*mem.Store

	calls atomic.Int32
}

func (s *lister) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	if prefix == layout.UnfinishedPrefix {
		s.calls.Add(1)
	}
	return s.Store.List(ctx, prefix)
}

// TestSweepQueuesMeetingsWithLostSteps sweeps once with all steps in the queue, and
// once with a missing step.
func TestSweepQueuesMeetingsWithLostSteps(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := &lister{Store: new(mem.Store)}
	submit(t, store, "board", "a paper", "another")
	w, c := worker(t, r, store, &tools{}), NewClient(r)
	if err := w.reconcile(t.Context(), c, reconcileJob{Meeting: "board"}); err != nil {
		t.Fatal(err)
	}
	waiting := func() int {
		tasks, err := c.look.ListPendingTasks(queueControl)
		if err != nil {
			t.Fatal(err)
		}
		return len(tasks)
	}
	if _, err := archive.Unfinished(t.Context(), store, w.Log, w.Pipeline.Now); err != nil { // creates the index
		t.Fatal(err)
	}
	before := store.calls.Load()
	if err := w.sweep(t.Context(), c, false); err != nil || waiting() != 0 {
		t.Errorf("with all steps in the queue: %d reconciles, %v; want none", waiting(), err)
	}
	if n := store.calls.Load() - before; n != 1 {
		t.Errorf("a sweep made %d listings, want 1", n)
	}
	tasks, err := c.look.ListPendingTasks("light")
	if err != nil || len(tasks) != 2 {
		t.Fatal(tasks, err)
	}
	if err = c.look.DeleteTask("light", tasks[0].ID); err != nil {
		t.Fatal(err)
	}
	if err = w.sweep(t.Context(), c, false); err != nil || waiting() != 1 {
		t.Errorf("with a lost step: %d reconciles, %v; want 1", waiting(), err)
	}
}

// TestOneWorkerSweeps runs three workers on an empty queue: one of them sweeps, once.
func TestOneWorkerSweeps(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := &lister{Store: new(mem.Store)}
	submit(t, store, "board", "a paper")
	for range 3 {
		start(t, worker(t, r, store, &tools{}))
	}
	_ = published(t, store, "board")
	if n := store.calls.Load(); n != 1 {
		t.Errorf("%d sweeps, want one", n)
	}
}
