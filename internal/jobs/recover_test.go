package jobs

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"proceedings/internal/storage/mem"
)

// TestAbandonedTasksRunAgain kills a worker during a step while others run. asynq alone
// would recover the task after a minute or more, and never without a lease
// (hibiken/asynq#1144).
func TestAbandonedTasksRunAgain(t *testing.T) {
	t.Parallel()
	ended := thisProcess()
	ended.started = "1" // its PID is used again
	tests := []struct {
		name  string
		spoil func(t *testing.T, r *Redis, step string)
	}{
		{"without a lease", func(t *testing.T, r *Redis, step string) {
			t.Helper()
			if n, err := r.client.ZRem(t.Context(), queueKey("light", "lease"), step).Result(); err != nil || n != 1 {
				t.Fatalf("asynq stores leases under another key: %d, %v", n, err)
			}
		}},
		{"with an expired lease", func(t *testing.T, r *Redis, step string) {
			t.Helper()
			end := float64(time.Now().Add(-leaseGrace - time.Second).Unix())
			if err := r.client.ZAdd(t.Context(), queueKey("light", "lease"), redis.Z{Score: end, Member: step}).Err(); err != nil {
				t.Fatal(err)
			}
		}},
		{"by a dead process", func(t *testing.T, r *Redis, step string) {
			t.Helper()
			if err := r.client.HSet(t.Context(), runningKey, "light/"+step, ended.String()).Err(); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, store, step := abandoned(t)
			tt.spoil(t, r, step.Key())
			start(t, worker(t, r, store, &tools{}))
			if man := published(t, store, "board"); len(man.Documents) != 1 {
				t.Errorf("published %+v", man)
			}
			until(t, "the notes of running tasks to be removed", func() bool {
				left, err := r.client.HGetAll(t.Context(), runningKey).Result()
				return err == nil && len(left) == 0
			})
		})
	}
}

// TestRunningTasksStayWithTheirWorkers: a task with a valid lease is left alone, unless
// its process is dead for certain.
func TestRunningTasksStayWithTheirWorkers(t *testing.T) {
	t.Parallel()
	r, _, step := abandoned(t)
	elsewhere := thisProcess()
	elsewhere.machine = "another"
	elsewhere.started = "1"
	for _, p := range []string{thisProcess().String(), elsewhere.String(), "", "garbage"} {
		if err := r.client.HSet(t.Context(), runningKey, "light/"+step.Key(), p).Err(); err != nil {
			t.Fatal(err)
		}
		note := func(task, why string) { t.Errorf("%s is queued again: %s, with the process %q", task, why, p) }
		if err := r.requeueOfDead(t.Context(), note); err != nil {
			t.Fatal(err)
		}
		if err := r.requeueExpired(t.Context(), time.Now(), note, func(task string) { t.Errorf("%s was deleted", task) }); err != nil {
			t.Fatal(err)
		}
	}
}

func TestProcess(t *testing.T) {
	t.Parallel()
	here := thisProcess()
	if here.started == "" || here.machine == "," || parseProcess(here.String()) != here {
		t.Fatalf("this process is %+v", here)
	}
	gone, bad := here, here
	gone.pid = "4194305" // one more than the largest PID of Linux
	bad.pid = "../self"
	for p, want := range map[process]bool{here: false, gone: true, bad: false, {}: false, parseProcess("a b"): false} {
		if got := p.dead(); got != want {
			t.Errorf("%+v is dead: %v, want %v", p, got, want)
		}
	}
}

// TestUnreadableTasksAreDeleted puts bytes into the queue that are no task, as anybody with access to
// Redis can. They do not come back for ever, and lists of tasks can be read.
func TestUnreadableTasksAreDeleted(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	c := NewClient(r)
	submit(t, store, "board", "paper")
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	for id, msg := range map[string]string{"garbage": "\xff\xfe\x00garbage", "empty": ""} {
		r.client.HSet(t.Context(), taskKey("light", id), "msg", msg, "state", "pending")
		if err := r.client.LPush(t.Context(), queueKey("light", "pending"), id).Err(); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.client.SAdd(t.Context(), "asynq:queues", "light").Err(); err != nil {
		t.Fatal(err)
	}
	start(t, worker(t, r, store, &tools{}))
	published(t, store, "board")
	until(t, "the unreadable tasks to be deleted", func() bool {
		left, err := r.client.Exists(t.Context(), taskKey("light", "garbage"), taskKey("light", "empty")).Result()
		return err == nil && left == 0
	})
	if listed, err := r.listed(t.Context()); err != nil || listed["garbage"] || listed["empty"] {
		t.Errorf("listed are %v, %v", listed, err)
	}
}
