package pipeline_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/secret"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestRestoredRecords restores the first revision from a backup. Workers do not try for ever, verify says
// what is wrong, and storing the record again publishes it as the latest.
func TestRestoredRecords(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"})
	first := submit(t, store, in)
	w.settled(t, "board")
	in.Meeting.Title = "Second"
	w.publish(t, in)
	if err := archive.Behind(t.Context(), store, "board"); err != nil {
		t.Fatal(err)
	}
	if err := storage.WriteJSON(t.Context(), store, layout.Record("board"), first, storage.Always); err != nil {
		t.Fatal(err)
	}
	_, err := w.Reconcile(t.Context(), "board")
	behind, is := errors.AsType[*archive.BehindError](err)
	if !is || !fault.IsPermanent(err) || *behind != (archive.BehindError{Meeting: "board", Revision: 1, Latest: 2}) {
		t.Fatalf("error %v", err)
	}
	check, found := verified(t, store, "board")
	if found[layout.Record("board")] != archive.FindingChanged || !strings.Contains(fmt.Sprint(check.Findings), "ingest rollback board 1") {
		t.Errorf("verify: %+v", check)
	}
	now, etag, err := archive.ReadExisting(t.Context(), store, "board")
	if err != nil {
		t.Fatal(err)
	}
	if m, changed, err := archive.Replace(t.Context(), store, now, etag, now); err != nil || !changed || m.Revision != 3 {
		t.Fatalf("revision %d, changed %t, %v", m.Revision, changed, err)
	}
	w.settled(t, "board")
	if man := readManifest(t, store, layout.Public, "board"); man.Title != first.Title || man.Revision != 3 {
		t.Errorf("published is %q, revision %d", man.Title, man.Revision)
	}
}

// TestLostRecords: a meeting whose record is lost may have been private, so a submission without a
// visibility is refused.
func TestLostRecords(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*testing.T, storage.Store){
		"with a state": func(*testing.T, storage.Store) {},
		"with pages":   func(t *testing.T, store storage.Store) { t.Helper(); remove(t, store, layout.State("board")) },
		"with events": func(t *testing.T, store storage.Store) {
			t.Helper()
			remove(t, store, layout.State("board"))
			remove(t, store, layout.Private.Meeting("board", layout.Manifest))
		},
	} {
		store := new(mem.Store)
		w := newWorker(t, store)
		in := input(t, "board", meeting.Private, file{"agenda.txt", "paper with points"})
		w.publish(t, in)
		if err := archive.AddEvent(t.Context(), store, archive.Event{Meeting: "board", Kind: archive.EventSubmitted, Revision: 1}); err != nil {
			t.Fatal(err)
		}
		remove(t, store, layout.Record("board"))
		lose(t, store)
		in.Meeting.Visibility, in.DefaultVisibility = meeting.Public, true
		if _, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{}); !errors.Is(err, pipeline.ErrLost) {
			t.Errorf("%s: %v, want it refused", name, err)
		}
		in.DefaultVisibility = false
		if m, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{}); err != nil || m.Visibility != meeting.Public {
			t.Errorf("%s, with a visibility: %s, %v", name, m.Visibility, err)
		}
	}
}

// TestLaterSchemas: a record of a later version is not replaced, and other meetings can be taken down.
func TestLaterSchemas(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	in := input(t, "later", meeting.Public, file{"agenda.txt", "paper with points"})
	w.publish(t, in)
	w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", "paper of the board"}))
	put(t, store, layout.Record("later"), `{"schema": 2, "id": "later", "revision": 1, "precious": true}`)
	in.Meeting.Title = "Changed"
	if _, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{}); err == nil || !strings.Contains(err.Error(), "it has schema 2, and this program knows 1") {
		t.Errorf("submitted again: %v", err)
	}
	if data, _, err := storage.ReadAll(t.Context(), store, layout.Record("later")); err != nil || !strings.Contains(string(data), "precious") {
		t.Errorf("the record is %s, %v", data, err)
	}
	withdrawn(t, w, "board", true)
	if left := keys(t, store, layout.Public.MeetingPrefix("board")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	if check, found := verified(t, store, "later"); found[layout.Record("later")] != archive.FindingChanged {
		t.Errorf("verify: %+v", check)
	}
	if check, _ := verified(t, store, "board"); !check.Clean() {
		t.Errorf("verify of the other: %+v", check)
	}
}
