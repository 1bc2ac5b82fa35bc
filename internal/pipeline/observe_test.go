package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// observer records events.
type observer struct {
	mu        sync.Mutex
	attempts  []pipeline.Attempt
	published int
}

func (o *observer) AttemptEnded(a pipeline.Attempt) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.attempts = append(o.attempts, a)
}

func (o *observer) Published() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.published++
}

// outcomes returns how the attempts at a kind of step ended.
func (o *observer) outcomes(kind plan.Kind) (list []pipeline.Outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, a := range o.attempts {
		if a.Kind == kind {
			list = append(list, a.Outcome)
		}
	}
	return list
}

// TestObserverSeesEveryAttempt has a deck fail until it needs attention, then retries it.
func TestObserverSeesEveryAttempt(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}))
	w, seen := newWorker(t, store), new(observer)
	w.Observer = seen
	failures := 0
	w.makers.instead = func(_ context.Context, task *makers.Task) (steps.Result, bool, error) {
		if task.Step.Kind != plan.Text {
			return steps.Result{}, false, nil
		}
		if failures++; failures == 1 {
			return steps.Result{}, true, makers.ServiceError{Err: fmt.Errorf("fetch: %w", storage.ErrUnavailable)}
		}
		return steps.Result{}, true, errors.New("the office would not start")
	}
	for range 6 {
		_ = w.settle(t.Context(), "board")
	}
	w.settled(t, "board")
	want := []pipeline.Outcome{pipeline.Released, pipeline.Failed, pipeline.Failed, pipeline.Failed, pipeline.Failed, pipeline.Attention}
	if got := seen.outcomes(plan.Text); !slices.Equal(got, want) {
		t.Errorf("outcomes %v, want %v", got, want)
	}
	attention := func() []string {
		ids, err := archive.NeedingAttention(t.Context(), store, w.Log, w.Now)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	for _, lost := range [][]string{nil, {layout.AttentionIndex, layout.Attention("board")}} { // as in an earlier release
		for _, key := range lost {
			if err := store.Delete(t.Context(), key); err != nil {
				t.Fatal(err)
			}
		}
		if ids := attention(); !slices.Equal(ids, []string{"board"}) {
			t.Errorf("meetings %v need attention, want board", ids)
		}
	}

	w.makers.instead = nil
	if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
		t.Fatal(err)
	}
	if ids := attention(); len(ids) != 0 {
		t.Errorf("meetings %v need attention after a retry", ids)
	}
	w.settled(t, "board")
	if got := seen.outcomes(plan.Text); got[len(got)-1] != pipeline.Done || seen.published == 0 || len(attention()) != 0 {
		t.Errorf("outcomes %v, %d versions published", got, seen.published)
	}
	bytes := int64(0)
	for _, a := range seen.attempts {
		bytes += a.Made.Bytes
		if a.Outcome == pipeline.Done && (a.Took <= 0 || a.Made.Took > a.Took) {
			t.Errorf("times of %+v", a)
		}
	}
	if bytes == 0 {
		t.Error("the steps made no files")
	}
}

// TestObserverSeesRefusals has a file that no tool knows.
func TestObserverSeesRefusals(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public, file{"agenda.txt", "nothing known"}))
	w, seen := newWorker(t, store), new(observer)
	w.Observer = seen
	w.settled(t, "board")
	if got := seen.outcomes(plan.Probe); !slices.Equal(got, []pipeline.Outcome{pipeline.Refused}) {
		t.Errorf("outcomes %v, want refused", got)
	}
}
