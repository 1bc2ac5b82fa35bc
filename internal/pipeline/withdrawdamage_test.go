package pipeline_test

import (
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/retention"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// harms are ways in which objects of the meetings board and council may be damaged. council
// is the other meeting.
func harms() map[string]func(*testing.T, storage.Store) {
	damage := func(key func(*testing.T, storage.Store) string) func(*testing.T, storage.Store) {
		return func(t *testing.T, store storage.Store) {
			t.Helper()
			put(t, store, key(t, store), `{"schema": 1,`)
		}
	}
	is := func(key string) func(*testing.T, storage.Store) string {
		return func(*testing.T, storage.Store) string { return key }
	}
	return map[string]func(*testing.T, storage.Store){
		"a damaged state":    damage(is(layout.State("board"))),
		"a damaged manifest": damage(is(layout.Public.Meeting("board", layout.Manifest))),
		"a damaged result": damage(func(t *testing.T, store storage.Store) string {
			t.Helper()
			return layout.StepResult(stepOf(t, store, "board", plan.Chunk))
		}),
		"a lost state": func(t *testing.T, store storage.Store) {
			t.Helper()
			if err := store.Delete(t.Context(), layout.State("board")); err != nil {
				t.Fatal(err)
			}
		},
		"a damaged state of another meeting":  damage(is(layout.State("council"))),
		"a damaged record of another meeting": damage(is(layout.Record("council"))),
	}
}

// TestDamagedMeetingsAreTakenDown: privacy does not wait for a repair. Files of earlier
// revisions leave the public space, too, and those of the other meeting stay.
func TestDamagedMeetingsAreTakenDown(t *testing.T) {
	t.Parallel()
	for name, harm := range harms() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w := newWorker(t, store)
			publishTwo(t, w)
			w.publish(t, input(t, "gone", meeting.Public, file{"day.mp4", "film of a lost day"}))
			withdrawn(t, w, "gone", true)
			kept := keys(t, store, string(layout.Withdrawn))
			own := map[string]bool{}
			for _, f := range readState(t, store, "board").AllSteps() {
				own[f.Key] = true
			}
			harm(t, store)

			if _, err := retention.Purgeable(t.Context(), store, "board"); err != nil {
				t.Errorf("Purgeable: %v", err)
			}
			withdrawn(t, w, "board", true)
			if left := leftOf(t, store); len(left) > 0 {
				t.Errorf("still public: %q", left)
			}
			checkWhole(t, store, layout.Public, "council")
			if s := readState(t, store, "board"); s.State != archive.Withdrawn {
				t.Errorf("state %q, want withdrawn", s.State)
			}
			for _, f := range readState(t, store, "board").AllSteps() {
				if !own[f.Key] {
					t.Errorf("the state lists %s, which is of another meeting", f.Key)
				}
			}
			for _, key := range kept {
				if !isThere(t, store, key) {
					t.Errorf("%s of a withdrawn meeting is gone", key)
				}
			}
			if strings.Contains(name, "manifest") || strings.Contains(name, "board") || strings.HasSuffix(name, "state") {
				withdrawn(t, w, "board", false)
				checkWhole(t, store, layout.Public, "board")
			}
		})
	}
}

// TestDamagedMeetingsBecomePrivate: the same for a meeting that its organiser makes private.
func TestDamagedMeetingsBecomePrivate(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	publishTwo(t, w)
	put(t, store, layout.State("board"), "{")
	w.publish(t, whole(t, "board", meeting.Private))
	if left := leftOf(t, store); len(left) > 0 {
		t.Errorf("still public: %q", left)
	}
	checkWhole(t, store, layout.Private, "board")
	checkWhole(t, store, layout.Public, "council")
}

// TestDamageOfAWithdrawnMeeting: unpublish can be repeated, also if the state was damaged
// after the withdrawal.
func TestDamageOfAWithdrawnMeeting(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	publishTwo(t, w)
	withdrawn(t, w, "board", true)
	before := readState(t, store, "board").AllSteps()
	put(t, store, layout.State("board"), "{")
	if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
		t.Fatal(err)
	}
	w.settled(t, "board")
	files := map[string]bool{}
	for _, f := range readState(t, store, "board").AllSteps() {
		files[f.Key] = true
	}
	for _, f := range before {
		if len(keys(t, store, layout.Withdrawn.DerivedPrefix(f.Key))) > 0 && !files[f.Key] {
			t.Errorf("the state does not list %s any more, whose files are withdrawn", f.Key)
		}
	}
}

// TestDamagedCatalogueKeepsNothingPublic: the catalogue is rebuilt later, but the files of a
// withdrawn meeting leave the public space at once.
func TestDamagedCatalogueKeepsNothingPublic(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	publishTwo(t, w)
	put(t, store, layout.CatalogueMark("board"), "{")
	if _, _, err := archive.SetWithdrawn(t.Context(), store, "board", true); err != nil {
		t.Fatal(err)
	}
	if err := w.settle(t.Context(), "board"); err == nil {
		t.Error("a damaged catalogue is no error")
	}
	if left := leftOf(t, store); len(left) > 0 {
		t.Errorf("still public: %q", left)
	}
}

// TestTakeDownWithoutARecord: a meeting with a damaged record leaves the public space, too, and
// nothing that it may need is lost.
func TestTakeDownWithoutARecord(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]string{"with its state": "", "with a damaged state": "{"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w := newWorker(t, store)
			publishTwo(t, w)
			record, _, err := storage.ReadAll(t.Context(), store, layout.Record("board"))
			if err != nil {
				t.Fatal(err)
			}
			put(t, store, layout.Record("board"), "{")
			if state != "" {
				put(t, store, layout.State("board"), state)
			}
			for range 2 { // it can be repeated
				if _, err = w.TakeDown(t.Context(), "board"); err != nil {
					t.Fatal(err)
				}
				if left := leftOf(t, store); len(left) > 0 {
					t.Errorf("still public: %q", left)
				}
				checkWhole(t, store, layout.Public, "council")
			}
			if p := findGarbage(t, store, later()); len(p.Damaged) != 1 || p.Sum().Objects > 0 {
				t.Errorf("garbage %+v, damaged %+v; want no garbage", p.Items, p.Damaged)
			}
			put(t, store, layout.Record("board"), string(record))
			made := w.makers.total()
			if list, unfinishedErr := w.unfinished(t); unfinishedErr != nil || len(list) > 0 {
				t.Errorf("unfinished after the record is restored: %q, %v", list, unfinishedErr)
			}
			withdrawn(t, w, "board", true)
			withdrawn(t, w, "board", false)
			checkWhole(t, store, layout.Public, "board")
			if w.makers.total() != made {
				t.Errorf("%d steps ran again", w.makers.total()-made)
			}
		})
	}
}
