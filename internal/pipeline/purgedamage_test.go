package pipeline_test

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/retention"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// damages are contents that a stored JSON object may have after damage.
func damages() map[string]func(was string) string {
	is := func(text string) func(string) string { return func(string) string { return text } }
	return map[string]func(string) string{
		"cut in half":    func(was string) string { return was[:len(was)/2] },
		"empty":          is(""),
		"wrong types":    is(`{"schema": "one", "id": 7, "meeting": [], "files": "none", "objects": 3, "starts": "x"}`),
		"another shape":  is(`["schema"]`),
		"binary garbage": is("\x00\xff\x1f\x8b\x08\xfe\x00{}"),
	}
}

// harm replaces a stored object, and returns a function that restores it.
func harm(t *testing.T, store storage.Store, key string, damage func(string) string) (undo func()) {
	t.Helper()
	was, _, err := storage.ReadAll(t.Context(), store, key)
	if err != nil {
		t.Fatal(err)
	}
	put(t, store, key, damage(string(was)))
	return func() { put(t, store, key, string(was)) }
}

// stepFiles are the published files of steps of a meeting, by their names in any space.
func stepFiles(t *testing.T, store storage.Store, id string) []string {
	t.Helper()
	var list []string
	for f := range readManifest(t, store, layout.Public, id).Files() {
		if _, name, derived := strings.Cut(f.URL, "derived/"); derived {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ownFiles are all public files of steps, by their names in any space, without those of steps
// that the meeting council uses.
func ownFiles(t *testing.T, store storage.Store) (own, shared []string) {
	t.Helper()
	shared = stepFiles(t, store, "council")
	steps := map[string]bool{}
	for _, name := range shared {
		steps[layout.Public.StepIn(layout.Public.AllDerived()+name)] = true
	}
	for _, key := range keys(t, store, layout.Public.AllDerived()) {
		if !steps[layout.Public.StepIn(key)] {
			own = append(own, strings.TrimPrefix(key, layout.Public.AllDerived()))
		}
	}
	return own, shared
}

// stored returns those of the files that are stored, public or withdrawn.
func stored(t *testing.T, store storage.Store, files []string) []string {
	t.Helper()
	return slices.DeleteFunc(slices.Clone(files), func(name string) bool {
		return !isThere(t, store, layout.Public.AllDerived()+name) && !isThere(t, store, layout.Withdrawn.AllDerived()+name)
	})
}

// TestPurgeOfADamagedMeeting damages an object of a meeting in each way. The preview names it,
// the meeting leaves the public space, and the purge deletes all that is its own.
func TestPurgeOfADamagedMeeting(t *testing.T) {
	t.Parallel()
	objects := map[string]func(*testing.T, storage.Store) string{
		"state":    func(*testing.T, storage.Store) string { return layout.State("board") },
		"manifest": func(*testing.T, storage.Store) string { return layout.Public.Meeting("board", layout.Manifest) },
		"result": func(t *testing.T, store storage.Store) string {
			t.Helper()
			return layout.StepResult(stepOf(t, store, "board", plan.Chunk))
		},
		"attempts": func(t *testing.T, store storage.Store) string {
			t.Helper()
			return layout.StepStatus(stepOf(t, store, "board", plan.Chunk))
		},
	}
	for name, object := range objects {
		for how, damage := range damages() {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				store := new(mem.Store)
				w := newWorker(t, store)
				publishTwo(t, w)
				own, shared := ownFiles(t, store)
				key := object(t, store)
				harm(t, store, key, damage)

				public, damaged, err := retention.Withdrawable(t.Context(), store, "board")
				if err != nil || len(damaged) != 1 || !strings.Contains(damaged[0].Error(), key) {
					t.Errorf("Withdrawable names %q, %v; want %s", damaged, err, key)
				}
				would, err := retention.Purgeable(t.Context(), store, "board")
				if err != nil || len(would.Kept) > 0 {
					t.Errorf("Purgeable keeps %v, %v", would.Kept, err)
				}
				withdrawn(t, w, "board", true)
				if left := leftOf(t, store); len(left) > 0 {
					t.Errorf("still public: %q", left)
				}
				for _, o := range public.Objects {
					if isThere(t, store, o.Key) {
						t.Errorf("%s was announced, and is still public", o.Key)
					}
				}
				removed, err := retention.Purge(t.Context(), store, "board")
				if err != nil || len(removed.Kept) > 0 || len(removed.Unclear) > 0 {
					t.Errorf("Purge keeps %v because of %v, %v", removed.Kept, removed.Unclear, err)
				}
				if left := stored(t, store, own); len(left) > 0 || len(own) < 5 {
					t.Errorf("of %d own files, these are still stored: %q", len(own), left)
				}
				if left := stored(t, store, shared); len(left) != len(shared) {
					t.Errorf("%d of the %d files of the other meeting are stored", len(left), len(shared))
				}
				checkWhole(t, store, layout.Public, "council")
				withdrawn(t, w, "board", false)
				checkWhole(t, store, layout.Public, "board")
			})
		}
	}
}

// TestPurgeKeepsWhatADamagedMeetingMayUse damages an object of the other meeting, or loses its
// record. A purge names it and keeps its files; after the repair, another purge deletes the
// rest.
func TestPurgeKeepsWhatADamagedMeetingMayUse(t *testing.T) {
	t.Parallel()
	ways := damages()
	ways["lost"] = nil
	for _, key := range []string{layout.Record("council"), layout.State("council"), layout.Public.Meeting("council", layout.Manifest)} {
		for how, damage := range ways {
			if damage == nil && key != layout.Record("council") {
				continue
			}
			t.Run(key+" "+how, func(t *testing.T) {
				t.Parallel()
				store := new(mem.Store)
				w := newWorker(t, store)
				publishTwo(t, w)
				own, shared := ownFiles(t, store)
				change := damage
				if change == nil {
					change = func(was string) string { return was }
				}
				undo := harm(t, store, key, change)
				if damage == nil {
					remove(t, store, key)
				}

				withdrawn(t, w, "board", true)
				if left := stored(t, store, shared); len(left) != len(shared) {
					t.Errorf("after the withdrawal, %d of the %d files of the other meeting are stored", len(left), len(shared))
				}
				would, err := retention.Purgeable(t.Context(), store, "board")
				if err != nil || len(would.Kept) == 0 {
					t.Errorf("the preview keeps %v, %v", would.Kept, err)
				}
				removed, err := retention.Purge(t.Context(), store, "board")
				if err != nil || len(removed.Kept) != len(would.Kept) {
					t.Errorf("the purge keeps %v, %v; announced %v", removed.Kept, err, would.Kept)
				}
				if why := removed.Unclear["council"]; len(removed.Unclear) != 1 || why == nil || !strings.Contains(why.Error(), key) {
					t.Errorf("the reasons are %v, want %s", removed.Unclear, key)
				}
				if left := stored(t, store, shared); len(left) != len(shared) {
					t.Errorf("%d of the %d files of the other meeting are stored", len(left), len(shared))
				}
				undo()
				w.settled(t, "council")
				if _, err = retention.Purge(t.Context(), store, "board"); err != nil {
					t.Error(err)
				}
				if left := stored(t, store, own); len(left) > 0 {
					t.Errorf("after the repair and another purge: %q", left)
				}
				checkWhole(t, store, layout.Public, "council")
			})
		}
	}
}

// TestTakeDownOfADamagedRecord damages or loses the record in each way: the preview finds the
// same files as the command, and nothing is deleted.
func TestTakeDownOfADamagedRecord(t *testing.T) {
	t.Parallel()
	ways := damages()
	ways["null"] = func(string) string { return "null" }
	ways["lost"] = nil
	for how, damage := range ways {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			store := new(mem.Store)
			w := newWorker(t, store)
			publishTwo(t, w)
			files := stepFiles(t, store, "board")
			if damage == nil {
				remove(t, store, layout.Record("board"))
			} else {
				harm(t, store, layout.Record("board"), damage)
			}
			public, damaged, err := retention.Withdrawable(t.Context(), store, "board")
			if err != nil || len(damaged) > 0 || len(public.Objects) == 0 {
				t.Errorf("Withdrawable = %d files, damaged %q, %v", len(public.Objects), damaged, err)
			}
			moved, err := w.TakeDown(t.Context(), "board")
			if err != nil || !slices.Equal(objectKeys(moved), objectKeys(public)) {
				t.Errorf("TakeDown moved %d files, %v; announced %d", len(moved.Objects), err, len(public.Objects))
			}
			if left := leftOf(t, store); len(left) > 0 {
				t.Errorf("still public: %q", left)
			}
			if left := stored(t, store, files); len(left) != len(files) {
				t.Errorf("%d of %d files are stored", len(left), len(files))
			}
			checkWhole(t, store, layout.Public, "council")
		})
	}
}

// TestPreviewOfAMeetingThatIsNotThere names no damage.
func TestPreviewOfAMeetingThatIsNotThere(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.publish(t, whole(t, "board", meeting.Public))
	before := keys(t, store, "")
	if public, damaged, err := retention.Withdrawable(t.Context(), store, "nothing"); err != nil || len(public.Objects)+len(damaged) > 0 {
		t.Errorf("Withdrawable = %+v, %q, %v", public, damaged, err)
	}
	if !slices.Equal(keys(t, store, ""), before) {
		t.Error("a preview changed the storage")
	}
}
