package archive_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestListNamesMeetingsWithoutARecord: a lost record must not hide a meeting. A foreign object is
// no meeting.
func TestListNamesMeetingsWithoutARecord(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	for _, key := range []string{
		layout.Record("a"), layout.State("a"), layout.Record("a-b"), layout.State("b"), layout.Meetings + "c/notes.txt", layout.Record("d"), layout.State("d"),
	} {
		if _, err := store.Put(t.Context(), key, strings.NewReader("{}"), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	type stored struct{ record, state bool }
	found := map[string]stored{}
	for m, err := range archive.List(t.Context(), store) {
		if _, twice := found[m.ID]; err != nil || twice {
			t.Errorf("%s: listed twice: %t, %v", m.ID, twice, err)
		}
		found[m.ID] = stored{m.Record != "", m.State != ""}
	}
	want := map[string]stored{"a-b": {record: true}, "a": {true, true}, "b": {state: true}, "d": {true, true}}
	if diff := cmp.Diff(want, found, cmp.AllowUnexported(stored{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for id, want := range map[string]error{"b": storage.ErrDamaged, "c": archive.ErrNoMeeting, "x": archive.ErrNoMeeting} {
		if _, _, err := archive.ReadExisting(t.Context(), store, id); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", id, err, want)
		}
	}
}
