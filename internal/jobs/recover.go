package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// Every worker looks for abandoned tasks, since the leader may be dead, too. asynq alone
// recovers a task 60 to 120 s after the death of its worker, and never without a lease
// (hibiken/asynq#1144).
const (
	deadInterval  = time.Second     // for tasks of dead processes of this machine
	leaseInterval = 5 * time.Second // for tasks without a valid lease
)

// leaseGrace is the time by which a lease must have expired. A live worker extends its
// leases of 30 s every five seconds.
const leaseGrace = 5 * time.Second

// extended is how long ago the lease of a dead process was extended, at least. Another
// worker may have taken the task, and not noted so yet. Leases have whole seconds.
const (
	leaseDuration = 30 * time.Second
	extended      = time.Second
)

// runningKey is a hash of the processes that run tasks, by queue and task.
const runningKey = "proceedings:running"

// recoverUntil makes abandoned tasks ready to run again until ctx ends.
func (w *Worker) recoverUntil(ctx context.Context) {
	tick := time.NewTicker(deadInterval)
	defer tick.Stop()
	var looked time.Time
	defer w.status.end(recoverLoop)
	for {
		w.status.turn(recoverLoop)
		err := w.Redis.requeueOfDead(ctx, w.noteRecovered)
		if err == nil && time.Since(looked) >= leaseInterval {
			looked = time.Now()
			err = w.lookAtLeases(ctx)
		}
		if err != nil && ctx.Err() == nil {
			w.Log.DebugContext(ctx, "look for abandoned tasks; trying again", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// lookAtLeases queues tasks without a valid lease again, unless the clock of this machine is
// wrong: then it takes the worker out of service.
func (w *Worker) lookAtLeases(ctx context.Context) error {
	now, ahead, err := w.Redis.clock(ctx)
	if err != nil {
		return err
	}
	if err = wrongClock(ahead); err != nil {
		w.noticeSickness("", err)
	}
	return w.Redis.requeueExpired(ctx, now, w.noteRecovered, func(task string) {
		w.Log.Warn("a task that cannot be read was deleted", "task", task)
	})
}

func (w *Worker) noteRecovered(task, why string) {
	args := []any{"task", task, "why", why}
	for _, a := range aboutTask(task) {
		args = append(args, a.Key, a.Value)
	}
	w.Log.Info("a task was abandoned and is queued again", args...)
}

// running notes that this process runs the task of ctx, until the returned function is
// called. Without the note, the task is recovered only after its lease.
func (r *Redis) running(ctx context.Context) (end func()) {
	queue, _ := asynq.GetQueueName(ctx)
	id, _ := asynq.GetTaskID(ctx)
	field := queue + "/" + id
	_ = r.client.HSet(ctx, runningKey, field, thisProcess().String()).Err()
	return func() {
		after, cancel := context.WithTimeout(context.WithoutCancel(ctx), replyTimeout)
		defer cancel()
		_ = r.client.HDel(after, runningKey, field).Err() // a note of a dead process does no harm
	}
}

// requeueOfDead queues the tasks of dead processes of this machine again.
func (r *Redis) requeueOfDead(ctx context.Context, note func(task, why string)) error {
	notes, err := r.client.HGetAll(ctx, runningKey).Result()
	if err != nil {
		return r.unavailable("list the running tasks", err)
	}
	for field, process := range notes {
		if !parseProcess(process).dead() {
			continue
		}
		queue, id, _ := strings.Cut(field, "/")
		before := time.Now().Add(leaseDuration - extended)
		leased, err := r.requeue(ctx, queue, id, "its worker died", before.Unix(), note)
		if err == nil && !leased {
			err = r.forget(ctx, field, process)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// forget deletes the note of a dead process, unless another one runs the task by now.
func (r *Redis) forget(ctx context.Context, field, process string) error {
	script := redis.NewScript(`
		if redis.call("HGET", KEYS[1], ARGV[1]) == ARGV[2] then redis.call("HDEL", KEYS[1], ARGV[1]) end
		return 0`)
	if err := script.Run(ctx, r.client, []string{runningKey}, field, process).Err(); err != nil {
		return r.unavailable("forget the dead worker of "+field, err)
	}
	return nil
}

// requeueExpired queues the tasks again whose lease is missing or has ended. now is the time
// of the server. It deletes those that cannot be read: asynq leaves them without a lease, so they would come
// back for ever.
func (r *Redis) requeueExpired(ctx context.Context, now time.Time, note func(task, why string), deleted func(task string)) error {
	for _, queue := range queues() {
		if err := r.correctTimes(ctx, queue, now); err != nil {
			return err
		}
		ids, err := r.client.LRange(ctx, queueKey(queue, "active"), 0, -1).Result()
		if err != nil {
			return r.unavailable("list active tasks", err)
		}
		for _, id := range ids {
			moved := false
			_, err := r.requeue(ctx, queue, id, "its lease is lost", now.Add(-leaseGrace).Unix(), func(task, why string) {
				moved = true
				note(task, why)
			})
			if err == nil && moved {
				err = r.dropUnreadable(ctx, queue, id, deleted)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// always is later than every lease.
const always = int64(1) << 40

// requeue moves an active task to the front of its queue if its lease is missing or ends
// before a time, as asynq does at a shutdown (rdb.Requeue). It returns whether the lease
// ends later. The keys are asynq's own, checked by a test.
func (r *Redis) requeue(ctx context.Context, queue, id, why string, before int64, note func(task, why string)) (leased bool, err error) {
	script := redis.NewScript(`
		local lease = redis.call("ZSCORE", KEYS[2], ARGV[1])
		if lease and tonumber(lease) >= tonumber(ARGV[2]) then return 2 end
		if redis.call("LREM", KEYS[1], 0, ARGV[1]) == 0 then return 0 end
		redis.call("ZREM", KEYS[2], ARGV[1])
		if redis.call("HEXISTS", KEYS[4], "msg") == 0 then return 0 end
		redis.call("RPUSH", KEYS[3], ARGV[1])
		redis.call("HSET", KEYS[4], "state", "pending")
		return 1`)
	keys := []string{queueKey(queue, "active"), queueKey(queue, "lease"), queueKey(queue, "pending"), taskKey(queue, id)}
	moved, err := script.Run(ctx, r.client, keys, id, before).Int()
	if err != nil {
		return false, r.unavailable("queue "+id+" again", err)
	}
	if moved == 1 {
		note(id, why)
	}
	return moved == 2, nil
}

// queueKey is the key of a list of tasks of a queue, as asynq names it.
func queueKey(queue, list string) string { return fmt.Sprintf("asynq:{%s}:%s", queue, list) }
