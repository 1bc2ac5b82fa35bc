package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/tracing"
)

// Client puts tasks into the queue and reads their progress.
type Client struct {
	redis *Redis
	queue *asynq.Client
	look  *asynq.Inspector
}

// NewClient returns a client of the queue on r.
func NewClient(r *Redis) *Client {
	return &Client{
		redis: r, queue: asynq.NewClientFromRedisClient(r.client), look: asynq.NewInspectorFromRedisClient(r.client),
	}
}

// Reconcile queues a reconcile of a meeting, to run at once.
func (c *Client) Reconcile(ctx context.Context, meeting string) error {
	return c.reconcile(ctx, reconcileJob{Meeting: meeting}, 0)
}

// successorDelay prevents a reconcile from running in parallel with its predecessor.
const successorDelay = time.Second

// reconcile queues a reconcile of a meeting, to run after a delay. Calls share one
// waiting task, which runs at the earliest requested time. A running task may have
// read older data, so it gets a successor.
func (c *Client) reconcile(ctx context.Context, j reconcileJob, delay time.Duration) error {
	verb := "reconcile"
	if j.Woken {
		verb = "continue"
	}
	const named = 4 // task IDs in use before random ones
	for n := 1; ; n++ {
		id := verb + "-" + j.Meeting
		switch {
		case n > named:
			id = verb + rand.Text() + "-" + j.Meeting
		case n > 1:
			id = fmt.Sprintf("%s%d-%s", verb, n, j.Meeting)
		}
		runs, err := c.enqueue(ctx, j, id, delay)
		if err != nil || !runs {
			return err
		}
		delay = max(delay, successorDelay)
	}
}

// enqueue puts a task into its queue, to run after a delay. It does nothing and
// returns true if a task with this ID is running.
func (c *Client) enqueue(ctx context.Context, j job, id string, delay time.Duration) (runs bool, err error) {
	t, opts, err := task(j)
	if err != nil {
		return false, err
	}
	if parent := tracing.Parent(ctx); parent != "" {
		t = asynq.NewTaskWithHeaders(t.Type(), t.Payload(), map[string]string{tracing.Header: parent})
	}
	opts = append(opts, asynq.TaskID(id))
	if delay > 0 {
		opts = append(opts, asynq.ProcessIn(delay))
	}
	_, err = c.queue.EnqueueContext(ctx, t, opts...)
	switch {
	case errors.Is(err, asynq.ErrTaskIDConflict):
		return c.revive(ctx, j, id, time.Now().Add(delay))
	case err != nil:
		return false, c.redis.unavailable("enqueue "+id, err)
	}
	return false, nil
}

// revive ensures that the existing task with this ID will run. It runs an archived
// task again, and a reconcile that is scheduled later than due at once. It returns
// true if the task is running.
func (c *Client) revive(ctx context.Context, j job, id string, due time.Time) (runs bool, err error) {
	_, opts, err := task(j)
	if err != nil {
		return false, err
	}
	if err = c.redis.announce(ctx); err != nil {
		return false, err
	}
	queue, _ := opts[0].Value().(string) // the first option of task is the queue
	dropped, err := c.redis.dropBroken(ctx, queue, id)
	if err != nil {
		return false, err
	}
	if dropped {
		return c.enqueue(ctx, j, id, time.Until(due))
	}
	info, err := c.look.GetTaskInfo(queue, id)
	if errors.Is(err, asynq.ErrTaskNotFound) {
		// It ended between the two calls. It may have read older data.
		return c.enqueue(ctx, j, id, time.Until(due))
	}
	if err != nil {
		return false, c.redis.unavailable("look at task "+id, err)
	}
	_, reconciles := j.(reconcileJob)
	waits := info.State == asynq.TaskStateScheduled || info.State == asynq.TaskStateRetry
	late := reconciles && waits && info.NextProcessAt.After(due)
	if info.State != asynq.TaskStateArchived && !late {
		return info.State == asynq.TaskStateActive, nil
	}
	if err = c.look.RunTask(queue, id); err == nil || errors.Is(err, asynq.ErrTaskNotFound) {
		return false, nil
	}
	if info, lookErr := c.look.GetTaskInfo(queue, id); lookErr == nil && info.State != asynq.TaskStateArchived {
		return false, nil // it started in between, so it reads current data
	}
	return false, fmt.Errorf("run task %s again: %w", id, err)
}
