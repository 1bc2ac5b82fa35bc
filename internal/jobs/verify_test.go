package jobs

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// TestLeaderVerifiesOnSchedule damages a file between two verifications.
func TestLeaderVerifiesOnSchedule(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	w := worker(t, r, store, &tools{})
	w.Sweep, w.VerifyEvery, w.Pipeline.Who = 20*time.Millisecond, time.Hour, "worker desk"
	start(t, w)
	submit(t, store, "board", "some paper")
	if err := NewClient(r).Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	published(t, store, "board")
	last := func() archive.Check {
		v, err := archive.ReadVerified(t.Context(), store, "board")
		if err != nil {
			t.Fatal(err)
		}
		return v.Full
	}
	until(t, "the first verification", func() bool { return last().Files > 0 })
	if c := last(); c.Who != "worker desk" || !c.Clean() {
		t.Errorf("verified: %+v", c)
	}
	for info, err := range store.List(t.Context(), layout.Public.AllDerived()) {
		if err != nil || !strings.HasSuffix(info.Key, ".txt") {
			t.Fatalf("%s, %v", info.Key, err)
		}
		if _, err = store.Put(t.Context(), info.Key, bytes.NewReader([]byte("b paper")), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.SaveCheck(t.Context(), store, "board", archive.Check{Time: time.Now().Add(-2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	until(t, "the second verification", func() bool { return last().Files > 0 })
	if c := last(); c.Changed != 1 || len(c.Findings) != 1 {
		t.Errorf("verified: %+v", c)
	}
	until(t, "the sums", func() bool {
		at, known := w.LastVerify()
		return known && !at.IsZero() && w.VerifyFaults()["changed"] == 1
	})
	if events, _, err := archive.Events(t.Context(), store, "board"); err != nil || events[len(events)-1].Kind != archive.EventVerified {
		t.Errorf("events %+v, %v", events, err)
	}
}
