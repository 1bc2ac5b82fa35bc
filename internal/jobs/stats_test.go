package jobs

import (
	"context"
	"testing"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/plan"
	"proceedings/internal/storage/mem"
)

// TestQueueStats compares the statistics with those of asynq's inspector, over tasks in
// every state. The keys are asynq's own.
func TestQueueStats(t *testing.T) {
	t.Parallel()
	r := open(t, real(t))
	c := NewClient(r)
	const queue = "light"
	enqueue := func(id string, opts ...asynq.Option) {
		t.Helper()
		if _, err := c.queue.Enqueue(asynq.NewTask("step:v2", nil), append(opts, asynq.Queue(queue), asynq.TaskID(id))...); err != nil {
			t.Fatal(err)
		}
	}
	enqueue("archived")
	if err := c.look.ArchiveTask(queue, "archived"); err != nil {
		t.Fatal(err)
	}
	enqueue("later", asynq.ProcessIn(time.Hour))
	enqueue("waiting")
	enqueue("returned")
	// A task that a stopping worker returned is the first and has no time.
	if err := r.client.HDel(t.Context(), taskKey(queue, "returned"), "pending_since").Err(); err != nil {
		t.Fatal(err)
	}
	if err := r.client.LMove(t.Context(), queueKey(queue, "pending"), queueKey(queue, "pending"), "LEFT", "RIGHT").Err(); err != nil {
		t.Fatal(err)
	}
	since := time.Now().Add(-time.Minute).UnixNano()
	if err := r.client.HSet(t.Context(), taskKey(queue, "waiting"), "pending_since", since).Err(); err != nil {
		t.Fatal(err)
	}
	all, err := c.QueueStats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(queues()) {
		t.Fatalf("%d queues, want %d", len(all), len(queues()))
	}
	for i, s := range all {
		if s.Queue != queues()[i] {
			t.Errorf("queue %q, want %q", s.Queue, queues()[i])
		}
		if s.Queue != queue {
			continue
		}
		info, err := c.look.GetQueueInfo(queue)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{
			"pending": info.Pending, "active": info.Active, "scheduled": info.Scheduled, "retry": info.Retry, "archived": info.Archived,
		}
		if info.Pending != 2 || info.Scheduled != 1 || info.Archived != 1 {
			t.Fatalf("the queue has %+v", want)
		}
		for state, n := range want {
			if s.Tasks[state] != int64(n) {
				t.Errorf("%d tasks are %s, want %d", s.Tasks[state], state, n)
			}
		}
		if s.Oldest < time.Minute || s.Oldest > patience {
			t.Errorf("the oldest task has waited %s, want a minute", s.Oldest)
		}
	}
}

func TestAboutTask(t *testing.T) {
	t.Parallel()
	step := plan.Step{Kind: plan.Deck}.Key()
	for id, want := range map[string]string{
		step: "step=" + step + " kind=deck", "reconcile-board-2": "meeting=board-2", "continue3-board": "meeting=board",
		"reconcileABC-board": "meeting=board", "other": "", "unknown-1": "",
	} {
		got := ""
		for i, a := range aboutTask(id) {
			if i > 0 {
				got += " "
			}
			got += a.String()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

func TestHangingLoop(t *testing.T) {
	t.Parallel()
	var s status
	now := time.Now()
	if err := s.alive(now.Add(time.Hour)); err != nil {
		t.Errorf("before its start: %v", err)
	}
	s.turn(sweepLoop)
	s.turn(recoverLoop)
	if err := s.alive(now.Add(10 * time.Minute)); err != nil {
		t.Errorf("after ten minutes: %v", err)
	}
	s.end(recoverLoop)
	if err := s.alive(now.Add(time.Hour)); err == nil {
		t.Error("a loop that hangs for an hour is alive")
	}
	s.end(sweepLoop)
	if err := s.alive(now.Add(time.Hour)); err != nil {
		t.Errorf("after its end: %v", err)
	}
}

// TestStatus follows a worker from its start to its end.
func TestStatus(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	w := worker(t, r, store, new(tools))
	if s := w.Status(); s.Running || s.InService || s.Swept {
		t.Errorf("before its start: %+v", s)
	}
	submit(t, store, "board", "a paper")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	until(t, "the first sweep", func() bool { s := w.Status(); return s.Running && s.InService && s.Swept })
	if s := w.Status(); s.Unfinished != 1 || s.Attention != 0 {
		t.Errorf("%+v, want one unfinished meeting", s)
	}
	if err := w.Alive(); err != nil {
		t.Error(err)
	}
	cancel()
	if err := await(t, "the end", ended); err != nil {
		t.Fatal(err)
	}
	if s := w.Status(); s.Running {
		t.Errorf("after its end: %+v", s)
	}
}
