package pipeline_test

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fixity"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// repaired repairs a meeting as the command does, and returns what was done.
func (w *worker) repaired(t *testing.T, id string) fixity.Repaired {
	t.Helper()
	checker := checkerOf(w.Store)
	check, err := checker.Meeting(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	done, err := checker.Repair(t.Context(), id, check.Findings)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range done.Meetings {
		if err = pipeline.Reopen(t.Context(), w.Store, other); err != nil {
			t.Fatal(err)
		}
		w.settled(t, other)
	}
	return done
}

func TestRepairRestoresWhatWasMade(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(t *testing.T, store storage.Store) {
		w := newWorker(t, store)
		w.publish(t, whole(t, "board", meeting.Public))
		before := contents(t, store, "public/")
		segment := fileNamed(t, store, "360p.mp4")
		// As after five attempts: they must not count for the repair.
		if _, err := storage.Update(t.Context(), store, layout.StepStatus(layout.Public.StepIn(segment)), func(s *steps.Status) bool {
			s.Starts = 5
			return true
		}); err != nil {
			t.Fatal(err)
		}
		flip(t, store, segment)
		flip(t, store, layout.Public.Meeting("board", layout.Index))
		put(t, store, layout.Public.Meeting("board", layout.Manifest), "{")
		remove(t, store, fileNamed(t, store, "slide-001.jpg"))
		remove(t, store, layout.StepResult(layout.Public.StepIn(fileNamed(t, store, "original.pptx"))))
		w.repaired(t, "board")
		for f := range readManifest(t, store, layout.Public, "board").Files() { // a script of the page
			if strings.HasPrefix(f.URL, layout.ToAssets(2)) {
				flip(t, store, path.Clean(layout.Public.Meeting("board", f.URL)))
				break
			}
		}
		if done := w.repaired(t, "board"); done.Pages == 0 { // also the page that had no checksum while the manifest was damaged
			t.Errorf("the second repair: %+v", done)
		}

		if check, found := verified(t, store, "board"); !check.Clean() {
			t.Errorf("after the repair: %v", found)
		}
		checkWhole(t, store, layout.Public, "board")
		if diff := cmp.Diff(before, contents(t, store, "public/")); diff != "" {
			t.Error(diff)
		}
	})
}

// contents returns all objects below a prefix, without manifests of the catalogue, which
// have times.
func contents(t *testing.T, store storage.Store, prefix string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, key := range keys(t, store, prefix) {
		data, _, err := storage.ReadAll(t.Context(), store, key)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(key, "public/derived/") || strings.HasPrefix(key, "public/meetings/") || strings.HasPrefix(key, "public/assets/") {
			all[key] = string(data)
		}
	}
	return all
}

// TestRepairWithOtherBytes: another run of a step may write other bytes, under other keys.
// Playlists that name the old ones are written again, also those of other meetings.
func TestRepairWithOtherBytes(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.publish(t, whole(t, "board", meeting.Public))
	other := whole(t, "board-2", meeting.Public)
	other.Meeting.Title = "The same recording again"
	w.publish(t, other)
	segment := fileNamed(t, store, "360p.mp4")
	flip(t, store, segment)
	w.makers.instead = func(ctx context.Context, task *makers.Task) (steps.Result, bool, error) {
		if task.Step.Kind != plan.Chunk {
			return steps.Result{}, false, nil
		}
		r, err := chunkMaker(ctx, task)
		if err == nil {
			err = os.WriteFile(filepath.Join(task.Dir, "360p.mp4"), []byte("other bytes"), 0o600)
		}
		return r, true, err
	}
	if done := w.repaired(t, "board"); !slices.Equal(done.Meetings, []string{"board", "board-2"}) || len(done.Steps) != 4 {
		t.Errorf("repaired %+v, want the chunk, its playlists, and the MP4 files of both meetings", done)
	}
	if isThere(t, store, segment) {
		t.Errorf("%s is still there", segment)
	}
	for _, id := range []string{"board", "board-2"} {
		if check, found := verified(t, store, id); !check.Clean() {
			t.Errorf("%s after the repair: %v", id, found)
		}
		checkWhole(t, store, layout.Public, id)
	}
}

// TestDamagedOriginalKeepsWhatWasMade: the outputs of a damaged original cannot be made
// again, so a repair must not delete the rest of them.
func TestDamagedOriginalKeepsWhatWasMade(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	m := submit(t, store, input(t, "board", meeting.Public, file{"day.mp4", "film of the day"}))
	w.settled(t, "board")
	segment := fileNamed(t, store, "360p.mp4")
	flip(t, store, layout.Source(m.Sources[0].SHA256))
	flip(t, store, segment)
	before := keys(t, store, "")
	done := w.repaired(t, "board")
	if !slices.Equal(done.Blocked, []string{layout.Public.StepIn(segment)}) || len(done.Steps)+len(done.Meetings) > 0 {
		t.Errorf("repaired %+v", done)
	}
	if diff := cmp.Diff(before, keys(t, store, "")); diff != "" {
		t.Error(diff)
	}
	check, _ := verified(t, store, "board")
	if text := check.Findings[0].Text; !strings.Contains(text, "day.mp4") || !strings.Contains(text, "restore it from a backup") {
		t.Errorf("the finding says %q", text)
	}
}
