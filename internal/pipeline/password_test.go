package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/secret"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func newKey(t *testing.T) secret.Key {
	t.Helper()
	key, err := secret.ParseKey(secret.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// locked returns a meeting whose deck has a password.
func locked(t *testing.T) intake.Input {
	t.Helper()
	in := input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"})
	in.Meeting.Sources[0].Password = "sesame"
	return in
}

// noSesame fails if an object of the store contains the password.
func noSesame(t *testing.T, store storage.Store) {
	t.Helper()
	for info, err := range store.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		body, _, err := store.Get(t.Context(), info.Key, 0, -1)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(body)
		if err = errors.Join(err, body.Close()); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "sesame") {
			t.Errorf("%s has the password in clear: %.500s", info.Key, data)
		}
	}
}

func TestSubmitEncryptsPasswords(t *testing.T) {
	t.Parallel()
	store, in, key := new(mem.Store), locked(t), newKey(t)
	m, changed, err := pipeline.Submit(t.Context(), store, in, key, noProgress{})
	if err != nil || !changed {
		t.Fatalf("changed %v, %v", changed, err)
	}
	noSesame(t, store)
	if got, openErr := key.Open(m.Sources[0].SealedPassword, m.Sources[0].SHA256); openErr != nil || got != "sesame" || m.Sources[0].Password != "" {
		t.Errorf("the record has %+v, which opens as %q, %v", m.Sources[0], got, openErr)
	}
	if in.Meeting.Sources[0].Password != "sesame" {
		t.Error("the caller's input has changed")
	}
	if _, changed, err = pipeline.Submit(t.Context(), store, in, key, noProgress{}); err != nil || changed {
		t.Errorf("the second time: changed %v, %v", changed, err)
	}
	if again, _, err := pipeline.Submit(t.Context(), store, in, newKey(t), noProgress{}); err != nil || again.Revision != 2 {
		t.Errorf("with another key: revision %d, %v, want the password sealed again", again.Revision, err)
	}
}

func TestSubmitWithoutAKey(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	_, _, err := pipeline.Submit(t.Context(), store, locked(t), secret.Key{}, noProgress{})
	if !errors.Is(err, secret.ErrNoKey) || !strings.Contains(err.Error(), "set PROCEEDINGS_SECRET_KEY") || strings.Contains(err.Error(), "sesame") {
		t.Errorf("error %v, want one that says what to set", err)
	}
	for info, listErr := range store.List(t.Context(), "") {
		t.Errorf("%s is stored, %v", info.Key, listErr)
	}
}

func TestRecordsOfEarlierVersionsHavePasswordsInClear(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ fails, withdrawn bool }{
		"whose deck is published": {}, "whose deck has failed": {fails: true}, "which was withdrawn": {withdrawn: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testPasswordInClear(t, tt.fails, tt.withdrawn)
		})
	}
}

func testPasswordInClear(t *testing.T, fails, isWithdrawn bool) {
	t.Helper()
	store, in := new(mem.Store), locked(t)
	w := newWorker(t, store)
	w.makers.instead = func(_ context.Context, task *makers.Task) (steps.Result, bool, error) {
		return steps.Result{}, fails && task.Step.Kind == plan.Deck, fault.Refuse("is encrypted")
	}
	old := submit(t, store, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}))
	old.Sources[0].Password = "sesame"
	if err := archive.WriteRecord(t.Context(), store, old, storage.Always); err != nil {
		t.Fatal(err)
	}
	w.settled(t, "board")
	if state := readState(t, store, "board"); !state.Final() || len(readManifest(t, store, layout.Public, "board").Decks) != 1 {
		t.Fatalf("state %+v, want the deck published", state)
	}
	revision := 2
	if isWithdrawn {
		for _, key := range keys(t, store, "archive/steps/") {
			if strings.HasSuffix(key, "/status.json") { // earlier versions did not store the step in it
				if err := storage.WriteJSON(t.Context(), store, key, steps.Status{Starts: 1}, storage.Always); err != nil {
					t.Fatal(err)
				}
			}
		}
		withdrawn(t, w, "board", true)
		revision++
	}
	if m, changed, err := pipeline.Submit(t.Context(), store, in, newKey(t), noProgress{}); err != nil || !changed || m.Revision != revision {
		t.Errorf("revision %d, changed %v, %v", m.Revision, changed, err)
	}
	fails = false
	w.settled(t, "board")
	if isWithdrawn {
		withdrawn(t, w, "board", false)
	}
	noSesame(t, store)
	if state := readState(t, store, "board"); !state.Final() || len(readManifest(t, store, layout.Public, "board").Decks) != 1 || len(state.Stale) > 0 {
		t.Errorf("state %+v, want the deck published again, and no steps of the earlier version", state)
	}
}

func TestAWrongKeyIsSaidAndCanBeCorrected(t *testing.T) {
	t.Parallel()
	store, in, key := new(mem.Store), locked(t), newKey(t)
	if _, _, err := pipeline.Submit(t.Context(), store, in, key, noProgress{}); err != nil {
		t.Fatal(err)
	}
	w, wrong := newWorker(t, store), true
	w.makers.instead = func(context.Context, *makers.Task) (steps.Result, bool, error) {
		return steps.Result{}, wrong, fmt.Errorf("%w (%w)", fault.Refuse("has a password that was encrypted with another key"), secret.ErrWrongKey)
	}
	w.settled(t, "board")
	if s := readState(t, store, "board"); !s.Final() || s.Sources[0].Reason != "has a password that was encrypted with another key" {
		t.Errorf("state %+v, want the reason", s)
	}
	wrong = false
	if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
		t.Fatal(err)
	}
	w.settled(t, "board")
	if decks := readManifest(t, store, layout.Public, "board").Decks; len(decks) != 1 {
		t.Errorf("decks %+v, want the deck once the key is right", decks)
	}
}
