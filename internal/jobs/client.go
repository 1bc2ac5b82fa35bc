package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/hibiken/asynq"

	"proceedings/internal/plan"
)

// Client hands work to the queue and asks how it goes.
type Client struct {
	redis *Redis
	queue *asynq.Client
	look  *asynq.Inspector
}

// NewClient makes a client of the queue on r.
func NewClient(r *Redis) *Client {
	return &Client{
		redis: r, queue: asynq.NewClientFromRedisClient(r.client), look: asynq.NewInspectorFromRedisClient(r.client),
	}
}

// Reconcile asks for a look at a meeting, now.
func (c *Client) Reconcile(ctx context.Context, meeting string) error {
	return c.reconcile(ctx, meeting, rand.Text())
}

// reconcile asks for a look at a meeting. Equal causes that wait at the same
// time are one task. Each cause is a task of its own because one that runs
// already may have looked before what caused this one.
func (c *Client) reconcile(ctx context.Context, meeting, cause string) error {
	return c.enqueue(ctx, reconcileJob{Meeting: meeting}, "reconcile-"+meeting+"-"+cause)
}

// step asks for a step, unless it is asked for already.
func (c *Client) step(ctx context.Context, s plan.Step) error {
	return c.enqueue(ctx, stepJob{Step: s}, s.Key())
}

func (c *Client) enqueue(ctx context.Context, j job, id string) error {
	t, opts, err := task(j)
	if err != nil {
		return err
	}
	_, err = c.queue.EnqueueContext(ctx, t, append(opts, asynq.TaskID(id))...)
	switch {
	case errors.Is(err, asynq.ErrTaskIDConflict):
		return c.revive(ctx, j, id)
	case err != nil:
		return c.redis.unavailable("enqueue "+id, err)
	}
	return nil
}

// revive sees to it that a task whose ID is taken will run: an archived one is
// run again; one in any other state is on its way.
func (c *Client) revive(ctx context.Context, j job, id string) error {
	_, opts, err := task(j)
	if err != nil {
		return err
	}
	if err = c.redis.announce(ctx); err != nil {
		return err
	}
	queue, _ := opts[0].Value().(string) // task puts the queue first
	info, err := c.look.GetTaskInfo(queue, id)
	if errors.Is(err, asynq.ErrTaskNotFound) {
		return nil // it ended between the two questions; the sweep finds what it left
	}
	if err != nil {
		return c.redis.unavailable("look at task "+id, err)
	}
	if info.State != asynq.TaskStateArchived {
		return nil
	}
	if err := c.look.RunTask(queue, id); err != nil && !errors.Is(err, asynq.ErrTaskNotFound) {
		return fmt.Errorf("run task %s again: %w", id, err)
	}
	return nil
}
