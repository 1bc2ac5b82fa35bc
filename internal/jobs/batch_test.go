package jobs

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hibiken/asynq"

	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage/mem"
)

func TestStandings(t *testing.T) {
	t.Parallel()
	r := open(t, real(t))
	c := NewClient(r)
	spring := func(id string) meeting.Meeting { return meeting.Meeting{ID: id, Batch: "spring"} }
	var demoted []string
	for _, id := range []string{"a", "b", "c", "d", "d", "e"} {
		_, other := r.join(t.Context(), spring(id), meeting.Default)
		demoted = append(demoted, other)
	}
	if diff := cmp.Diff([]string{"", "", "", "c", "", "d"}, demoted); diff != "" {
		t.Errorf("no longer the last (-want +got):\n%s", diff)
	}
	waiting := func() (ids []string) {
		for _, id := range []string{"a", "b", "c", "d", "e", "old", "alone"} {
			if c.Standing(t.Context(), id).Waits() {
				ids = append(ids, id)
			}
		}
		return ids
	}
	r.join(t.Context(), spring("old"), meeting.Bulk)
	r.join(t.Context(), meeting.Meeting{ID: "alone"}, meeting.Default)
	if got := waiting(); !slices.Equal(got, []string{"c", "d"}) {
		t.Errorf("waiting: %v", got)
	}
	if s := c.Standing(t.Context(), "d"); s.Ahead != 3 {
		t.Errorf("d is behind %d", s.Ahead)
	}
	if got := r.leave(t.Context(), "d"); got != "" {
		t.Errorf("after a later meeting, %q is promoted", got)
	}
	if got := r.leave(t.Context(), "a"); got != "c" || len(waiting()) != 0 {
		t.Errorf("%q is promoted; waiting: %v", got, waiting())
	}
	if got := r.leave(t.Context(), "b"); got != "" { // e is the last, so it did not wait
		t.Errorf("%q is promoted", got)
	}
	r.join(t.Context(), spring("c"), meeting.Urgent)
	r.leaveFinished(t.Context(), []string{"c"})
	if left := r.client.HKeys(t.Context(), batchesKey).Val(); !slices.Equal(left, []string{"c"}) {
		t.Errorf("left: %v", left)
	}
	if keys := r.client.Keys(t.Context(), "proceedings:batch:*").Val(); len(keys) != 1 {
		t.Errorf("keys of finished batches are left: %v", keys)
	}
}

// ended submits meetings, runs their steps one at a time, and returns the meetings in the
// order in which their last steps ran. No step ends before all meetings are queued, so that
// the order does not depend on the speed of the machine.
func ended(t *testing.T, meetings []meeting.Meeting) (order []string) {
	t.Helper()
	r, store := open(t, real(t)), new(mem.Store)
	c := NewClient(r)
	var mu sync.Mutex
	of, ready := map[string]string{}, make(chan struct{})
	w := worker(t, r, store, &tools{meet: func(_ context.Context, task *makers.Task) error {
		<-ready
		mu.Lock()
		defer mu.Unlock()
		if task.Step.Kind == plan.Document {
			order = append(order, of[task.Step.Input])
		}
		return nil
	}})
	w.Concurrency = 1
	start(t, w)
	for i, m := range meetings {
		of[fmt.Sprintf("%x", sha256.Sum256([]byte(m.ID)))] = m.ID
		submitWith(t, store, m, m.ID)
		if err := c.Reconcile(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		until(t, "the meeting to be queued", func() bool {
			listed, err := r.listed(t.Context())
			probes := 0
			for id := range listed {
				if plan.KindOf(id) == plan.Probe {
					probes++
				}
			}
			return err == nil && probes == i+1
		})
	}
	close(ready)
	for _, m := range meetings {
		published(t, store, m.ID)
	}
	return order
}

// TestFreshMeetingIsNotLast submits a meeting after a batch of 30.
func TestFreshMeetingIsNotLast(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		batch, fresh meeting.Meeting
	}{
		{"of another batch", meeting.Meeting{Batch: "spring"}, meeting.Meeting{Batch: "board"}},
		{"from the same folder", meeting.Meeting{Batch: "spring"}, meeting.Meeting{Batch: "spring"}},
		{"after old ones", meeting.Meeting{Date: "1999-12-31"}, meeting.Meeting{}},
		{"urgent", meeting.Meeting{}, meeting.Meeting{Priority: meeting.Urgent}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var all []meeting.Meeting
			for i := range 30 {
				m := tt.batch
				m.ID = fmt.Sprintf("m%02d", i)
				all = append(all, m)
			}
			tt.fresh.ID = "fresh"
			order := ended(t, append(all, tt.fresh))
			place := slices.Index(order, "fresh") + 1
			if place < 1 || place > 12 {
				t.Errorf("place %d: %v", place, order)
			}
			t.Logf("place %d of %d", place, len(order))
		})
	}
}

// runs serves all queues of steps, one task at a time, and returns n tasks in the order in
// which they ran, by queue and ID. queue adds them before.
func runs(t *testing.T, n int, queue func(c *Client)) (order [][2]string) {
	t.Helper()
	r := open(t, real(t))
	queue(NewClient(r))
	done := make(chan [2]string, n)
	srv := (&Worker{Redis: r, Log: discard()}).server(1, weights())
	err := srv.Start(asynq.HandlerFunc(func(ctx context.Context, _ *asynq.Task) error {
		queue, _ := asynq.GetQueueName(ctx)
		id, _ := asynq.GetTaskID(ctx)
		done <- [2]string{queue, id}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Shutdown)
	for range n {
		order = append(order, await(t, "a task", done))
	}
	return order
}

func numbered(kind plan.Kind, from, n int) (list []plan.Step) {
	for i := range n {
		list = append(list, plan.Step{Kind: kind, Version: 1, Input: fmt.Sprintf("%064d", from+i)})
	}
	return list
}

// TestLowPrioritiesAreNotStarved queues many steps of default priority before a few lower
// ones. The order is random; the test fails once in 100,000 runs.
func TestLowPrioritiesAreNotStarved(t *testing.T) {
	t.Parallel()
	const many, few = 400, 20
	order := runs(t, many+2*few, func(c *Client) {
		for i, p := range []meeting.Priority{meeting.Default, meeting.Bulk, plan.Backlog} {
			n := few
			if i == 0 {
				n = many
			}
			for _, s := range numbered(plan.Deck, 1000*i, n) {
				if err := c.step(t.Context(), s, slotOf(p, p)); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
	count := map[string]int{}
	for i, task := range order {
		if count[task[0]]++; i == 99 && count["light"] < 50 {
			t.Errorf("of the first 100 steps, %d have default priority", count["light"])
		}
		if count["light"] == many {
			break
		}
	}
	if count["light-bulk"] == 0 || count["light-backlog"] == 0 {
		t.Errorf("while steps of default priority waited, there ran %v", count)
	}
}

// TestManyChunksDoNotDelayFew queues the chunks of a long recording before those of a short
// one.
func TestManyChunksDoNotDelayFew(t *testing.T) {
	t.Parallel()
	const many, few = 100, 3
	long, short := numbered(plan.Chunk, 0, many), numbered(plan.Chunk, 1000, few)
	order := runs(t, many+few, func(c *Client) {
		for _, list := range [][]plan.Step{long, short} {
			slots := plan.Slots(list, meeting.Default, plan.Standing{})
			for i, s := range list {
				if err := c.step(t.Context(), s, slots[i]); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
	last := slices.IndexFunc(order, func(task [2]string) bool { return task[1] == short[few-1].Key() })
	if last < 0 || last >= 50 {
		t.Errorf("the last chunk of the short recording ran as number %d of %d", last+1, len(order))
	}
}
