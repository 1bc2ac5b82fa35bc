package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// A step has one queue for each priority, and asynq's task IDs are unique only within a
// queue. So the client looks in all of them before it queues a step, and a worker before it
// runs one. Another client may queue the step just after the client's look; the worker's
// look then finds the other task. There is no atomic look: in a Redis Cluster, the queues
// are on several servers.

// step queues a step in a slot, unless it is queued already. One that waits with another
// priority may move (see [plan.Slot.Replaces]).
func (c *Client) step(ctx context.Context, s plan.Step, slot plan.Slot) error {
	key := s.Key()
	found, err := c.redis.prioritiesOf(ctx, s.Queue(), key)
	if err != nil {
		return err
	}
	for _, p := range found {
		if p == slot.Priority {
			continue // enqueue revives it
		}
		stays, staysErr := c.stays(ctx, s.Queue().At(p), key, slot.Replaces(p))
		if staysErr != nil || stays {
			return staysErr
		}
	}
	_, err = c.enqueue(ctx, stepJob{Key: key, step: s, priority: slot.Priority}, key, 0)
	return err
}

// prioritiesOf returns the priorities with which a task is in a queue.
func (r *Redis) prioritiesOf(ctx context.Context, q plan.Queue, id string) (found []meeting.Priority, err error) {
	levels, pipe := plan.Levels(), r.client.Pipeline()
	exist := make([]*redis.IntCmd, len(levels))
	for i, p := range levels {
		exist[i] = pipe.Exists(ctx, taskKey(q.At(p), id))
	}
	if _, err = pipe.Exec(ctx); err != nil {
		return nil, r.unavailable("look for task "+id, err)
	}
	for i, p := range levels {
		if exist[i].Val() == 1 {
			found = append(found, p)
		}
	}
	return found, nil
}

// stays deletes a task from a queue if no worker would ever run it, or if it moves and has
// not started. It returns false if the task was deleted.
func (c *Client) stays(ctx context.Context, queue, id string, moves bool) (bool, error) {
	if err := c.redis.announce(ctx); err != nil {
		return true, err
	}
	dropped, err := c.redis.dropBroken(ctx, queue, id)
	if err != nil || dropped {
		return false, err
	}
	info, err := c.look.GetTaskInfo(queue, id)
	if errors.Is(err, asynq.ErrTaskNotFound) {
		return true, nil // it ended between the two calls; the sweep finds any open steps
	}
	if err != nil {
		return true, c.redis.unavailable("look at task "+id, err)
	}
	if info.State != asynq.TaskStateArchived && !(moves && info.State == asynq.TaskStatePending) {
		return true, nil
	}
	if err = c.look.DeleteTask(queue, id); err == nil {
		return false, nil
	}
	info, lookErr := c.look.GetTaskInfo(queue, id)
	if errors.Is(lookErr, asynq.ErrTaskNotFound) || lookErr == nil && info.State == asynq.TaskStateActive {
		return true, nil // it started in between
	}
	return true, fmt.Errorf("move task %s to another priority: %w", id, err)
}

// errElsewhere delays a step that another worker runs from the queue of another priority.
var errElsewhere = errors.New("another worker already runs it")

// checkElsewhere returns errElsewhere if a worker runs the step of ctx from another queue.
// Of two workers that start it at the same moment, at least one sees the lease of the other.
func (r *Redis) checkElsewhere(ctx context.Context, key string) error {
	own, _ := asynq.GetQueueName(ctx)
	kind := plan.Step{Kind: plan.KindOf(key)}.Queue()
	pipe := r.client.Pipeline()
	var leases []*redis.FloatCmd
	for _, p := range plan.Levels() {
		if queue := kind.At(p); queue != own {
			leases = append(leases, pipe.ZScore(ctx, queueKey(queue, "lease"), key))
		}
	}
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		return r.unavailable("look for another run of "+key, err)
	}
	for _, lease := range leases {
		if lease.Err() == nil && int64(lease.Val()) > time.Now().Unix() {
			return fmt.Errorf("step %s: %w", key, errElsewhere)
		}
	}
	return nil
}
