package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/jobs"
	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// fakeQueue reports the running and failing steps that a test sets.
type fakeQueue struct {
	running map[string]progress.Run
	failing map[string]string
	fails   int // calls of Failing
	worker  bool
	sick    []jobs.Sick
}

func (q *fakeQueue) Running() (map[string]progress.Run, error) { return q.running, nil }

func (q *fakeQueue) HasWorker() (bool, error) { return q.worker, nil }

func (q *fakeQueue) SickWorkers(context.Context) ([]jobs.Sick, error) { return q.sick, nil }

func (q *fakeQueue) Failing() (map[string]string, error) {
	q.fails++
	return q.failing, nil
}

// TestSettle checks that a step that has ended is not shown as waiting before the
// meeting's next state.
func TestSettle(t *testing.T) {
	t.Parallel()

	const step = "deck-1"
	var (
		ran      = map[string]progress.Run{step: {Running: true, Done: 0.93}}
		failed   = map[string]string{step: "killed"}
		result   = map[string]any{layout.StepResult(step): steps.Result{Schema: 1}}
		refused  = map[string]any{layout.StepStatus(step): steps.Status{Starts: 1, Failed: "is damaged"}}
		begun    = map[string]any{layout.StepStatus(step): steps.Status{Starts: 1}}
		another  = map[string]any{layout.StepResult("deck-10"): steps.Result{Schema: 1}}
		working  = progress.Total{Running: true, Kind: plan.Deck}
		nothing  = progress.Total{Kind: plan.Deck}
		retrying = progress.Total{Kind: plan.Deck, Retry: "killed"}
	)
	tests := []struct {
		name    string
		stored  map[string]any
		running map[string]progress.Run
		failing map[string]string
		seen    map[string]progress.Run
		want    progress.Total
		done    float64
	}{
		{"runs", nil, ran, nil, nil, working, 0.93},
		{"ended, and has a result", result, nil, nil, ran, working, 0.99},
		{"ended, and failed permanently", refused, nil, nil, ran, working, 0.99},
		{"ended before the first poll", result, nil, nil, nil, nothing, 0},
		{"released by a stopping worker", begun, nil, nil, ran, nothing, 0},
		{"never started", another, nil, nil, nil, nothing, 0},
		{"waits for a retry", begun, nil, failed, ran, retrying, 0},
		{"has a result, but failed to wake its meetings", result, nil, failed, ran, retrying, 0},
		{"runs again after a failure", begun, ran, failed, nil, working, 0.93},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			for key, v := range tt.stored {
				if err := storage.WriteJSON(t.Context(), store, key, v, storage.Always); err != nil {
					t.Fatal(err)
				}
			}
			w := watch{queue: &fakeQueue{running: tt.running, failing: tt.failing}, store: store, seen: tt.seen}
			sources := []archive.SourceState{deckOf(step)}
			got, err := w.totals(t.Context(), sources, time.Now())
			tt.want.Done = tt.done
			if marked := sources[0].Steps[0].Status == archive.StatusDone; marked != (tt.done == 0.99) {
				t.Errorf("the step is marked as done: %t", marked)
			}
			if diff := cmp.Diff(map[string]progress.Total{"deck": tt.want}, got); err != nil || diff != "" {
				t.Errorf("totals: %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func deckOf(step string) archive.SourceState {
	return archive.SourceState{ID: "deck", Status: archive.StatusWaiting, Steps: []archive.StepState{
		{Key: step, Kind: plan.Deck, Cost: 10, Status: archive.StatusWaiting},
	}}
}

func TestSettleReturnsTheStorageError(t *testing.T) {
	t.Parallel()

	cause := errors.New("interrupted")
	ctx, end := context.WithCancelCause(t.Context())
	end(cause)
	w := watch{queue: &fakeQueue{}, store: new(mem.Store), seen: map[string]progress.Run{"deck-1": {Running: true}}}
	if _, err := w.totals(ctx, []archive.SourceState{deckOf("deck-1")}, time.Now()); !errors.Is(err, cause) {
		t.Errorf("err = %v, want that of the storage", err)
	}
}

// TestProgressNeverDecreases adds steps, and restarts one at 0 %.
func TestProgressNeverDecreases(t *testing.T) {
	t.Parallel()

	film := func(all, done int) archive.SourceState {
		return archive.SourceState{ID: "talk", Status: archive.StatusWaiting, Steps: chunked(all, done)}
	}
	costly := func(s archive.SourceState) []archive.SourceState {
		for i := range s.Steps {
			s.Steps[i].Cost = 10
		}
		return []archive.SourceState{s}
	}
	q := &fakeQueue{running: map[string]progress.Run{}}
	w := watch{queue: q, store: new(mem.Store)}
	at := time.Now()
	last := 0.0
	for i, poll := range []struct {
		state []archive.SourceState
		done  float64 // of the running chunk
	}{
		{costly(film(1, 0)), 0.2}, {costly(film(1, 0)), 0.9}, {costly(film(1, 0)), 0.1}, {costly(film(8, 0)), 0.1}, {costly(film(8, 0)), 0}, {costly(film(8, 7)), 0},
	} {
		q.running["chunk-0"] = progress.Run{Running: true, Done: poll.done, Elapsed: time.Second}
		totals, err := w.totals(t.Context(), poll.state, at.Add(time.Duration(i)*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		if got := totals["talk"].Done; got < last {
			t.Errorf("poll %d: %.2f after %.2f", i, got, last)
		} else {
			last = got
		}
	}
	if last < 0.8 {
		t.Errorf("at the end it is %.2f", last)
	}
}

func TestFailingStepsAreQueriedLessOften(t *testing.T) {
	t.Parallel()

	q := &fakeQueue{}
	w := watch{queue: q, store: new(mem.Store)}
	for range 3 * failingEvery {
		if _, err := w.totals(t.Context(), nil, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if q.fails != 3 {
		t.Errorf("%d queries for failing steps in %d polls, want 3", q.fails, 3*failingEvery)
	}
}

func TestTimeLeftCountsDown(t *testing.T) {
	t.Parallel()

	work := func(left time.Duration) progress.Total { return progress.Total{Running: true, Left: left} }
	tests := []struct {
		name      string
		last, now progress.Total
		passed    time.Duration
		want      time.Duration
	}{
		{"shows the first estimate", work(0), work(time.Minute), time.Second, time.Minute},
		{"follows an accurate estimate", work(time.Minute), work(59 * time.Second), time.Second, 59 * time.Second},
		{"smooths a jump", work(61 * time.Second), work(32 * time.Minute), time.Second, 2 * time.Minute},
		{"reaches a new estimate", work(61 * time.Second), work(32 * time.Minute), time.Hour, 32 * time.Minute},
		{"counts down without an estimate", work(time.Minute), work(0), time.Second, 59 * time.Second},
		{"never reaches zero while a step runs", work(time.Second), work(0), time.Minute, time.Second},
		{"shows none while no step runs", work(time.Minute), progress.Total{}, time.Second, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			if got := (shown{tt.last, began}).update(tt.now, began.Add(tt.passed)).Left; got != tt.want {
				t.Errorf("%v after %v left, new estimate %v: %v, want %v", tt.passed, tt.last.Left, tt.now.Left, got, tt.want)
			}
		})
	}
}
