package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

// deckStep returns a worker and the text step of a deck, which is the next to run.
func deckStep(t *testing.T, store storage.Store) (*worker, plan.Step) {
	t.Helper()
	submit(t, store, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}, file{"agenda.txt", "paper with points"}))
	w := newWorker(t, store)
	list, err := w.Reconcile(t.Context(), "board")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		if err = w.step(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if list, err = w.Reconcile(t.Context(), "board"); err != nil || len(list) != 3 || list[0].Kind != plan.Text {
		t.Fatal(list, err)
	}
	return w, list[0]
}

func TestStepFailsAfterFiveAttempts(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w, step := deckStep(t, store)
	w.makers.instead = noDecks
	for attempt := 1; attempt <= 5; attempt++ {
		err := w.RunStep(t.Context(), step.Key(), nil)
		if (err == nil) != (attempt == 5) {
			t.Errorf("attempt %d: %v; want an error, and none after the last attempt", attempt, err)
		}
		if st := readStatus(t, store, step); st.Starts != attempt || st.LastError != "the office would not start" || st.Permanent {
			t.Errorf("after attempt %d the status is %+v", attempt, st)
		}
	}
	const words = "could not be processed after 5 attempts"
	if st := readStatus(t, store, step); st.Failed != words {
		t.Errorf("failed = %q, want %q", st.Failed, words)
	}
	if err := w.RunStep(t.Context(), step.Key(), nil); err != nil || w.makers.count(plan.Text) != 5 {
		t.Errorf("run %d times, %v", w.makers.count(plan.Text), err)
	}
	// The meeting is not published without a file that may be sound.
	w.settled(t, "board")
	if _, err := store.Stat(t.Context(), layout.Public.Meeting("board", layout.Manifest)); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("published: %v", err)
	}
	s := readState(t, store, "board")
	if s.State != archive.NeedsAttention || len(s.Refused) != 0 || len(s.Attention) != 1 || s.Attention[0].String() != "talk.pptx "+words {
		t.Errorf("state = %+v", s)
	}
	if src := s.Sources[0]; src.Status != archive.StatusAttention || src.Attempts != 5 || src.Reason != words || src.Steps[1].LastError != "the office would not start" {
		t.Errorf("state of the deck = %+v", src)
	}
	if left, err := w.unfinished(t); err != nil || len(left) != 0 {
		t.Errorf("the sweep looks at %v, %v", left, err)
	}

	// Reopen allows new attempts within the same revision.
	w.makers.instead = nil
	if err := pipeline.Reopen(t.Context(), w.Store, "board"); err != nil {
		t.Fatal(err)
	}
	w.settled(t, "board")
	if m := readManifest(t, store, layout.Public, "board"); len(m.Refused) != 0 || len(m.Decks) != 1 || m.Revision != 1 {
		t.Errorf("after Reopen: %+v", m)
	}
}

// TestPublishWithoutAGivenUpStep: the published version stays until the organiser
// publishes without the deck. That needs no new attempts.
func TestPublishWithoutAGivenUpStep(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
	w := newWorker(t, store)
	w.settled(t, "board")

	submit(t, store, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}, file{"agenda.txt", "paper with points"}))
	w.makers.instead = noDecks
	for range 5 {
		_ = w.settle(t.Context(), "board") // the deck fails
	}
	w.settled(t, "board")
	if s := readState(t, store, "board"); s.State != archive.NeedsAttention {
		t.Errorf("state = %+v", s)
	}
	if m := readManifest(t, store, layout.Public, "board"); m.Revision != 1 || len(m.Documents) != 1 {
		t.Errorf("published meanwhile: %+v", m)
	}

	if _, _, err := archive.SetWithout(t.Context(), store, "board", []string{"talk.odp"}); !errors.Is(err, archive.ErrNoFile) {
		t.Errorf("without a file that is not there: %v", err)
	}
	if _, changed, err := archive.SetWithout(t.Context(), store, "board", []string{"talk.pptx"}); err != nil || !changed {
		t.Fatal(changed, err)
	}
	before := w.makers.count(plan.Text)
	if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
		t.Fatal(err)
	}
	w.settled(t, "board")
	m := readManifest(t, store, layout.Public, "board")
	if m.Revision != 3 || len(m.Refused) != 1 || m.Refused[0].String() != "talk.pptx could not be processed after 5 attempts" || len(m.Documents) != 1 {
		t.Errorf("published %+v", m)
	}
	if n := w.makers.count(plan.Text) - before; n != 0 {
		t.Errorf("%d new attempts", n)
	}
}

// TestWorkerCrashCountsAsAttempt runs a file that kills its worker, so no run stores an
// error.
func TestWorkerCrashCountsAsAttempt(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	_, step := deckStep(t, below)
	for range 5 {
		dead := false
		store := &storagetest.Hooked{Store: below, Before: func(storagetest.Call) error {
			if dead {
				return storage.ErrUnavailable
			}
			return nil
		}}
		w := newWorker(t, store)
		w.makers.instead = func(context.Context, *makers.Task) (steps.Result, bool, error) {
			dead = true
			return steps.Result{}, true, errors.New("not stored, the worker is dead")
		}
		if err := w.RunStep(t.Context(), step.Key(), nil); err == nil {
			t.Fatal("a dead worker reports success")
		}
	}
	w := newWorker(t, below)
	if err := w.RunStep(t.Context(), step.Key(), nil); err != nil {
		t.Fatal(err)
	}
	if st := readStatus(t, below, step); st.Failed != "could not be processed after 5 attempts" {
		t.Errorf("status = %+v", st)
	}
	w.settled(t, "board")
	if s := readState(t, below, "board"); s.State != archive.NeedsAttention || w.makers.count(plan.Text) != 0 {
		t.Errorf("state = %+v", s)
	}
}

func TestReleasedAttemptIsNotCounted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		stop func(cancel context.CancelFunc) error
	}{
		{"the worker stops", func(cancel context.CancelFunc) error { cancel(); return errors.New("ffmpeg exited with 255") }},
		{"the worker stops while a tool refuses the file", func(cancel context.CancelFunc) error { cancel(); return fault.Refuse("is damaged") }},
		{"the storage is unreachable", func(context.CancelFunc) error { return fmt.Errorf("store deck.pdf: %w", storage.ErrUnavailable) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w, step := deckStep(t, store)
			for range 7 { // more than the maximum number of attempts
				ctx, cancel := context.WithCancel(t.Context())
				w.makers.instead = func(context.Context, *makers.Task) (steps.Result, bool, error) {
					return steps.Result{}, true, tt.stop(cancel)
				}
				if err := w.RunStep(ctx, step.Key(), nil); err == nil {
					t.Error("no error, so the queue would not run the step again")
				}
				cancel()
			}
			if st := readStatus(t, store, step); st.Starts != 0 || st.LastError != "" || st.Failed != "" {
				t.Errorf("status = %+v, want one without attempts", st)
			}
			w.makers.instead = nil
			w.settled(t, "board")
			if m := readManifest(t, store, layout.Public, "board"); len(m.Decks) != 1 {
				t.Errorf("published %+v", m)
			}
		})
	}
}

func TestStepIsStoppedAtItsBudget(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		end  func(ctx context.Context) error
	}{
		{"a tool without an error message", func(ctx context.Context) error { return ctx.Err() }},
		{"a killed tool that refuses the file", func(context.Context) error { return fault.Refuse("is damaged") }},
		{"a storage that is too slow", func(context.Context) error { return storage.ErrUnavailable }},
		{"a tool that returns the cause", context.Cause},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w, step := deckStep(t, store)
			if _, err := storage.Update(t.Context(), store, layout.StepStatus(step.Key()), func(s *steps.Status) bool {
				s.Step.Budget = 20 * time.Millisecond
				return true
			}); err != nil {
				t.Fatal(err)
			}
			w.makers.instead = func(ctx context.Context, _ *makers.Task) (steps.Result, bool, error) {
				<-ctx.Done()
				return steps.Result{}, true, tt.end(ctx)
			}
			if err := w.RunStep(t.Context(), step.Key(), nil); err == nil {
				t.Error("no error, so the queue would not run the step again")
			}
			st := readStatus(t, store, step)
			if st.Starts != 1 || st.Permanent || !strings.HasPrefix(st.LastError, "took longer than its budget of 20ms") {
				t.Errorf("status = %+v", st)
			}
		})
	}
}

func TestStepOfALaterReleaseIsAnError(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w, later := deckStep(t, store)
	later.Kind = "subtitles"
	if _, err := (steps.Waiter{Store: store, Meeting: "board"}).Wait(t.Context(), []plan.Step{later}); err != nil {
		t.Fatal(err)
	}
	err := w.RunStep(t.Context(), later.Key(), nil)
	if err == nil || !strings.Contains(err.Error(), "it is older than the task") {
		t.Errorf("err = %v", err)
	}
}

func TestSymlinkInTheOutputIsAnError(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w, step := deckStep(t, store)
	w.makers.instead = func(_ context.Context, task *makers.Task) (steps.Result, bool, error) {
		return steps.Result{Deck: &steps.Deck{}}, true, os.Symlink("/etc/passwd", task.Dir+"/deck.pdf")
	}
	err := w.RunStep(t.Context(), step.Key(), nil)
	if err == nil || !strings.Contains(err.Error(), "deck.pdf is not a regular file") {
		t.Errorf("err = %v", err)
	}
	if got := keys(t, store, "public/derived/"); len(got) != 0 {
		t.Errorf("stored %q", got)
	}
}

// TestScratchIsEmptyAfterAStep runs a step that fails and one that succeeds.
func TestScratchIsEmptyAfterAStep(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w, step := deckStep(t, store)
	w.makers.instead = func(_ context.Context, task *makers.Task) (steps.Result, bool, error) {
		return steps.Result{}, true, errors.Join(write(task, "half.mp4"), errors.New("broke off"))
	}
	if err := w.RunStep(t.Context(), step.Key(), nil); err == nil {
		t.Fatal("no error")
	}
	w.makers.instead = nil
	w.settled(t, "board")
	left, err := os.ReadDir(w.Scratch)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
