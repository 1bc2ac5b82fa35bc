package archive_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestRevisionsAreKept replaces a record again and again: each former revision can be read as it was.
func TestRevisionsAreKept(t *testing.T) {
	t.Parallel()
	ctx, store := t.Context(), new(mem.Store)
	first := meeting.Meeting{
		Schema: 1, ID: "board", Revision: 1, Title: "Board", Visibility: meeting.Private,
		Sources: []meeting.Source{{ID: "a", Name: "a.pptx", SHA256: "aa", Password: "in clear", SealedPassword: "sealed"}},
	}
	if err := archive.WriteRecord(ctx, store, first, storage.IfAbsent); err != nil {
		t.Fatal(err)
	}
	titles := []string{"Board", "Bored", "The board"}
	for _, title := range titles[1:] {
		now, etag, err := archive.ReadExisting(ctx, store, "board")
		if err != nil {
			t.Fatal(err)
		}
		same, changed, err := archive.Replace(ctx, store, now, etag, now)
		if err != nil || changed || same.Revision != now.Revision {
			t.Errorf("an equal record: revision %d, changed %t, %v", same.Revision, changed, err)
		}
		next := now
		next.Title = title
		stored, changed, err := archive.Replace(ctx, store, now, etag, next)
		if err != nil || !changed || stored.Revision != now.Revision+1 {
			t.Fatalf("revision %d, changed %t, %v", stored.Revision, changed, err)
		}
		if _, _, err = archive.Replace(ctx, store, now, etag, meeting.Meeting{ID: "board", Title: "Late"}); !errors.Is(err, storage.ErrPrecondition) {
			t.Errorf("of two commands, the later one got %v", err)
		}
	}
	kept, err := archive.Revisions(ctx, store, "board")
	if diff := cmp.Diff([]int{1, 2}, kept); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	for i, title := range titles {
		m, readErr := archive.ReadRevision(ctx, store, "board", i+1)
		if readErr != nil || m.Title != title || m.Revision != i+1 {
			t.Errorf("revision %d: %q of revision %d, %v", i+1, m.Title, m.Revision, readErr)
		}
		if i < 2 && (m.Sources[0].Password != "" || m.Sources[0].SealedPassword != "sealed") {
			t.Errorf("revision %d keeps the passwords %+v", i+1, m.Sources[0])
		}
	}
	if _, err = archive.ReadRevision(ctx, store, "board", 9); !errors.Is(err, archive.ErrNoRevision) {
		t.Errorf("a revision that never was: %v", err)
	}
	if _, err = archive.ReadRevision(ctx, store, "unknown", 1); !errors.Is(err, archive.ErrNoMeeting) {
		t.Errorf("of no meeting: %v", err)
	}
}

func TestDamagedRevisions(t *testing.T) {
	t.Parallel()
	ctx, store := t.Context(), new(mem.Store)
	if err := archive.WriteRecord(ctx, store, meeting.Meeting{Schema: 1, ID: "board", Revision: 4}, storage.IfAbsent); err != nil {
		t.Fatal(err)
	}
	for key, text := range map[string]string{
		layout.Revision("board", 1): "{}", layout.Revision("board", 2): `{"id":"board","revision":1}`, layout.Revision("board", 3): "{",
		layout.Revisions("board") + "notes.txt": "x", layout.Revisions("board") + "1.json": "{}",
	} {
		if _, err := store.Put(ctx, key, strings.NewReader(text), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := archive.Revisions(ctx, store, "board")
	if diff := cmp.Diff([]int{1, 2, 3}, kept); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	for _, n := range kept {
		if _, err := archive.ReadRevision(ctx, store, "board", n); !errors.Is(err, storage.ErrDamaged) {
			t.Errorf("revision %d: %v, want it damaged", n, err)
		}
	}
}
