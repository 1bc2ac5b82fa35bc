package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/fixity"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

func checkerOf(store storage.Store) *fixity.Checker {
	return &fixity.Checker{Store: store, Now: time.Now, Who: "archivist@desk", Readers: 4}
}

// verified verifies a meeting, and returns what it found: kind by key.
func verified(t *testing.T, store storage.Store, id string) (archive.Check, map[string]archive.FindingKind) {
	t.Helper()
	check, err := checkerOf(store).Verify(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]archive.FindingKind{}
	for _, f := range check.Findings {
		found[f.Key] = f.Kind
	}
	return check, found
}

// flip changes one byte of a stored object and keeps its metadata.
func flip(t *testing.T, store storage.Store, key string) {
	t.Helper()
	data, info, err := storage.ReadAll(t.Context(), store, key)
	if err == nil {
		data[len(data)/2] ^= 1
		_, err = store.Put(t.Context(), key, bytes.NewReader(data), info.Attrs, storage.Always)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, store storage.Store, key string) {
	t.Helper()
	if !isThere(t, store, key) {
		t.Fatalf("%s is not there", key)
	}
	if err := store.Delete(t.Context(), key); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, store storage.Store, key, text string) {
	t.Helper()
	if _, err := store.Put(t.Context(), key, strings.NewReader(text), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

// fileNamed returns the key of the only output of a step with that name.
func fileNamed(t *testing.T, store storage.Store, name string) string {
	t.Helper()
	list := slices.DeleteFunc(keys(t, store, "public/derived/"), func(key string) bool { return !strings.HasSuffix(key, "/"+name) })
	if len(list) != 1 {
		t.Fatalf("files named %s: %q", name, list)
	}
	return list[0]
}

func TestVerifyNamesEachDamagedObject(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(t *testing.T, store storage.Store) {
		w := newWorker(t, store)
		m := submit(t, store, whole(t, "board", meeting.Public))
		w.settled(t, "board")
		check, found := verified(t, store, "board")
		if !check.Clean() || check.Files < 20 || check.Read != check.Files-1 || check.Unfinished { // the manifest has no checksum
			t.Fatalf("an intact meeting: %+v, %v", check, found)
		}
		segment, image := fileNamed(t, store, "360p.mp4"), fileNamed(t, store, "slide-001.jpg")
		document, playlist := fileNamed(t, store, "original.pptx"), fileNamed(t, store, "360p.m3u8")
		page := layout.Public.Meeting("board", layout.Index)
		original := layout.Source(m.Sources[0].SHA256)
		foreign := []string{
			layout.Public.DerivedPrefix(layout.Public.StepIn(segment)) + "ffff/virus.exe",
			layout.Public.Meeting("board", "virus.html"), layout.Private.Meeting("board", "virus.html"),
		}
		for _, key := range []string{original, segment, page} {
			flip(t, store, key)
		}
		remove(t, store, image)
		put(t, store, playlist, "short")
		put(t, store, layout.StepResult(layout.Public.StepIn(document)), "{")
		for _, key := range foreign {
			put(t, store, key, "x")
		}
		want := map[string]archive.FindingKind{
			original: archive.FindingChanged, segment: archive.FindingChanged, page: archive.FindingChanged, playlist: archive.FindingChanged,
			image: archive.FindingMissing, foreign[0]: archive.FindingUnknown, foreign[1]: archive.FindingUnknown, foreign[2]: archive.FindingUnknown,
			layout.StepResult(layout.Public.StepIn(document)): archive.FindingChanged,
		}
		check, found = verified(t, store, "board")
		if diff := cmp.Diff(want, found); diff != "" {
			t.Error(diff)
		}
		if check.Missing != 1 || check.Changed != 5 || check.Unknown != 3 || check.Faults() != 6 {
			t.Errorf("counted %s", check)
		}
		if last, err := archive.ReadVerified(t.Context(), store, "board"); err != nil || last.Full.Changed != 5 || len(last.Last.Findings) != 9 {
			t.Errorf("stored %+v, %v", last, err)
		}
	})
}

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

func TestVerifyWithdrawnMeeting(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.publish(t, whole(t, "board", meeting.Public))
	withdrawn(t, w, "board", true)
	if check, found := verified(t, store, "board"); !check.Clean() || check.Files < 10 {
		t.Fatalf("a withdrawn meeting: %+v, %v", check, found)
	}
	moved := slices.DeleteFunc(keys(t, store, layout.Withdrawn.AllDerived()), func(key string) bool { return !strings.HasSuffix(key, "/360p.mp4") })[0]
	flip(t, store, moved)
	if _, found := verified(t, store, "board"); found[moved] != archive.FindingChanged || len(found) != 1 {
		t.Errorf("found %v, want %s", found, moved)
	}
	w.repaired(t, "board")
	if check, found := verified(t, store, "board"); !check.Clean() {
		t.Errorf("after the repair: %v", found)
	}
	withdrawn(t, w, "board", false)
	checkWhole(t, store, layout.Public, "board")
	if check, found := verified(t, store, "board"); !check.Clean() {
		t.Errorf("published again: %v", found)
	}
}

// TestVerifyWhileFilesMove publishes a new revision during a verification: what the first
// look missed is no finding.
func TestVerifyWhileFilesMove(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	w := newWorker(t, below)
	w.publish(t, whole(t, "board", meeting.Public))
	store := &storagetest.Hooked{Store: below}
	once := true
	store.Before = func(c storagetest.Call) error {
		if once && c.Op == "list" && c.Key == layout.Public.MeetingPrefix("board") {
			once = false
			in := whole(t, "board", meeting.Public)
			in.Meeting.Title = "Corrected title"
			submit(t, below, in)
			return w.settle(t.Context(), "board")
		}
		return nil
	}
	if check, found := verified(t, store, "board"); !check.Clean() || once {
		t.Errorf("found %v", found)
	}
}

// archiveOf publishes meetings that share one deck, and have one recording each.
func archiveOf(t *testing.T, store storage.Store, meetings int) (ids []string) {
	t.Helper()
	w := newWorker(t, store)
	for i := range meetings {
		id := fmt.Sprintf("board-%d", i)
		w.publish(t, input(t, id, meeting.Public, file{"day.mp4", "film of day " + id}, file{"talk.pptx", "deck of all days"}))
		ids = append(ids, id)
	}
	return ids
}

// TestVerifyCallsGrowLinearly also checks that shared files are read once.
func TestVerifyCallsGrowLinearly(t *testing.T) {
	t.Parallel()
	per := map[int]float64{}
	for _, n := range []int{2, 12} {
		store := &storagetest.Hooked{Store: new(mem.Store)}
		ids := archiveOf(t, store, n)
		made := len(store.Calls())
		checker, reads := checkerOf(store), map[string]int{}
		for _, id := range ids {
			if check, err := checker.Verify(t.Context(), id); err != nil || !check.Clean() {
				t.Fatalf("%s: %+v, %v", id, check, err)
			}
		}
		if check, err := checker.Rest(t.Context()); err != nil || !check.Clean() {
			t.Fatalf("the rest: %+v, %v", check, err)
		}
		calls := store.Calls()[made:]
		for _, c := range calls {
			if c.Op == "get" && !strings.HasSuffix(c.Key, ".json") {
				reads[c.Key]++
			}
		}
		for key, times := range reads {
			if times > 1 {
				t.Errorf("%s was read %d times", key, times)
			}
		}
		if len(reads) < 15*n {
			t.Errorf("only %d files were read", len(reads))
		}
		per[n] = float64(len(calls)) / float64(n)
		t.Logf("%d meetings: %d calls, %.1f a meeting", n, len(calls), per[n])
	}
	if per[12] > per[2] {
		t.Errorf("calls for each meeting: %v", per)
	}
}

// TestInterruptedRunGoesOn ends a run after two of five meetings.
func TestInterruptedRunGoesOn(t *testing.T) {
	t.Parallel()
	store := &storagetest.Hooked{Store: new(mem.Store)}
	ids := archiveOf(t, store, 5)
	sample := &archive.Sample{Percent: 40, Seed: 7}
	begin := func(want fixity.Run, restart, resumed bool) fixity.Run {
		t.Helper()
		want.Started = time.Now()
		run, was, err := fixity.Begin(t.Context(), store, want, restart)
		if err != nil || was != resumed {
			t.Fatalf("Begin = %+v, %t, %v; want resumed: %t", run, was, err, resumed)
		}
		return run
	}
	covered := func(run fixity.Run) (n int) {
		t.Helper()
		for _, id := range ids {
			v, err := archive.ReadVerified(t.Context(), store, id)
			if err != nil {
				t.Fatal(err)
			}
			if _, is := run.Covers(v); is {
				n++
			}
		}
		return n
	}
	first := begin(fixity.Run{}, false, false)
	for _, id := range ids[:2] {
		verified(t, store, id)
	}
	again := begin(fixity.Run{}, false, true)
	if !again.Started.Equal(first.Started) || covered(again) != 2 {
		t.Errorf("the run goes on from %+v with %d meetings", again, covered(again))
	}
	sampled := begin(fixity.Run{Sample: sample}, false, false) // another sample
	if begin(fixity.Run{Sample: &archive.Sample{Percent: 40}}, false, true); covered(sampled) != 0 {
		t.Errorf("a new run has %d meetings", covered(sampled))
	}
	checker := checkerOf(store)
	checker.Sample = sample
	check, err := checker.Verify(t.Context(), ids[0])
	if err != nil || !check.Clean() || check.Read == 0 || check.Read >= check.Files/2+5 {
		t.Errorf("the sample: %+v, %v", check, err)
	}
	if covered(sampled) != 1 || covered(first) != 2 {
		t.Errorf("the runs cover %d and %d meetings, want 1 and 2", covered(sampled), covered(first))
	}
	if fresh := begin(fixity.Run{Sample: sample}, true, false); covered(fresh) != 0 {
		t.Errorf("a restarted run covers %d meetings", covered(fresh))
	}
	if err = fixity.End(t.Context(), store); err != nil {
		t.Fatal(err)
	}
	begin(fixity.Run{}, false, false)
}

// TestVerifyRest: what no meeting names is verified, too.
func TestVerifyRest(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	ids := archiveOf(t, store, 1)
	lost := layout.Source(strings.Repeat("ab", 32)) // no content has this hash
	put(t, store, lost, "x")
	want := map[string]archive.FindingKind{lost: archive.FindingChanged}
	for _, key := range []string{
		layout.Public.Derived("chunk-0", "ff", "a.mp4"), layout.Private.Derived("chunk-0", "ff", "a.mp4"), layout.Withdrawn.Derived("chunk-0", "ff", "a.mp4"),
		layout.Public.Meeting("gone", layout.Index), layout.Private.Meeting("gone", layout.Index), layout.Sources + "notes.txt",
	} {
		put(t, store, key, "x")
		want[key] = archive.FindingUnknown
	}
	checker := checkerOf(store)
	if err := checker.Note(t.Context(), ids[0]); err != nil {
		t.Fatal(err)
	}
	check, err := checker.Rest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]archive.FindingKind{}
	for _, f := range check.Findings {
		found[f.Key] = f.Kind
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}

// TestVerifyUnreadableObject: an object that the storage cannot read is damaged, unless the
// storage does not answer at all.
func TestVerifyUnreadableObject(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	newWorker(t, below).publish(t, whole(t, "board", meeting.Public))
	store := &storagetest.Hooked{Store: below}
	segment := fileNamed(t, store, "360p.mp4")
	broken := errors.Join(storage.ErrUnavailable, errors.New("input/output error"))
	store.Before = func(c storagetest.Call) error {
		if c.Op == "get" && c.Key == segment {
			return broken
		}
		return nil
	}
	if _, found := verified(t, store, "board"); !maps.Equal(found, map[string]archive.FindingKind{segment: archive.FindingChanged}) {
		t.Errorf("found %v", found)
	}
	store.Before = func(c storagetest.Call) error {
		if c.Op == "get" && c.Key == segment || c.Op == "stat" {
			return broken
		}
		return nil
	}
	if _, err := checkerOf(store).Verify(t.Context(), "board"); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("without an answer: %v", err)
	}
}
