package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// revised stores a meeting with four revisions, of which the second is lost.
func revised(t *testing.T) (storage.Store, []meeting.Meeting) {
	t.Helper()
	store := new(mem.Store)
	list := make([]meeting.Meeting, 4)
	list[0] = meeting.Meeting{Schema: 1, ID: "board", Title: "Board", Visibility: meeting.Public, Profile: "meeting", Sources: []meeting.Source{{ID: "a", Name: "a.txt", SHA256: "aa"}}}
	list[1] = list[0]
	list[1].Title, list[1].Batch = "Bored\x1b[2J", "one"
	list[2] = list[1]
	list[2].Visibility = meeting.Private
	list[3] = list[2]
	list[3].Sources = append(list[3].Sources, meeting.Source{ID: "b", Name: "b.txt", SHA256: "bb"})
	list[3].Date, list[3].Withdrawn = "2026-03-12", true
	kinds := []archive.EventKind{archive.EventSubmitted, archive.EventEdited, archive.EventEdited, archive.EventUnpublish}
	for i := range list {
		list[i].Revision = i + 1
		old := meeting.Meeting{}
		if i > 0 && i != 2 {
			old = list[i-1]
		}
		if err := archive.ReplaceRecord(t.Context(), store, old, list[i], storage.Always); err != nil {
			t.Fatal(err)
		}
		e := archive.Event{Kind: kinds[i], Meeting: "board", Revision: i + 1, Time: time.Unix(int64(i), 0), Who: "ann@desk"}
		if i == 2 {
			e.Back = 1
		}
		if err := archive.AddEvent(t.Context(), store, e); err != nil {
			t.Fatal(err)
		}
	}
	for _, sum := range []string{"aa", "bb"} {
		if _, err := store.Put(t.Context(), layout.Source(sum), strings.NewReader("x"), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	return store, list
}

func TestHistory(t *testing.T) {
	t.Parallel()
	store, _ := revised(t)
	lines, err := history(t.Context(), store, "board")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lines {
		got = append(got, l.change())
	}
	if text := strings.Join(got, "\n"); text != "submitted: 1 file\nedited (damaged or lost)\nedited back to revision 1\nunpublish requested: date, files, withdrawn" {
		t.Errorf("%s", text)
	}
}

func TestDiffOfRevisions(t *testing.T) {
	t.Parallel()
	store, list := revised(t)
	a, err := revision(t.Context(), store, "board", 1)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if !printDiff(&out, a, list[3]) {
		t.Fatal("no difference")
	}
	for _, want := range []string{"-title: Board\n", `\u001b[2J`, "-visibility: public\n", "+visibility: private\n", "+withdrawn: true\n", "+  - b.txt (0 B, SHA-256 bb)\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "\x1b") {
		t.Error("an escape sequence reaches the terminal")
	}
	if printDiff(&out, a, a) {
		t.Error("a revision differs from itself")
	}
	_, err = revision(t.Context(), store, "board", 2)
	if !errors.Is(err, wire.ErrUsage) || !strings.HasSuffix(err.Error(), "revision 2 of board is not stored; stored are: 1, 3, 4") {
		t.Error(err)
	}
}

// TestRollbackNeverPublishes brings a public revision back while the meeting is private and withdrawn.
func TestRollbackNeverPublishes(t *testing.T) {
	t.Parallel()
	store, list := revised(t)
	next := rolledBack(list[3], list[0])
	if next.Title != "Board" || len(next.Sources) != 1 || next.Visibility != meeting.Private || !next.Withdrawn || next.Batch != "one" {
		t.Errorf("%+v", next)
	}
	if err := originalsStored(t.Context(), store, list[3]); err != nil {
		t.Error(err)
	}
	if err := store.Delete(t.Context(), layout.Source("bb")); err != nil {
		t.Fatal(err)
	}
	if err := originalsStored(t.Context(), store, list[3]); err == nil || !strings.Contains(err.Error(), "missing in the storage: b.txt") {
		t.Error(err)
	}
}

// TestRollbackWithholds brings a revision back that published more of its decks.
func TestRollbackWithholds(t *testing.T) {
	t.Parallel()
	no := false
	notes, nothing := []meeting.Disclosure{meeting.DiscloseNotes}, []meeting.Disclosure{}
	both := []meeting.Disclosure{meeting.DiscloseNotes, meeting.DiscloseOriginals}
	deck := func(list []meeting.Disclosure) []meeting.Source { return []meeting.Source{{ID: "a", Publish: list}} }
	for name, tt := range map[string]struct{ now, former, want meeting.Meeting }{
		"of the meeting":            {meeting.Meeting{Publish: nothing, Sources: deck(nil)}, meeting.Meeting{Publish: both, Sources: deck(nil)}, meeting.Meeting{Publish: nothing, Sources: deck(nil)}},
		"of a deck":                 {meeting.Meeting{Publish: both, Sources: deck(notes)}, meeting.Meeting{Publish: both, Sources: deck(nil)}, meeting.Meeting{Publish: both, Sources: deck(notes)}},
		"of a deck that had a list": {meeting.Meeting{Publish: notes, Sources: deck(nil)}, meeting.Meeting{Publish: nothing, Sources: deck(both)}, meeting.Meeting{Publish: nothing, Sources: deck(notes)}},
		"of an early release":       {meeting.Meeting{Publish: nothing, Sources: deck(nil)}, meeting.Meeting{Sources: deck(nil)}, meeting.Meeting{Publish: nothing, Sources: deck(nil)}},
		"downloads": {
			meeting.Meeting{Publish: nothing, Rights: meeting.Rights{Downloads: &no}, Sources: deck(nil)},
			meeting.Meeting{Publish: nothing, Sources: deck(nil)},
			meeting.Meeting{Publish: nothing, Rights: meeting.Rights{Downloads: &no}, Sources: deck(nil)},
		},
	} {
		got := rolledBack(tt.now, tt.former)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if publishesMore(got, tt.now) {
			t.Errorf("%s: it publishes more than before", name)
		}
		if notes := rollbackNotes(tt.now, tt.former, got); len(notes) != 1 {
			t.Errorf("%s: notes %q", name, notes)
		}
	}
}
