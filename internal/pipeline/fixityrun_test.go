package pipeline_test

import (
	"fmt"
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
		"notes.txt", "backup/a", "archive/backup/a", "archive/steps/notes.txt", layout.Meetings + ids[0] + "/notes.txt",
	} {
		put(t, store, key, "x")
		want[key] = archive.FindingUnknown
	}
	put(t, store, layout.Public.Meeting("gone", layout.Manifest), "{}")
	want[layout.Public.Meeting("gone", layout.Manifest)] = archive.FindingUnknown
	want[layout.Record("gone")] = archive.FindingMissing // its pages say that there was one
	put(t, store, layout.State("lost"), "{}")
	want[layout.Record("lost")] = archive.FindingMissing
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
