package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/publish"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

// TestOlderRevisionNeverWins interrupts a reconcile at each of its storage calls,
// publishes a newer revision, and continues.
func TestOlderRevisionNeverWins(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		from, to meeting.Visibility
	}{
		{"a new title", meeting.Public, meeting.Public},
		{"public becomes private", meeting.Public, meeting.Private},
		{"private becomes unlisted", meeting.Private, meeting.Unlisted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			older := input(t, "board", tt.from, file{"agenda.txt", "paper with points"})
			newer := older
			newer.Meeting.Title, newer.Meeting.Visibility = "Board, April", tt.to
			for n := 1; overtake(t, &n, older.Meeting.ID, func(store storage.Store) {
				submit(t, store, older)
				newWorker(t, store).ahead(t, "board")
			}, func(store storage.Store) {
				submit(t, store, newer)
				newWorker(t, store).settled(t, "board")
			}, func(store storage.Store) {
				checkOnly(t, store, plan.Space(tt.to), "Board, April")
			}); n++ {
				if t.Failed() {
					t.Fatalf("overtaken at call %d", n)
				}
			}
		})
	}
}

// TestOlderReconcileOfTheSameRevisionNeverWins does the same with a failed step that is
// reopened meanwhile. The record does not change.
func TestOlderReconcileOfTheSameRevisionNeverWins(t *testing.T) {
	t.Parallel()
	in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}, file{"talk.pptx", "deck of a talk"})
	for n := 1; overtake(t, &n, "board", func(store storage.Store) {
		submit(t, store, in)
		w := newWorker(t, store)
		w.makers.instead = noDecks
		for range 10 { // until the step fails permanently
			_ = w.settle(t.Context(), "board")
		}
	}, func(store storage.Store) {
		w := newWorker(t, store)
		if err := pipeline.Reopen(t.Context(), w.Store, "board"); err != nil {
			t.Error(err)
		}
		w.settled(t, "board")
	}, func(store storage.Store) {
		if m := readManifest(t, store, layout.Public, "board"); len(m.Decks) != 1 || len(m.Refused) != 0 {
			t.Errorf("the deck is missing: %+v", m.Refused)
		}
		if s := readState(t, store, "board"); s.State != manifest.Published || len(s.Refused) != 0 {
			t.Errorf("state = %+v", s)
		}
		checkWhole(t, store, layout.Public, "board")
	}); n++ {
		if t.Failed() {
			t.Fatalf("overtaken at call %d", n)
		}
	}
}

// TestStaleReconcileKeepsTheFinalState settles all steps during a reconcile. It must not
// store the state processing afterwards, since no other reconcile would follow.
func TestStaleReconcileKeepsTheFinalState(t *testing.T) {
	t.Parallel()
	in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}, file{"talk.pptx", "deck of a talk"})
	for n := 1; overtake(t, &n, "board", func(store storage.Store) {
		submit(t, store, in)
		if _, err := newWorker(t, store).Reconcile(t.Context(), "board"); err != nil {
			t.Error(err)
		}
		// A new title, so that the slow reconcile writes a state.
		in2 := in
		in2.Meeting.Title = "Another title"
		submit(t, store, in2)
	}, func(store storage.Store) {
		newWorker(t, store).settled(t, "board")
	}, func(store storage.Store) {
		if s := readState(t, store, "board"); s.State != manifest.Published || s.Revision != 2 {
			t.Errorf("state = %+v", s)
		}
		checkWhole(t, store, layout.Public, "board")
	}); n++ {
		if t.Failed() {
			t.Fatalf("overtaken at call %d", n)
		}
	}
}

// overtake prepares a store, reconciles a meeting, runs meanwhile before call n, and
// checks. It returns false if there was no call n, and moves n past calls that need no
// test.
func overtake(t *testing.T, n *int, id string, prepare, meanwhile, check func(storage.Store)) bool {
	t.Helper()
	below := new(mem.Store)
	prepare(below)
	met := false
	store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
		if c.N == *n {
			met = true
			meanwhile(below)
		}
		return nil
	}}
	if _, err := newWorker(t, store).Reconcile(t.Context(), id); err != nil {
		t.Error(err)
	}
	if met {
		check(below)
	} else if *n < 10 {
		t.Errorf("the reconcile made only %d calls", *n-1)
	}
	if !t.Failed() {
		*n = pastShards(store.Calls(), *n)
	}
	return met
}

// checkOnly checks that a meeting's pages have that title and are complete in one
// space, and that the other space has none.
func checkOnly(t *testing.T, store storage.Store, space layout.Space, title string) {
	t.Helper()
	checkWhole(t, store, space, "board")
	if m := readManifest(t, store, space, "board"); m.Title != title || m.Revision != 2 {
		t.Errorf("published %q, revision %d", m.Title, m.Revision)
	}
	for _, other := range []layout.Space{layout.Public, layout.Private} {
		if left := keys(t, store, other.MeetingPrefix("board")); other != space && len(left) > 0 {
			t.Errorf("left in the other space: %q", left)
		}
	}
	if s := readState(t, store, "board"); s.Revision != 2 || s.State != manifest.Published {
		t.Errorf("state = %+v", s)
	}
}

func TestVisibilityDeterminesTheSpace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		visibility meeting.Visibility
		public     bool
	}{
		{"a public meeting is in the public space", meeting.Public, true},
		{"an unlisted meeting is in the public space", meeting.Unlisted, true},
		{"a private meeting is not in the public space", meeting.Private, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			submit(t, store, whole(t, "board", tt.visibility))
			newWorker(t, store).settled(t, "board")
			checkWhole(t, store, plan.Space(tt.visibility), "board")
			if got := keys(t, store, "public/"); len(got) > 0 != tt.public {
				t.Errorf("in the public space: %q", got)
			}
			if got := keys(t, store, string(layout.Private)); len(got) > 0 == tt.public {
				t.Errorf("in the private space: %q", got)
			}
		})
	}
}

func TestPublicPagesOfAPrivateMeetingGoAtOnce(t *testing.T) {
	t.Parallel()
	store := &storagetest.Hooked{Store: new(mem.Store)}
	in := whole(t, "board", meeting.Public)
	submit(t, store, in)
	w := newWorker(t, store)
	w.settled(t, "board")
	in.Meeting.Visibility = meeting.Private
	submit(t, store, in)

	calls := len(store.Calls())
	list, err := w.Reconcile(t.Context(), "board")
	if err != nil || len(list) == 0 {
		t.Fatalf("%d steps, %v; want steps for the private space", len(list), err)
	}
	if left := keys(t, store, layout.Public.MeetingPrefix("board")); len(left) > 0 {
		t.Errorf("before the private pages are published, public ones are left: %q", left)
	}
	deleted := slices.DeleteFunc(store.Calls()[calls:], func(c storagetest.Call) bool { return c.Op != "delete" })
	if len(deleted) == 0 || deleted[0].Key != layout.Public.Meeting("board", layout.Manifest) {
		t.Errorf("deleted %+v, want the manifest first", deleted)
	}
}

func TestFailedRevisionKeepsThePublishedOne(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"})
	in.Explicit = true
	submit(t, store, in)
	w := newWorker(t, store)
	w.settled(t, "board")

	bad := input(t, "board", meeting.Public, file{"minutes.txt", "nothing known"})
	bad.Explicit = true
	submit(t, store, bad)
	w.settled(t, "board")
	want := []meeting.Refusal{{Name: "minutes.txt", Reason: "has an unknown format"}}
	if s := readState(t, store, "board"); s.State != manifest.Failed || s.Revision != 2 || !slices.Equal(s.Refused, want) {
		t.Errorf("state = %+v", s)
	}
	if m := readManifest(t, store, layout.Public, "board"); m.Revision != 1 || len(m.Documents) != 1 {
		t.Errorf("published revision %d, want the previous one", m.Revision)
	}
	checkWhole(t, store, layout.Public, "board")

	submit(t, store, input(t, "council", meeting.Public, file{"minutes.txt", "nothing known"}))
	w.settled(t, "council")
	if isThere(t, store, layout.Public.Meeting("council", layout.Manifest)) {
		t.Error("a failed meeting has a page")
	}
}

func TestRefusedFileIsNotRetried(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, input(t, "board", meeting.Public,
		file{"agenda.txt", "paper with points"}, file{"talk.pptx", "deck of a talk"}, file{"x.bin", "nothing known"}))
	w := newWorker(t, store)
	w.makers.instead = func(_ context.Context, task *makers.Task) (steps.Result, bool, error) {
		return steps.Result{}, task.Step.Kind == plan.Text, fmt.Errorf("convert the deck: %w", fault.Refuse("is encrypted and needs a password"))
	}
	w.settled(t, "board")
	want := []meeting.Refusal{
		{Name: "talk.pptx", Reason: "is encrypted and needs a password"},
		{Name: "x.bin", Reason: "has an unknown format"},
	}
	if m := readManifest(t, store, layout.Public, "board"); !slices.Equal(m.Refused, want) || len(m.Documents) != 1 || m.State != manifest.Published {
		t.Errorf("published %+v", m)
	}
	s := readState(t, store, "board")
	if !slices.Equal(s.Refused, want) || s.State != manifest.Published {
		t.Errorf("state = %+v", s)
	}
	if n := w.makers.count(plan.Text); n != 1 {
		t.Errorf("the deck was tried %d times", n)
	}
	checkWhole(t, store, layout.Public, "board")

	// Reopen does not retry a refused file.
	if err := pipeline.Reopen(t.Context(), w.Store, "board"); err != nil {
		t.Fatal(err)
	}
	w.settled(t, "board")
	if n := w.makers.count(plan.Text); n != 1 {
		t.Errorf("the refused deck was tried again")
	}
}

func TestReconcileOfAnUnknownMeeting(t *testing.T) {
	t.Parallel()
	_, err := newWorker(t, new(mem.Store)).Reconcile(t.Context(), "board")
	if err == nil || !fault.IsPermanent(err) || !strings.Contains(err.Error(), "board") {
		t.Errorf("err = %v, want a permanent error that names the meeting", err)
	}
}

func TestReconcileOfALaterSchema(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	m := meeting.Meeting{Schema: meeting.SchemaVersion + 1, ID: "board", Revision: 1}
	if err := storage.WriteJSON(t.Context(), store, layout.Record("board"), m, storage.Always); err != nil {
		t.Fatal(err)
	}
	_, err := newWorker(t, store).Reconcile(t.Context(), "board")
	if err == nil || fault.IsPermanent(err) || !strings.Contains(err.Error(), "schema 2") {
		t.Errorf("err = %v, want a temporary error, for a newer worker", err)
	}
}

func TestUnfinished(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	for _, id := range []string{"done", "failed", "fresh", "changed", "damaged"} {
		content := "paper with points"
		if id == "failed" {
			content = "nothing known"
		}
		in := input(t, id, meeting.Public, file{"agenda.txt", content})
		submit(t, store, in)
		if id != "fresh" {
			w.settled(t, id)
		}
		if id == "changed" {
			in.Meeting.Title = "Another title"
			submit(t, store, in)
		}
	}
	if _, err := store.Put(t.Context(), layout.Record("damaged"), strings.NewReader("{"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	// Without the index all meetings are read; the damaged one is skipped.
	for range 2 {
		got, err := w.unfinished(t)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		if strings.Join(got, " ") != "changed fresh" {
			t.Errorf("unfinished: %q", got)
		}
	}
	counted := &storagetest.Hooked{Store: store}
	if _, err := newWorker(t, counted).unfinished(t); err != nil || len(counted.Calls()) != 1 {
		t.Errorf("with the index a sweep makes %d calls, %v; want one listing", len(counted.Calls()), err)
	}
	if err := store.Delete(t.Context(), layout.UnfinishedIndex); err != nil {
		t.Fatal(err)
	}

	unreachable := &storagetest.Hooked{Store: store, Before: func(c storagetest.Call) error {
		if c.Op == "get" {
			return storage.ErrUnavailable
		}
		return nil
	}}
	if _, err := newWorker(t, unreachable).unfinished(t); err == nil {
		t.Error("a sweep without storage reports no error")
	}
}

// TestReconcileStopsAfterFiveConflicts keeps publishing newer revisions meanwhile.
func TestReconcileStopsAfterFiveConflicts(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"})
	submit(t, below, in)
	newWorker(t, below).ahead(t, "board")
	titles := 0
	store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
		if c.Op == "get" && c.Key == layout.State("board") {
			titles++
			in.Meeting.Title = fmt.Sprint("Title ", titles)
			submit(t, below, in)
			newWorker(t, below).settled(t, "board")
		}
		return nil
	}}
	_, err := newWorker(t, store).Reconcile(t.Context(), "board")
	if !errors.Is(err, publish.ErrSuperseded) || fault.IsPermanent(err) || titles != 6 { // the last look is whether the record is behind
		t.Errorf("after %d tries: %v", titles, err)
	}
	checkWhole(t, below, layout.Public, "board")
}

// noDecks fails for every deck with a temporary error.
func noDecks(_ context.Context, task *makers.Task) (steps.Result, bool, error) {
	return steps.Result{}, task.Step.Kind == plan.Text, errors.New("the office would not start")
}
