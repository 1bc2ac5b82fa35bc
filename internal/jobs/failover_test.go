package jobs

import (
	"context"
	"testing"

	"proceedings/internal/jobs/redistest"
	"proceedings/internal/makers"
	"proceedings/internal/storage/mem"
)

// TestFailover kills the master while a step of a meeting runs. Sentinel makes the replica
// the master, and the meeting is published. So is one that is added afterwards.
func TestFailover(t *testing.T) {
	t.Parallel()
	f := redistest.StartFailover(t, redistest.Options{Password: "secret"})
	r, store := open(t, "redis-sentinel://:secret@"+f.Hosts()+"?master="+redistest.MasterName), new(mem.Store)
	submit(t, store, "board", "one", "two", "three")
	runs, release := make(chan struct{}, 100), make(chan struct{})
	start(t, worker(t, r, store, &tools{meet: func(ctx context.Context, _ *makers.Task) error {
		runs <- struct{}{}
		select {
		case <-release:
		case <-ctx.Done():
		}
		return ctx.Err()
	}}))
	c := NewClient(r)
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	await(t, "a step to run", runs)
	f.Master.Kill(t)
	f.Replica.Until(t, "role:master", "info", "replication")
	close(release)
	if m := published(t, store, "board"); len(m.Documents) != 3 {
		t.Errorf("published %+v", m)
	}
	submit(t, store, "later", "four")
	until(t, "the queue to accept a meeting", func() bool { return c.Reconcile(t.Context(), "later") == nil })
	published(t, store, "later")
}
