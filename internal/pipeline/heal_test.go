package pipeline_test

import (
	"slices"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestReconcileMakesDamagedObjectsAgain: a meeting whose derived objects are damaged must not wait
// for "ingest verify --repair" without a word. A reconcile, such as that of "ingest retry",
// makes them again, and the event list says so.
func TestReconcileMakesDamagedObjectsAgain(t *testing.T) {
	t.Parallel()
	step := func(kind plan.Kind, key func(string) string) func(*testing.T, storage.Store) string {
		return func(t *testing.T, s storage.Store) string {
			t.Helper()
			return key(stepOf(t, s, "board", kind))
		}
	}
	is := func(key string) func(*testing.T, storage.Store) string {
		return func(*testing.T, storage.Store) string { return key }
	}
	for name, key := range map[string]func(*testing.T, storage.Store) string{
		"the probe":     step(plan.Probe, layout.StepResult),
		"a chunk":       step(plan.Chunk, layout.StepResult),
		"the playlists": step(plan.Package, layout.StepResult),
		"the status of a step without a result": func(t *testing.T, s storage.Store) string {
			t.Helper()
			chunk := stepOf(t, s, "board", plan.Chunk)
			remove(t, s, layout.StepResult(chunk))
			return layout.StepStatus(chunk)
		},
		"the state":    is(layout.State("board")),
		"the manifest": is(layout.Public.Meeting("board", layout.Manifest)),
	} {
		for _, body := range []string{"null", `{"schema": 1,`} {
			t.Run(name+" "+body, func(t *testing.T) {
				t.Parallel()
				store := new(mem.Store)
				w := newWorker(t, store)
				submit(t, store, whole(t, "board", meeting.Public))
				w.settled(t, "board")
				damaged := key(t, store)
				put(t, store, damaged, body)
				if err := pipeline.Reopen(t.Context(), store, "board"); err != nil {
					t.Fatal(err)
				}
				w.settled(t, "board")
				if state, err := archive.ReadState(t.Context(), store, "board"); err != nil || state.State != manifest.Published {
					t.Errorf("the meeting is %s, %v", state.State, err)
				}
				if _, found := verified(t, store, "board"); len(found) > 0 {
					t.Errorf("verify finds %v", found)
				}
				list, _, err := archive.Events(t.Context(), store, "board")
				if err != nil {
					t.Fatal(err)
				}
				told := slices.ContainsFunc(list, func(e archive.Event) bool { return e.Kind == archive.EventRepaired && e.Files == 1 })
				if want := layout.Parse(damaged).Step != ""; told != want {
					t.Errorf("the event list says that a step ran again: %t, want %t", told, want)
				}
			})
		}
	}
}
