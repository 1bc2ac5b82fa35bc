package pipeline_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

func eventsOf(t *testing.T, store storage.Store, id string) (kinds []archive.EventKind) {
	t.Helper()
	list, _, err := archive.Events(t.Context(), store, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.Schema != archive.EventSchema || e.Meeting != id || e.Time.IsZero() || e.Who != "worker desk" {
			t.Errorf("incomplete event %+v", e)
		}
		kinds = append(kinds, e.Kind)
	}
	slices.Sort(kinds)
	return kinds
}

// TestWorkerStoresEachEventOnce repeats every reconcile.
func TestWorkerStoresEachEventOnce(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(t *testing.T, store storage.Store) {
		w := newWorker(t, store)
		w.Who = "worker desk"
		submit(t, store, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}, file{"odd.bin", "of no format"}))
		w.settled(t, "board")
		list, _, err := archive.Events(t.Context(), store, "board")
		if err != nil {
			t.Fatal(err)
		}
		state := readState(t, store, "board")
		for _, e := range list {
			switch {
			case e.Kind == archive.EventRefused && (e.File != "odd.bin" || e.Reason != "has an unknown format" || e.SHA256 == ""):
				t.Errorf("the refusal is %+v", e)
			case e.Kind == archive.EventPublished && e.State == "published" && (e.Version != state.Version || e.Revision != 1):
				t.Errorf("the publication is %+v, want version %s", e, state.Version)
			}
		}
		first := eventsOf(t, store, "board")
		if !slices.Contains(first, archive.EventRefused) || !slices.Contains(first, archive.EventPublished) {
			t.Fatalf("events %q", first)
		}
		// As after a crash before the state was stored, and after a retry.
		for range 2 {
			if err := store.Delete(t.Context(), layout.State("board")); err != nil {
				t.Fatal(err)
			}
			w.settled(t, "board")
			if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
				t.Fatal(err)
			}
			w.settled(t, "board")
		}
		if again := eventsOf(t, store, "board"); !slices.Equal(first, again) {
			t.Errorf("events %q, after repeated reconciles %q", first, again)
		}
		withdrawn(t, w, "board", true)
		if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
			t.Fatal(err)
		}
		w.settled(t, "board")
		withdrawn(t, w, "board", false)
		want := append(slices.Clone(first), archive.EventTakenDown, archive.EventPublished)
		slices.Sort(want)
		if got := eventsOf(t, store, "board"); !slices.Equal(got, want) {
			t.Errorf("events %q, want %q", got, want)
		}
	})
}

// TestFailedEvent: a meeting is published although its events cannot be stored; while the
// storage does not answer, the reconcile runs again.
func TestFailedEvent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		err   error
		fails bool
	}{{"the key may not write events", errors.New("access denied"), false}, {"the storage does not answer", storage.ErrUnavailable, true}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			below := new(mem.Store)
			store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
				if c.Op == "put" && strings.HasPrefix(c.Key, layout.Events("board")) {
					return tt.err
				}
				return nil
			}}
			w := newWorker(t, store)
			submit(t, below, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}))
			if err := w.settle(t.Context(), "board"); (err != nil) != tt.fails {
				t.Errorf("settle: %v, want an error: %t", err, tt.fails)
			}
			if state := readState(t, below, "board"); state.Final() == tt.fails {
				t.Errorf("the state is %s", state.State)
			}
		})
	}
}
