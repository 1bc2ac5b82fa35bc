package pipeline_test

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/fixity"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
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
