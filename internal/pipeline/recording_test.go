package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/secret"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

// whole returns a meeting with one source of every kind.
func whole(t *testing.T, id string, v meeting.Visibility) intake.Input {
	return input(t, id, v, file{"day.mp4", "film of the day"}, file{"talk.pptx", "deck of a talk"}, file{"agenda.txt", "paper with points"})
}

func TestRecordingStepsRunOnce(t *testing.T) {
	t.Parallel()
	store := &storagetest.Hooked{Store: new(mem.Store)}
	m := submit(t, store, whole(t, "board", meeting.Public))
	w := newWorker(t, store)
	w.settled(t, m.ID)

	checkWhole(t, store, layout.Public, m.ID)
	man := readManifest(t, store, layout.Public, m.ID)
	if man.State != manifest.Published || len(man.Recordings) != 1 || len(man.Decks) != 1 || len(man.Documents) != 1 || len(man.Refused) != 0 {
		t.Errorf("published %+v", man)
	}
	if got := w.makers.total(); got != 11 {
		t.Errorf("makers ran %d times, want 3 probes, 2 steps of a deck, a document, 4 of a recording, and the search for slides", got)
	}
	if s := readState(t, store, m.ID); !s.Final() || s.State != manifest.Published || s.Revision != 1 {
		t.Errorf("state = %+v", s)
	}
	first := read(t, store, layout.Public.Meeting(m.ID, layout.Manifest))
	before := len(puts(store))

	again := newWorker(t, store)
	again.settled(t, m.ID)
	if n := again.makers.total(); n != 0 {
		t.Errorf("a second run ran %d makers again", n)
	}
	if more := puts(store)[before:]; len(more) != 0 {
		t.Errorf("a second run wrote %q", more)
	}
	if second := read(t, store, layout.Public.Meeting(m.ID, layout.Manifest)); !bytes.Equal(first, second) {
		t.Errorf("a second run changed the manifest:\n%s\n%s", first, second)
	}
}

// TestRecordingStepsSurviveACrash breaks each storage call from submission to
// publication, in every way, and lets a healthy worker continue.
func TestRecordingStepsSurviveACrash(t *testing.T) {
	t.Parallel()
	failures := []failure{
		{"a call fails", false, false, storage.ErrUnavailable},
		{"the answer to a call is lost", true, false, storage.ErrUnavailable},
		{"a conditional write conflicts with itself", true, false, storage.ErrPrecondition},
		{"the worker dies before a call", false, true, storage.ErrUnavailable},
		{"the worker dies after a call", true, true, storage.ErrUnavailable},
	}
	healthy := &storagetest.Hooked{Store: new(mem.Store)}
	in := input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}, file{"x.bin", "nothing known"})
	submit(t, healthy, in)
	newWorker(t, healthy).settled(t, "board")
	calls := healthy.Calls()
	want := read(t, healthy, layout.Public.Meeting("board", layout.Manifest))

	for _, w := range failures {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			n := 1
			for ; w.skips(calls, n) || crash(t, in, want, n, w); n++ {
				if t.Failed() {
					t.Fatalf("with a failure at call %d", n)
				}
			}
			if n < 50 {
				t.Errorf("only %d calls", n)
			}
		})
	}
}

// failure is how a storage call breaks.
type failure struct {
	name    string
	done    bool // the call takes effect
	forever bool // all later calls break, too
	answer  error
}

// skips reports whether a failure at call n tests nothing new. For a read, a lost answer
// equals a failed call, and a crash equals a crash at the next write. Only writes have
// conditions.
func (w failure) skips(calls []storagetest.Call, n int) bool {
	switch {
	case proctest.Long() || n > len(calls):
		return false
	case onShard(calls, n):
		return amongShards(calls, n)
	case errors.Is(w.answer, storage.ErrPrecondition):
		return !calls[n-1].Conditional
	default:
		return w.done != w.forever && !calls[n-1].Writes()
	}
}

// breaks returns the error of call c if call n breaks.
func (w failure) breaks(c storagetest.Call, n int) error {
	if c.N < n || c.N > n && !w.forever || errors.Is(w.answer, storage.ErrPrecondition) && !c.Conditional {
		return nil
	}
	return w.answer
}

// crash processes a meeting with a failure at call n, and then without. It returns
// false if there was no call n.
func crash(t *testing.T, in intake.Input, want []byte, n int, w failure) bool {
	t.Helper()
	below := new(mem.Store)
	store := &storagetest.Hooked{Store: below}
	if !w.done {
		store.Before = func(c storagetest.Call) error { return w.breaks(c, n) }
	}
	store.After = func(c storagetest.Call) error {
		if mayPublish(c) {
			checkPointer(t, below, "board")
		}
		if w.done {
			return w.breaks(c, n)
		}
		return nil
	}
	if _, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{}); err == nil {
		err = newWorker(t, store).settle(t.Context(), "board")
		if err != nil && !errors.Is(err, storage.ErrUnavailable) {
			t.Errorf("the error does not wrap ErrUnavailable: %v", err)
		}
	}
	met := len(store.Calls()) >= n

	after := &storagetest.Hooked{Store: below, After: func(c storagetest.Call) error {
		if mayPublish(c) {
			checkPointer(t, below, "board")
		}
		return nil
	}}
	submit(t, after, in)
	newWorker(t, after).settled(t, "board")
	if got := read(t, below, layout.Public.Meeting("board", layout.Manifest)); !bytes.Equal(got, want) {
		t.Errorf("manifest:\n%s\nwant:\n%s", got, want)
	}
	checkWhole(t, below, layout.Public, "board")
	return met
}

// mayPublish reports whether the call writes to the public space, except to a shard of
// the catalogue, which no manifest names.
func mayPublish(c storagetest.Call) bool {
	return c.Writes() && strings.HasPrefix(c.Key, string(layout.Public)) && !isShard(c)
}

// checkPointer checks that every file in a published manifest exists, and that files of
// steps have the stated size.
func checkPointer(t *testing.T, store storage.Store, id string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	var m manifest.Manifest
	_, err := storage.ReadJSON(ctx, store, layout.Public.Meeting(id, layout.Manifest), &m)
	if errors.Is(err, storage.ErrNotFound) {
		return
	}
	if err != nil {
		t.Error(err)
		return
	}
	for f := range m.Files() {
		info, err := store.Stat(ctx, layout.Public.Meeting(id, f.URL))
		if err != nil || strings.Contains(f.URL, "derived/") && info.Size != f.Size {
			t.Errorf("while published, %s: %d bytes, %v", f.URL, info.Size, err)
		}
	}
}

func TestFirstOfTwoConcurrentRunsCounts(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	m := submit(t, store, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
	workers := []*worker{newWorker(t, store), newWorker(t, store)}
	list, err := workers[0].Reconcile(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err = workers[0].step(t.Context(), list[0]); err != nil {
		t.Fatal(err)
	}
	list, err = workers[0].Reconcile(t.Context(), m.ID)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	// Both makers run concurrently and write different bytes; the first to end counts.
	begun, first := []chan struct{}{make(chan struct{}), make(chan struct{})}, make(chan struct{})
	errs := make([]chan error, len(workers))
	for i, w := range workers {
		errs[i] = make(chan error, 1)
		w.makers.instead = func(ctx context.Context, task *makers.Task) (steps.Result, bool, error) {
			close(begun[i])
			<-begun[1-i]
			if i == 1 {
				<-first
			}
			task.Source = fileOf(t, strings.Repeat("x", i+1))
			r, makeErr := documentMaker(ctx, task)
			return r, true, makeErr
		}
		go func() { errs[i] <- w.RunStep(t.Context(), list[0].Key(), func(float64) {}) }()
	}
	if err = <-errs[0]; err != nil {
		t.Error(err)
	}
	workers[0].settled(t, m.ID)
	counts := read(t, store, layout.StepResult(list[0].Key()))
	close(first)
	if err = <-errs[1]; err != nil {
		t.Error(err)
	}
	if later := read(t, store, layout.StepResult(list[0].Key())); !bytes.Equal(counts, later) {
		t.Errorf("the second run changed the result from\n%s\nto\n%s", counts, later)
	}
	if derived := keys(t, store, "public/derived/"); len(derived) != 2 {
		t.Errorf("stored %q, want a folder for each run", derived)
	}
	newWorker(t, store).settled(t, m.ID)
	checkWhole(t, store, layout.Public, m.ID)
}

func TestTwoMeetingsShareADeck(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	deck := file{"talk.pptx", "deck of a talk"}
	for _, id := range []string{"board", "council"} {
		submit(t, store, input(t, id, meeting.Public, deck))
	}
	for range 2 {
		a, err := w.Reconcile(t.Context(), "board")
		if err != nil {
			t.Fatal(err)
		}
		b, err := w.Reconcile(t.Context(), "council")
		if err != nil {
			t.Fatal(err)
		}
		if len(a) == 0 || len(a) != len(b) || a[0].Key() != b[0].Key() {
			t.Fatalf("steps %+v and %+v, want the same", a, b)
		}
		if err = w.RunStep(t.Context(), a[0].Key(), func(float64) {}); err != nil {
			t.Fatal(err)
		}
		ids, err := steps.Waiting(t.Context(), store, a[0])
		if err != nil || strings.Join(ids, " ") != "board council" {
			t.Errorf("waiting: %q, %v", ids, err)
		}
	}
	w.settled(t, "board")
	w.settled(t, "council")
	checkWhole(t, store, layout.Public, "board")
	checkWhole(t, store, layout.Public, "council")
	if n := w.makers.count(plan.Deck); n != 1 {
		t.Errorf("the deck was converted %d times", n)
	}
}

// TestNoWakeUpIsLost ends a step before each call of a reconcile. The reconcile must read
// the result, or the meeting must be registered to be woken.
func TestNoWakeUpIsLost(t *testing.T) {
	t.Parallel()
	for n := 1; ; n++ {
		below := new(mem.Store)
		submit(t, below, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
		other := newWorker(t, below)
		list, err := other.Reconcile(t.Context(), "board")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list { // as if no meeting waited
			if err = steps.Forget(t.Context(), below, s); err != nil {
				t.Fatal(err)
			}
		}
		if err = below.Delete(t.Context(), layout.State("board")); err != nil {
			t.Fatal(err)
		}
		var woken []string
		met := false
		store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
			if c.N != n {
				return nil
			}
			met = true
			if runErr := other.RunStep(t.Context(), list[0].Key(), func(float64) {}); runErr != nil {
				return runErr
			}
			var waitErr error
			woken, waitErr = steps.Waiting(t.Context(), below, list[0])
			return waitErr
		}}
		left, err := newWorker(t, store).Reconcile(t.Context(), "board")
		if err != nil {
			t.Fatal(err)
		}
		if !met {
			if n < 5 {
				t.Fatalf("a reconcile made only %d calls", n-1)
			}
			return
		}
		for _, s := range left {
			if s.Key() == list[0].Key() && len(woken) == 0 {
				t.Errorf("the step ended at call %d (%+v): the meeting is never woken", n, store.Calls()[n-1])
			}
		}
	}
}

func read(t *testing.T, store storage.Store, key string) []byte {
	t.Helper()
	body, _, err := store.Get(t.Context(), key, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(body)
	if err = errors.Join(err, body.Close()); err != nil {
		t.Fatal(err)
	}
	return data
}
