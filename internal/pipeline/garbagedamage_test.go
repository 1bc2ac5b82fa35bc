package pipeline_test

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/garbage"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// damagedMeeting publishes a meeting council in two revisions, beside a meeting board with
// garbage, and returns the keys of what only council may refer to, and of garbage of board.
func damagedMeeting(t *testing.T, store storage.Store) (council, board []string) {
	t.Helper()
	w := newWorker(t, store)
	w.publish(t, input(t, "council", meeting.Public, file{"other.txt", "paper of the council"}))
	w.publish(t, input(t, "council", meeting.Public, file{"other.txt", "paper with a correction"}))
	council = append(keys(t, store, "archive/steps/"), keys(t, store, "public/derived/")...)
	council = append(council, keys(t, store, layout.Public.MeetingPrefix("council"))...)
	council = append(council, putGarbage(t, store, layout.Public.Meeting("council", "index.0123456789abcdef.html")))
	council = append(council, putGarbage(t, store, layout.Public.Derived(stepOf(t, store, "council", plan.Document), "ffffffffffff", "other.txt")))
	w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
	w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", "paper with new points"}))
	for _, f := range readState(t, store, "board").Stale {
		board = append(board, keys(t, store, layout.StepPrefix(f.Key))...)
		board = append(board, keys(t, store, layout.Public.DerivedPrefix(f.Key))...)
	}
	return council, board
}

// TestDamagedMeetingsKeepTheirFiles: a meeting that cannot be read is named, and nothing that
// it may refer to is deleted. The garbage of other meetings is deleted, unless the damaged
// one may refer to any step.
func TestDamagedMeetingsKeepTheirFiles(t *testing.T) {
	t.Parallel()
	lose := func(keys ...string) func(*testing.T, storage.Store) {
		return func(t *testing.T, store storage.Store) {
			t.Helper()
			for _, key := range keys {
				if err := store.Delete(t.Context(), key); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	damage := func(key string) func(*testing.T, storage.Store) {
		return func(t *testing.T, store storage.Store) {
			t.Helper()
			put(t, store, key, `{"schema": 1,`)
		}
	}
	record, state, published := layout.Record("council"), layout.State("council"), layout.Public.Meeting("council", layout.Manifest)
	for _, tt := range []struct {
		name    string
		harm    func(*testing.T, storage.Store)
		unclear bool
		reason  string
	}{
		{"a damaged record", damage(record), false, record},
		{"a damaged state", damage(state), true, state},
		{"a damaged manifest", damage(published), false, published},
		{"a lost record", lose(record), false, "its record is missing"},
		{"a lost manifest", lose(published), false, "its manifest is missing"},
		{"a lost record and manifest", lose(record, published), false, "its record is missing"},
		{"only copies of pages are left", lose(record, published, state), true, "its record is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			council, board := damagedMeeting(t, store)
			copied := putGarbage(t, store, layout.Public.Meeting("board", "index.0123456789abcdef.html"))
			tt.harm(t, store)
			council = slices.DeleteFunc(council, func(key string) bool { return !isThere(t, store, key) })

			p := findGarbage(t, store, later())
			if len(p.Damaged) != 1 || p.Damaged[0].Meeting != "council" || !strings.Contains(p.Damaged[0].Reason, tt.reason) || p.Unclear != tt.unclear {
				t.Errorf("damaged %+v, unclear %t; want council, since %q, and %t", p.Damaged, p.Unclear, tt.reason, tt.unclear)
			}
			if _, err := garbage.Delete(t.Context(), store, p, func() {}); err != nil {
				t.Fatal(err)
			}
			for _, key := range council {
				if !isThere(t, store, key) {
					t.Errorf("%s of the damaged meeting was deleted", key)
				}
			}
			if isThere(t, store, copied) {
				t.Errorf("%s, an old copy of a page of another meeting, stays", copied)
			}
			for _, key := range board {
				if isThere(t, store, key) != tt.unclear {
					t.Errorf("%s of another meeting stays: %t, want %t", key, !tt.unclear, tt.unclear)
				}
			}
		})
	}
}

// TestCopiesStayWithoutAManifest: a meeting that needs attention may have no manifest in its
// space. That is no damage, but its copies of pages stay.
func TestCopiesStayWithoutAManifest(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	damagedMeeting(t, store)
	if _, err := storage.Update(t.Context(), store, layout.State("council"), func(s *archive.State) bool {
		s.State = archive.NeedsAttention
		return true
	}); err != nil {
		t.Fatal(err)
	}
	remove(t, store, layout.Public.Meeting("council", layout.Manifest))
	p := findGarbage(t, store, later())
	if len(p.Damaged) > 0 {
		t.Errorf("damaged: %+v", p.Damaged)
	}
	for _, it := range p.Items {
		if strings.HasPrefix(it.Key, layout.Public.MeetingPrefix("council")) {
			t.Errorf("%s is garbage", it.Key)
		}
	}
}

// TestDamagedStepsStay: a step whose result is damaged stays, and so does what it may need.
func TestDamagedStepsStay(t *testing.T) {
	t.Parallel()
	for _, stale := range []bool{true, false} {
		store := new(mem.Store)
		_, board := damagedMeeting(t, store)
		step := stepOf(t, store, "council", plan.Document)
		if stale {
			step = readState(t, store, "council").Stale[0].Key
		}
		put(t, store, layout.StepResult(step), `{"schema": 1,`)
		files := keys(t, store, layout.Public.DerivedPrefix(step))
		p := findGarbage(t, store, later())
		if len(p.Damaged) != 1 || !strings.Contains(p.Damaged[0].Reason, step) || (p.Damaged[0].Meeting == "") != stale {
			t.Errorf("stale %t: damaged %+v, want %s", stale, p.Damaged, step)
		}
		if _, err := garbage.Delete(t.Context(), store, p, func() {}); err != nil {
			t.Fatal(err)
		}
		for _, key := range files {
			if !isThere(t, store, key) {
				t.Errorf("stale %t: %s of the damaged step was deleted", stale, key)
			}
		}
		for _, key := range board {
			if isThere(t, store, key) {
				t.Errorf("stale %t: %s of another meeting stays", stale, key)
			}
		}
	}
}

// TestDamageAfterTheSearchKeepsSteps: the deletion looks for references once more, so a
// meeting that is damaged between search and deletion keeps its files.
func TestDamageAfterTheSearchKeepsSteps(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	_, board := damagedMeeting(t, store)
	p := findGarbage(t, store, later())
	put(t, store, layout.State("council"), "{")
	done, err := garbage.Delete(t.Context(), store, p, func() {})
	if err != nil || len(done.Kept) == 0 || len(done.Meetings) > 0 {
		t.Errorf("Delete = %+v, %v; want kept steps and no meeting to reconcile", done, err)
	}
	for _, key := range board {
		if !isThere(t, store, key) {
			t.Errorf("%s was deleted, although any meeting may need it", key)
		}
	}
}
