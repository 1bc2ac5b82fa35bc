package pipeline_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/garbage"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

// later is a time at which everything in a test's storage is older than the grace period.
func later() time.Time { return time.Now().Add(2 * grace) }

const grace = 7 * 24 * time.Hour

func findGarbage(t *testing.T, store storage.Store, now time.Time) garbage.Plan {
	t.Helper()
	p, err := garbage.Find(t.Context(), store, now, grace, garbage.Progress{Listed: func(int) {}, Read: func(int, int) {}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// deleteGarbage deletes a plan, and processes the meetings that were disturbed.
func deleteGarbage(t *testing.T, store storage.Store, p garbage.Plan) garbage.Deleted {
	t.Helper()
	done, err := garbage.Delete(t.Context(), store, p, func() {})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range done.Meetings {
		if err = pipeline.Reopen(t.Context(), store, id); err != nil {
			t.Fatal(err)
		}
		newWorker(t, store).settled(t, id)
	}
	return done
}

// put stores a small object.
func putGarbage(t *testing.T, store storage.Store, key string) string {
	t.Helper()
	put(t, store, key, "garbage")
	return key
}

// stepOf returns the key of a step of that kind in a meeting's state.
func stepOf(t *testing.T, store storage.Store, id string, kind plan.Kind) string {
	t.Helper()
	for _, src := range readState(t, store, id).Sources {
		for _, s := range src.Steps {
			if s.Kind == kind {
				return s.Key
			}
		}
	}
	t.Fatalf("%s has no step of kind %s", id, kind)
	return ""
}

// litter stores one object of each kind of garbage, except for stale steps with a result,
// and returns their keys by reason.
func litter(t *testing.T, store storage.Store) map[garbage.Reason][]string {
	t.Helper()
	made, hash := stepOf(t, store, "board", plan.Chunk), strings.Repeat("f", 32)
	failed := "probe-" + hash
	if err := storage.WriteJSON(t.Context(), store, layout.StepStatus(failed), steps.Status{Starts: 5, Failed: "is damaged", Permanent: true}, storage.IfAbsent); err != nil {
		t.Fatal(err)
	}
	if err := storage.WriteJSON(t.Context(), store, layout.Upload(strings.Repeat("f", 64)), storage.UploadState{}, storage.IfAbsent); err != nil {
		t.Fatal(err)
	}
	return map[garbage.Reason][]string{
		garbage.StaleStep: {layout.StepStatus(failed), putGarbage(t, store, layout.Private.Derived("deck-"+hash, hash[:12], "slides/1.webp")), putGarbage(t, store, layout.Withdrawn.Derived("text-"+hash, hash[:12], "original.pptx"))},
		garbage.OtherRun:  {putGarbage(t, store, layout.Public.Derived(made, hash[:12], "360p.mp4")), putGarbage(t, store, layout.Withdrawn.Derived(made, hash[:12], "360p.mp4"))},
		garbage.Abandoned: {layout.Upload(strings.Repeat("f", 64))},
		garbage.Expired:   {putGarbage(t, store, layout.Link("board", time.Now().Add(time.Hour), "x"))},
		garbage.OldCopy:   {putGarbage(t, store, layout.Public.Meeting("board", "index.0123456789abcdef.html"))},
	}
}

// TestGarbageIsFoundAndDeleted: a search changes nothing; a deletion removes exactly what
// it found; and the meetings are as they were.
func TestGarbageIsFoundAndDeleted(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(t *testing.T, store storage.Store) {
		w, r := newWorker(t, store), newReader(t, store)
		w.Base = r.base
		publishTwo(t, w)
		w.publish(t, input(t, "closed", meeting.Private, file{"day.mp4", "film of a closed day"}))
		w.publish(t, input(t, "gone", meeting.Public, file{"day.mp4", "film of a lost day"}))
		withdrawn(t, w, "gone", true)
		foreign := putGarbage(t, store, "archive/backup/a")
		clean := keys(t, store, "")
		want := litter(t, store)
		for _, f := range readState(t, store, "board").Stale { // the first agenda
			want[garbage.StaleStep] = append(want[garbage.StaleStep], layout.StepResult(f.Key), layout.StepStatus(f.Key))
			want[garbage.StaleStep] = append(want[garbage.StaleStep], keys(t, store, layout.Public.DerivedPrefix(f.Key))...)
		}
		all, board := keys(t, store, ""), r.crawl("board")

		hooked := &storagetest.Hooked{Store: store}
		p := findGarbage(t, hooked, later())
		for _, c := range hooked.Calls() {
			if c.Writes() {
				t.Errorf("a search calls %s %s", c.Op, c.Key)
			}
		}
		got := map[garbage.Reason][]string{}
		for _, it := range p.Items {
			got[it.Reason] = append(got[it.Reason], keys(t, store, it.Key)...)
		}
		for _, list := range []map[garbage.Reason][]string{got, want} {
			for _, keys := range list {
				slices.Sort(keys)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if len(p.Unknown) != 1 || p.Unknown[0].Key != foreign {
			t.Errorf("unknown: %+v", p.Unknown)
		}
		if young := findGarbage(t, store, time.Now()); len(young.Items) > 0 || young.Young.Objects != p.Sum().Objects-1 { // the link has not expired
			t.Errorf("today: %+v, %d objects are young; want %d", young.Items, young.Young.Objects, p.Sum().Objects-1)
		}

		garbageKeys := slices.Concat(slices.Collect(maps.Values(want))...)
		done := deleteGarbage(t, store, p)
		if done.Objects != len(garbageKeys) || done.Bytes != p.Sum().Bytes || len(done.Kept) > 0 || len(done.Meetings) > 0 {
			t.Errorf("deleted %+v, want %d objects", done, len(garbageKeys))
		}
		left := slices.DeleteFunc(slices.Clone(all), func(key string) bool { return slices.Contains(garbageKeys, key) })
		if diff := cmp.Diff(left, keys(t, store, "")); diff != "" {
			t.Error(diff)
		}
		if len(left) >= len(clean) {
			t.Errorf("%d objects are left of %d", len(left), len(clean))
		}
		if diff := cmp.Diff(board, r.crawl("board")); diff != "" {
			t.Error(diff)
		}
		for id, space := range map[string]layout.Space{"board": layout.Public, "council": layout.Public, "closed": layout.Private} {
			checkWhole(t, store, space, id)
		}
		if again := findGarbage(t, store, later()); len(again.Items) > 0 {
			t.Errorf("a second search finds %+v", again.Items)
		}
		if again := deleteGarbage(t, store, p); again.Objects > len(garbageKeys) {
			t.Errorf("a second deletion deleted %+v", again)
		}
		made := w.makers.total()
		withdrawn(t, w, "gone", false)
		checkWhole(t, store, layout.Public, "gone")
		if n := w.makers.total() - made; n > 0 {
			t.Errorf("publishing the withdrawn meeting made %d steps again", n)
		}
	})
}

// TestWorkDuringADeletion starts work that needs what is just deleted, at each storage
// call of a deletion. In the end all meetings are complete.
func TestWorkDuringADeletion(t *testing.T) {
	t.Parallel()
	agenda := func(t *testing.T) func(storage.Store) {
		t.Helper()
		return func(store storage.Store) {
			newWorker(t, store).publish(t, input(t, "council", meeting.Public, file{"agenda.txt", "paper with points"}))
		}
	}
	tests := []struct {
		name      string
		prepare   func(*testing.T, storage.Store)
		meanwhile func(*testing.T) func(storage.Store)
	}{
		{"a meeting needs a stale step", func(t *testing.T, store storage.Store) {
			t.Helper()
			w := newWorker(t, store)
			for _, points := range []string{"points", "new points"} {
				w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", "paper with " + points}))
			}
		}, agenda},
		{"a step runs again whose files were stored before", func(t *testing.T, store storage.Store) {
			t.Helper()
			submit(t, store, input(t, "council", meeting.Public, file{"agenda.txt", "paper with points"}))
			dying := newWorker(t, &storagetest.Hooked{Store: store, Before: func(c storagetest.Call) error {
				if c.Op == "put" && strings.Contains(c.Key, "/document-") && layout.Commits(c.Key) {
					return errKilled
				}
				return nil
			}})
			if err := dying.settle(t.Context(), "council"); err == nil {
				t.Fatal("the step was not killed")
			}
		}, agenda},
		{"a failed step is requested", func(t *testing.T, store storage.Store) {
			t.Helper()
			w := newWorker(t, store)
			for _, text := range []string{"unreadable", "paper with points"} {
				w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", text}))
			}
		}, func(t *testing.T) func(storage.Store) {
			t.Helper()
			return func(store storage.Store) {
				newWorker(t, store).publish(t, input(t, "council", meeting.Public, file{"a.txt", "unreadable"}, file{"agenda.txt", "paper with points"}))
			}
		}},
		{"a page becomes as it was", func(t *testing.T, store storage.Store) {
			t.Helper()
			w := newWorker(t, store)
			in := input(t, "council", meeting.Public, file{"agenda.txt", "paper with points"})
			w.publish(t, in)
			for _, key := range keys(t, store, layout.Public.MeetingPrefix("council")) {
				if layout.IsVersioned(key) {
					data, info, err := storage.ReadAll(t.Context(), store, key)
					if err != nil {
						t.Fatal(err)
					}
					defer func() {
						if _, err := store.Put(t.Context(), key, strings.NewReader(string(data)), info.Attrs, storage.Always); err != nil {
							t.Fatal(err)
						}
					}()
				}
			}
			in.Meeting.Title = "Another title"
			w.publish(t, in)
		}, agenda},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			start := new(mem.Store)
			tt.prepare(t, start)
			for n, met := 1, true; met; n++ {
				below := cloned(t, start)
				p := findGarbage(t, below, later())
				if len(p.Items) == 0 {
					t.Fatal("no garbage was made")
				}
				met = false
				store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
					if c.N == n {
						met = true
						tt.meanwhile(t)(below)
					}
					return nil
				}}
				done, err := garbage.Delete(t.Context(), store, p, func() {})
				if err != nil {
					t.Fatal(err)
				}
				for _, id := range done.Meetings {
					if err = pipeline.Reopen(t.Context(), below, id); err != nil {
						t.Fatal(err)
					}
				}
				ids, err := archive.Unfinished(t.Context(), below, newWorker(t, below).Log, time.Now)
				if err != nil {
					t.Fatal(err)
				}
				for _, id := range ids {
					newWorker(t, below).settled(t, id)
				}
				if met || tt.name == "a step runs again whose files were stored before" {
					checkWhole(t, below, layout.Public, "council")
				}
				if t.Failed() {
					t.Fatalf("at call %d of the deletion", n)
				}
			}
		})
	}
}

// TestGarbageCostsLinearly counts the storage calls of a search.
func TestGarbageCostsLinearly(t *testing.T) {
	t.Parallel()
	calls := func(meetings int) (total, lists int) {
		store := new(mem.Store)
		w := newWorker(t, store)
		for i := range meetings {
			w.publish(t, input(t, fmt.Sprintf("board-%d", i), meeting.Public, file{"day.mp4", fmt.Sprintf("film of day %d", i)}, file{"talk.pptx", "deck of a talk"}))
		}
		hooked := &storagetest.Hooked{Store: store}
		findGarbage(t, hooked, later())
		for _, c := range hooked.Calls() {
			if c.Op == "list" {
				lists++
			}
			if c.Op != "list" && c.Op != "get" {
				t.Errorf("a search calls %s %s", c.Op, c.Key)
			}
		}
		return len(hooked.Calls()), lists
	}
	few, lists := calls(3)
	many, manyLists := calls(12)
	if lists != 2 || manyLists != 2 {
		t.Errorf("%d and %d listings, want 2", lists, manyLists)
	}
	if perMeeting := float64(many-few) / 9; float64(few-2) < 3*perMeeting-1 || float64(many-2) > 12*perMeeting+1 {
		t.Errorf("3 meetings take %d calls, 12 take %d", few, many)
	}
	t.Logf("%d calls for each meeting with a recording and a deck", (many-few)/9)
}
