package pipeline_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/retention"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/s3/s3test"
	"proceedings/internal/storage/storagetest"
)

// onBothStores runs a test on a store in memory and on a real server.
func onBothStores(t *testing.T, test func(*testing.T, storage.Store)) {
	t.Helper()
	t.Run("in memory", func(t *testing.T) {
		t.Parallel()
		test(t, new(mem.Store))
	})
	t.Run("on a server", func(t *testing.T) {
		t.Parallel()
		test(t, s3test.Open(t, s3test.Start(t)))
	})
}

// publicOf lists the files of steps and meetings in the public space.
func publicOf(t *testing.T, store storage.Store) []string {
	t.Helper()
	return slices.DeleteFunc(keys(t, store, "public/"), func(key string) bool {
		return !strings.HasPrefix(key, "public/derived/") && !strings.HasPrefix(key, "public/meetings/")
	})
}

func TestPrivateMeetingHasNoPublicFiles(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(t *testing.T, store storage.Store) {
		w := newWorker(t, store)
		w.publish(t, whole(t, "board", meeting.Public))
		// A replaced file leaves stale steps.
		in := input(t, "board", meeting.Unlisted, file{"day.mp4", "film of the day"}, file{"talk.pptx", "deck of another talk"})
		w.publish(t, in)

		in.Meeting.Visibility = meeting.Private
		submit(t, store, in)
		list, err := w.Reconcile(t.Context(), "board")
		if err != nil || len(list) == 0 {
			t.Fatalf("%d steps, %v; want steps for the private space", len(list), err)
		}
		if left := publicOf(t, store); len(left) > 0 {
			t.Errorf("public after the first reconcile: %q", left)
		}
		w.settled(t, "board")
		if left := publicOf(t, store); len(left) > 0 {
			t.Errorf("public at the end: %q", left)
		}
		checkWhole(t, store, layout.Private, "board")

		in.Meeting.Visibility = meeting.Public
		w.publish(t, in)
		checkWhole(t, store, layout.Public, "board")
	})
}

// publish submits a meeting and runs it until it is published.
func (w *worker) publish(t *testing.T, in intake.Input) {
	t.Helper()
	submit(t, w.Store, in)
	w.settled(t, in.Meeting.ID)
}

func TestFilesOfAnotherMeetingStay(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	board := input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}, file{"agenda.txt", "paper with points"})
	w.publish(t, board)
	w.publish(t, input(t, "council", meeting.Unlisted, file{"same.pptx", "deck of a talk"}))
	board.Meeting.Visibility = meeting.Private
	w.publish(t, board)
	checkWhole(t, store, layout.Public, "council")
	checkWhole(t, store, layout.Private, "board")
	for _, key := range publicOf(t, store) {
		if strings.Contains(key, "document-") || strings.Contains(key, "meetings/board/") {
			t.Errorf("%s is still there", key)
		}
	}
	before := w.makers.total()
	w.publish(t, input(t, "council", meeting.Private, file{"same.pptx", "deck of a talk"}))
	if left := publicOf(t, store); len(left) > 0 {
		t.Errorf("public after both meetings are private: %q", left)
	}
	if n := w.makers.total() - before; n != 0 {
		t.Errorf("%d steps were made again, though the private files are shared", n)
	}
}

func TestVisibilityCanChangeManyTimes(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"})
	for range 7 { // more than the maximum number of attempts
		in.Meeting.Visibility = meeting.Public
		w.publish(t, in)
		checkWhole(t, store, layout.Public, "board")
		in.Meeting.Visibility = meeting.Private
		w.publish(t, in)
		checkWhole(t, store, layout.Private, "board")
	}
	if s := readState(t, store, "board"); len(s.Stale) != 0 {
		t.Errorf("stale steps without files: %v", s.Stale)
	}
}

// TestPrivateDuringAStep makes a meeting private at each storage call of a step. In the
// end it has no public files.
func TestPrivateDuringAStep(t *testing.T) {
	t.Parallel()
	for n, met := 1, true; met; n++ {
		below := new(mem.Store)
		in := input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"})
		submit(t, below, in)
		w := newWorker(t, below)
		w.ahead1(t, "board")
		list, err := w.Reconcile(t.Context(), "board")
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		met = false
		slow := newWorker(t, &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
			if c.N == n {
				met = true
				in.Meeting.Visibility = meeting.Private
				newWorker(t, below).publish(t, in)
			}
			return nil
		}})
		if err = slow.step(t.Context(), list[0]); err != nil {
			t.Logf("at call %d: %v", n, err) // the queue runs it again
			// Its status may be deleted by now.
			if err = newWorker(t, below).step(t.Context(), list[0]); err != nil && !errors.Is(err, pipeline.ErrUnknownStep) {
				t.Fatal(err)
			}
		}
		if !met {
			break
		}
		newWorker(t, below).settled(t, "board") // the step wakes the meeting
		if left := publicOf(t, below); len(left) > 0 {
			t.Fatalf("private at call %d of the step: public files %q", n, left)
		}
		checkWhole(t, below, layout.Private, "board")
		if s := readState(t, below, "board"); len(s.Stale) != 0 {
			t.Errorf("private at call %d: stale steps %v", n, s.Stale)
		}
	}
}

// ahead1 runs the missing steps once.
func (w *worker) ahead1(t *testing.T, id string) {
	t.Helper()
	list, err := w.Reconcile(t.Context(), id)
	for _, s := range list {
		err = errors.Join(err, w.step(t.Context(), s))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func withdrawn(t *testing.T, w *worker, id string, is bool) meeting.Meeting {
	t.Helper()
	m, changed, err := archive.SetWithdrawn(t.Context(), w.Store, id, is)
	if err != nil || !changed || m.Withdrawn != is {
		t.Fatalf("SetWithdrawn = %+v, %t, %v", m, changed, err)
	}
	w.settled(t, id)
	return m
}

func TestWithdrawAndPublishAgain(t *testing.T) {
	t.Parallel()
	for _, visibility := range meeting.Visibilities() {
		t.Run(string(visibility), func(t *testing.T) {
			t.Parallel()
			store := &storagetest.Hooked{Store: new(mem.Store)}
			w := newWorker(t, store)
			in := whole(t, "board", visibility)
			w.publish(t, in)
			made, calls := w.makers.total(), len(store.Calls())

			m := withdrawn(t, w, "board", true)
			for _, space := range []layout.Space{layout.Public, layout.Private} {
				if left := keys(t, store, space.MeetingPrefix("board")); len(left) > 0 {
					t.Errorf("pages left: %q", left)
				}
			}
			for _, c := range store.Calls()[calls:] {
				if c.Op == "delete" && strings.Contains(c.Key, "/meetings/board/") {
					if !strings.HasSuffix(c.Key, "/"+layout.Manifest) {
						t.Errorf("deleted %s first, want the manifest", c.Key)
					}
					break
				}
			}
			if s := readState(t, store, "board"); s.State != archive.Withdrawn || !s.Final() || s.Revision != 2 || m.Revision != 2 {
				t.Errorf("state = %+v", s)
			}
			if ids, err := w.unfinished(t); err != nil || len(ids) > 0 {
				t.Errorf("the sweep finds %v, %v", ids, err)
			}
			if _, changed, err := archive.SetWithdrawn(t.Context(), store, "board", true); err != nil || changed {
				t.Errorf("a second time: changed = %t, %v", changed, err)
			}

			withdrawn(t, w, "board", false)
			checkWhole(t, store, plan.Space(visibility), "board")
			withdrawn(t, w, "board", true)
			if m := submit(t, store, in); !m.Withdrawn || m.Revision != 4 {
				t.Errorf("submitted again: %+v", m)
			}
			withdrawn(t, w, "board", false)
			w.settled(t, "board")
			checkWhole(t, store, plan.Space(visibility), "board")
			if n := w.makers.total(); n != made {
				t.Errorf("%d steps were made again", n-made)
			}
		})
	}
}

func TestWithdrawAnUnknownMeeting(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	if _, _, err := archive.SetWithdrawn(t.Context(), store, "board", true); !errors.Is(err, archive.ErrNoMeeting) {
		t.Errorf("SetWithdrawn = %v", err)
	}
	if _, err := retention.Purgeable(t.Context(), store, "board"); !errors.Is(err, archive.ErrNoMeeting) {
		t.Errorf("Purgeable = %v", err)
	}
	if _, err := retention.Purge(t.Context(), store, "board"); !errors.Is(err, archive.ErrNoMeeting) {
		t.Errorf("Purge = %v", err)
	}
	if all := keys(t, store, ""); len(all) != 0 {
		t.Errorf("stored %q, want nothing", all)
	}
}

func TestPurge(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	in := whole(t, "board", meeting.Private)
	w.publish(t, in)
	in.Meeting.Visibility = meeting.Public // the private files stay stored
	w.publish(t, in)
	w.publish(t, input(t, "council", meeting.Public, file{"same.pptx", "deck of a talk"}))
	shared := keys(t, store, "public/derived/deck-")
	originals := keys(t, store, "archive/sources/")

	would, err := retention.Purgeable(t.Context(), store, "board")
	if err != nil || len(would.Objects) == 0 || would.Bytes() == 0 {
		t.Fatalf("Purgeable = %+v, %v", would, err)
	}
	checkWhole(t, store, layout.Public, "board")
	before := keys(t, store, "")
	if _, err = retention.Purge(t.Context(), store, "board"); err == nil || !slices.Equal(keys(t, store, ""), before) {
		t.Errorf("a published meeting was purged: %v", err)
	}

	withdrawn(t, w, "board", true)
	removed, err := retention.Purge(t.Context(), store, "board")
	if err != nil {
		t.Fatal(err)
	}
	moved := func(key string) string { return strings.Replace(key, "public/", "archive/withdrawn/", 1) }
	if !slices.Equal(objectKeys(removed), mapped(objectKeys(would), moved)) || len(removed.Meetings()) != 0 {
		t.Errorf("deleted %q, announced %q; references %v", objectKeys(removed), objectKeys(would), removed.References)
	}
	if got := keys(t, store, "public/derived/deck-"); !slices.Equal(got, shared) {
		t.Errorf("files of the shared deck: %q, want %q", got, shared)
	}
	if left := keys(t, store, "archive/published/derived/"); len(left) > 0 {
		t.Errorf("left in the private space: %q", left)
	}
	for _, key := range keys(t, store, "archive/steps/") {
		if !strings.Contains(key, "probe-") && !strings.Contains(key, "text-") && !strings.Contains(key, "deck-") {
			t.Errorf("left: %s", key)
		}
	}
	if got := keys(t, store, "archive/sources/"); !slices.Equal(got, originals) {
		t.Errorf("the originals are %q, were %q", got, originals)
	}
	checkWhole(t, store, layout.Public, "council")
	if again, err := retention.Purge(t.Context(), store, "board"); err != nil || len(again.Objects) != 0 {
		t.Errorf("a second time: %+v, %v", again, err)
	}
	withdrawn(t, w, "board", false)
	checkWhole(t, store, layout.Public, "board")
	if s := readState(t, store, "board"); s.State != manifest.Published {
		t.Errorf("state = %+v", s)
	}
}

// mapped returns the sorted results of f.
func mapped(keys []string, f func(string) string) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = f(key)
	}
	slices.Sort(list)
	return list
}

func objectKeys(r retention.Removed) []string {
	var list []string
	for _, o := range r.Objects {
		list = append(list, o.Key)
	}
	slices.Sort(list)
	return list
}

// TestPublicationDuringAPurge publishes another meeting with the same deck at each call
// of a purge. In the end its pages are complete.
func TestPublicationDuringAPurge(t *testing.T) {
	t.Parallel()
	for n, met := 1, true; met; n++ {
		below := new(mem.Store)
		w := newWorker(t, below)
		w.publish(t, input(t, "board", meeting.Public, file{"talk.pptx", "deck of a talk"}))
		withdrawn(t, w, "board", true)
		met = false
		store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
			if c.N == n {
				met = true
				newWorker(t, below).publish(t, input(t, "council", meeting.Public, file{"same.pptx", "deck of a talk"}))
			}
			return nil
		}}
		removed, err := retention.Purge(t.Context(), store, "board")
		if err != nil {
			t.Fatalf("overtaken at call %d: %v", n, err)
		}
		if !met {
			break
		}
		for _, id := range removed.Meetings() {
			newWorker(t, below).settled(t, id)
		}
		checkWhole(t, below, layout.Public, "council")
		if t.Failed() {
			t.Fatalf("overtaken at call %d", n)
		}
	}
}

// TestPurgeDuringAStep runs a purge at each storage call of a step of another meeting
// with the same file.
func TestPurgeDuringAStep(t *testing.T) {
	t.Parallel()
	for n, met := 1, true; met; n++ {
		below := new(mem.Store)
		w := newWorker(t, below)
		w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
		withdrawn(t, w, "board", true)
		if _, err := retention.Purge(t.Context(), below, "board"); err != nil {
			t.Fatal(err)
		}
		met = false
		store := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
			if c.N == n {
				met = true
				removed, err := retention.Purge(t.Context(), below, "board")
				for _, id := range removed.Meetings() {
					defer newWorker(t, below).settled(t, id)
				}
				return err
			}
			return nil
		}}
		submit(t, below, input(t, "council", meeting.Public, file{"same.txt", "paper with points"}))
		if err := newWorker(t, store).settle(t.Context(), "council"); err != nil {
			t.Fatalf("purged at call %d: %v", n, err)
		}
		checkWhole(t, below, layout.Public, "council")
		if t.Failed() {
			t.Fatalf("purged at call %d", n)
		}
		n = pastShards(store.Calls(), n)
	}
}

func TestFailedPurgeDeletesNothing(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	w := newWorker(t, below)
	w.publish(t, input(t, "board", meeting.Public, file{"agenda.txt", "paper with points"}))
	w.publish(t, input(t, "council", meeting.Public, file{"same.txt", "paper with points"}))
	withdrawn(t, w, "board", true)
	before := keys(t, below, "")
	broken := &storagetest.Hooked{Store: below, Before: func(c storagetest.Call) error {
		if c.Op == "get" && c.Key == layout.Record("council") {
			return storage.ErrUnavailable
		}
		return nil
	}}
	if _, err := retention.Purge(context.WithoutCancel(t.Context()), broken, "board"); !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), "council") {
		t.Errorf("err = %v, want one that names the unreadable meeting", err)
	}
	if after := keys(t, below, ""); !slices.Equal(after, before) {
		t.Errorf("it changed something: %q", after)
	}
}
