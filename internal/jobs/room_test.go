package jobs

import (
	"strings"
	"sync/atomic"
	"testing"

	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/storage/mem"
)

// TestStepThatFitsNowhere: the status says in words that a step waits for a larger disk,
// and the step runs as soon as there is one.
func TestStepThatFitsNowhere(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	var free atomic.Int64
	free.Store(1 << 20)
	w := worker(t, r, store, new(tools))
	w.Pipeline.Room = &makers.Room{Folder: w.Pipeline.Scratch, Host: "host", Cache: w.Pipeline.Sources, Free: func(string) (int64, error) { return free.Load(), nil }}
	start(t, w)
	c := NewClient(r)
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	var step, text string
	until(t, "the step to find no disk", func() bool {
		failing, err := c.Failing()
		if err != nil {
			t.Fatal(err)
		}
		for step, text = range failing {
			return strings.Contains(text, "more than any worker can give (1 MB of host)")
		}
		return false
	})
	if !strings.HasPrefix(text, "needs 50 MB of disk space") || !makers.SaysNoRoom(text) {
		t.Errorf("the error is %q", text)
	}
	if sick, err := c.SickWorkers(t.Context()); err != nil || len(sick) > 0 {
		t.Errorf("workers out of service: %+v, %v", sick, err)
	}
	free.Store(10 << 30)
	if err := c.look.RunTask(string(plan.Light), step); err != nil { // its delay is over
		t.Fatal(err)
	}
	if m := published(t, store, "board"); len(m.Documents) != 1 || len(m.Refused) != 0 {
		t.Errorf("published %+v", m)
	}
}
