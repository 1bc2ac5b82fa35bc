package jobs

import (
	"context"
	"sync/atomic"
	"syscall"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/storage/mem"
)

// TestSickWorkerLeavesItsStepsToOthers runs a worker on a full disk. It accepts no steps
// until it passes its self-test, and says so; another worker publishes the meeting.
func TestSickWorkerLeavesItsStepsToOthers(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	var full atomic.Bool
	full.Store(true)
	var runs atomic.Int32
	sick := worker(t, r, store, &tools{meet: func(context.Context, *makers.Task) error {
		runs.Add(1)
		if full.Load() {
			return syscall.ENOSPC
		}
		return nil
	}})
	sick.Pipeline.SelfTest = func(context.Context, plan.Kind) error {
		if full.Load() {
			return fault.Worker(syscall.ENOSPC, "the scratch folder cannot be written")
		}
		return nil
	}
	start(t, sick)
	c := NewClient(r)
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	reasons := func() (list []string) {
		workers, err := c.SickWorkers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range workers {
			list = append(list, w.Reason)
		}
		return list
	}
	until(t, "the worker to report its self-test", func() bool {
		list := reasons()
		return len(list) == 1 && list[0] == "the scratch folder cannot be written"
	})
	before := runs.Load()

	start(t, worker(t, r, store, new(tools)))
	if m := published(t, store, "board"); len(m.Documents) != 1 || len(m.Refused) != 0 {
		t.Errorf("published %+v", m)
	}
	if after := runs.Load(); after != before {
		t.Errorf("the sick worker ran %d more steps", after-before)
	}

	full.Store(false)
	until(t, "the worker to be in service again", func() bool { return len(reasons()) == 0 })
}

// TestSickWorkerGoesOn: a machine that is well again finishes its work alone.
func TestSickWorkerGoesOn(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	var runs, tested atomic.Int32
	w := worker(t, r, store, &tools{meet: func(context.Context, *makers.Task) error {
		if runs.Add(1) < 9 { // more than the maximum number of attempts
			return fault.Refuse("is damaged")
		}
		return nil
	}})
	w.Pipeline.SelfTest = func(context.Context, plan.Kind) error {
		// The first test after a run takes the worker out of service, the next one puts it in
		// service again.
		if n := runs.Load(); n < 9 && tested.Swap(n) != n {
			return fault.Worker(nil, "a tool is broken")
		}
		return nil
	}
	start(t, w)
	if err := NewClient(r).Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	if m := published(t, store, "board"); len(m.Documents) != 1 || len(m.Refused) != 0 {
		t.Errorf("published %+v", m)
	}
}
