package pipeline_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage/mem"
)

// TestStepsWaitForSpace: a step that does not fit is not started and has no attempt; a
// reservation lasts as long as its step.
func TestStepsWaitForSpace(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}))
	w := newWorker(t, store)
	var free atomic.Int64
	w.Room = &makers.Room{Folder: w.Scratch, Host: "host", Cache: w.Sources, Free: func(string) (int64, error) { return free.Load(), nil }}
	seen := new(observer)
	w.Observer = seen
	list, err := w.Reconcile(t.Context(), "board")
	if err != nil || len(list) != 1 {
		t.Fatalf("%d steps, %v", len(list), err)
	}
	probe := list[0]
	free.Store(1 << 20)
	for range 7 { // more than the highest number of attempts
		err = w.step(t.Context(), probe)
		if e, is := errors.AsType[*makers.NoRoomError](err); !is || !e.Never() || e.Host != "host" {
			t.Fatalf("err = %v, want one of a full disk", err)
		}
	}
	if st := readStatus(t, store, probe); st.Starts != 0 || st.LastError != "" || w.makers.total() != 0 {
		t.Errorf("the status is %+v after %d runs", st, w.makers.total())
	}
	if got := seen.outcomes(plan.Probe); len(got) != 7 || got[0] != pipeline.Deferred || got[6] != pipeline.Deferred {
		t.Errorf("outcomes %v, want 7 times deferred", got)
	}
	free.Store(10 << 30)
	w.makers.instead = func(context.Context, *makers.Task) (r steps.Result, done bool, err error) {
		if d, err := w.Room.Disk(); err != nil || d.Reserved < plan.ScratchBytes(probe, nil, 0) {
			t.Errorf("while the step runs, the disk is %+v, %v", d, err)
		}
		return r, false, nil
	}
	w.settled(t, "board")
	if d, err := w.Room.Disk(); err != nil || d.Reserved != 0 {
		t.Errorf("after all steps, the disk is %+v, %v", d, err)
	}
	if s := readState(t, store, "board"); !s.Final() || len(s.Refused) > 0 {
		t.Errorf("state = %+v", s)
	}
}
