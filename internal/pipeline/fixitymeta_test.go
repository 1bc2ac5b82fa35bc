package pipeline_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/fixity"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestVerifyDecodesWhatHasNoChecksum: checksums of blocks, statuses of steps, events and former revisions
// are changed if they cannot be decoded. Only the last two cannot be made again.
func TestVerifyDecodesWhatHasNoChecksum(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	m := submit(t, store, whole(t, "board", meeting.Public))
	w.settled(t, "board")
	if err := archive.AddEvent(t.Context(), store, archive.Event{Meeting: "board", Kind: archive.EventRetried, Time: time.Now()}); err != nil {
		t.Fatal(err)
	}
	events := keys(t, store, layout.Events("board"))
	blocks, status, event := layout.Blocks(m.Sources[0].SHA256), layout.StepStatus(stepOf(t, store, "board", plan.Chunk)), events[len(events)-1]
	revision := layout.Revision("board", 1)
	for _, key := range []string{blocks, status, event, revision} {
		put(t, store, key, `{"size": `)
	}
	check, found := verified(t, store, "board")
	want := map[string]archive.FindingKind{blocks: archive.FindingChanged, status: archive.FindingChanged, event: archive.FindingChanged, revision: archive.FindingChanged}
	if diff := cmp.Diff(want, found); diff != "" || check.Changed != 4 {
		t.Errorf("%s, and %s", diff, check)
	}
	for _, f := range check.Findings {
		if strings.Contains(f.Text, "backup") != (f.Key == event || f.Key == revision) {
			t.Errorf("%s %s", f.Key, f.Text)
		}
	}
	if done := w.repaired(t, "board"); done.Statuses != 1 || done.Blocks != 1 || len(done.Steps) != 0 {
		t.Errorf("repaired %+v, want one status, one file with checksums and no step", done)
	}
	delete(want, status)
	delete(want, blocks)
	if _, found = verified(t, store, "board"); cmp.Diff(want, found) != "" {
		t.Errorf("after the repair: %v", found)
	}
	if data, _, err := storage.ReadAll(t.Context(), store, event); err != nil || string(data) != `{"size": ` {
		t.Errorf("the event is now %q, %v", data, err)
	}
}

// TestVerifyCountsRevisions: of the former revisions, one is lost and one is another's.
func TestVerifyCountsRevisions(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	for _, text := range []string{"paper with points", "paper with new points", "paper with old points", "paper with points again"} {
		w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", text}))
	}
	if _, found := verified(t, store, "board"); len(found) > 0 {
		t.Fatalf("before: %v", found)
	}
	first, _, err := storage.ReadAll(t.Context(), store, layout.Revision("board", 1))
	if err != nil {
		t.Fatal(err)
	}
	put(t, store, layout.Revision("board", 2), string(first))
	remove(t, store, layout.Revision("board", 3))
	want := map[string]archive.FindingKind{layout.Revision("board", 2): archive.FindingChanged, layout.Revision("board", 3): archive.FindingMissing}
	if _, found := verified(t, store, "board"); cmp.Diff(want, found) != "" {
		t.Error(cmp.Diff(want, found))
	}
}

// TestVerifyNamesALostState: the state is missing, and no file is called unknown. The repair
// makes it again, with the steps of the earlier revision.
func TestVerifyNamesALostState(t *testing.T) {
	t.Parallel()
	for name, revisions := range map[string][]string{"of the first revision": {"paper with points"}, "of a later revision": {"paper with points", "paper with new points"}} {
		for kind, harm := range map[archive.FindingKind]func(*testing.T, storage.Store){
			archive.FindingMissing: func(t *testing.T, store storage.Store) { t.Helper(); remove(t, store, layout.State("board")) },
			archive.FindingChanged: func(t *testing.T, store storage.Store) { t.Helper(); put(t, store, layout.State("board"), "{") },
		} {
			t.Run(string(kind)+" "+name, func(t *testing.T) {
				t.Parallel()
				store := new(mem.Store)
				w := newWorker(t, store)
				for _, text := range revisions {
					w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", text}))
				}
				steps := readState(t, store, "board").AllSteps()
				harm(t, store)
				checker := checkerOf(store)
				check, err := checker.Verify(t.Context(), "board")
				if err != nil || len(check.Findings) != 1 || check.Unfinished {
					t.Fatalf("%+v, %v; want one finding", check, err)
				}
				if f := check.Findings[0]; f.Kind != kind || f.Key != layout.State("board") || !strings.Contains(f.Text, "--repair makes it again") {
					t.Errorf("found %+v", f)
				}
				if rest, err := checker.Rest(t.Context()); err != nil || !rest.Clean() {
					t.Errorf("the rest: %+v, %v; want no unknown files", rest, err)
				}
				made := w.makers.total()
				if done := w.repaired(t, "board"); !done.State {
					t.Errorf("repaired %+v, want the state", done)
				}
				if check, found := verified(t, store, "board"); !check.Clean() {
					t.Errorf("after the repair: %v", found)
				}
				if w.makers.total() != made {
					t.Errorf("%d steps ran again", w.makers.total()-made)
				}
				for _, s := range steps {
					if s.Space != "" && !slices.Contains(readState(t, store, "board").AllSteps(), s) {
						t.Errorf("the state does not list %+v any more", s)
					}
				}
			})
		}
	}
}

// TestNewMeetingHasNoState: before its first reconcile, a meeting has no state.
func TestNewMeetingHasNoState(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	submit(t, store, whole(t, "board", meeting.Public))
	if check, found := verified(t, store, "board"); !check.Clean() || !check.Unfinished {
		t.Errorf("%+v, %v", check, found)
	}
}

// TestDamagedVerificationsAreReplaced: a damaged result of an earlier verification does not
// end a run over all meetings.
func TestDamagedVerificationsAreReplaced(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	archiveOf(t, store, 1)
	put(t, store, layout.Verified("board-0"), "{")
	put(t, store, layout.VerifyRun, "{")
	if _, resumed, err := fixity.Begin(t.Context(), store, fixity.Run{Started: time.Now()}, false); err != nil || resumed {
		t.Errorf("Begin: resumed %t, %v", resumed, err)
	}
	if v, err := archive.ReadVerified(t.Context(), store, "board-0"); err != nil || !v.Full.Time.IsZero() {
		t.Errorf("ReadVerified = %+v, %v; want none", v, err)
	}
	if check, found := verified(t, store, "board-0"); !check.Clean() {
		t.Errorf("found %v", found)
	}
	if v, err := archive.ReadVerified(t.Context(), store, "board-0"); err != nil || v.Full.Time.IsZero() {
		t.Errorf("afterwards: %+v, %v", v, err)
	}
}
