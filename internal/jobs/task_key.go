package jobs

import (
	"context"
	"fmt"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// taskKey is the key of a task's hash. It is asynq's own (base.TaskKey), checked
// by a test.
func taskKey(queue, id string) string { return fmt.Sprintf("asynq:{%s}:t:%s", queue, id) }

// writeResult stores the progress of a running task, unless Redis was wiped. asynq's
// own writer would then create a key with only the progress: an unreadable task that
// blocks its ID.
func (r *Redis) writeResult(ctx context.Context, data []byte, queue, id string) error {
	script := redis.NewScript(`
		if redis.call("HEXISTS", KEYS[1], "msg") == 0 then return 0 end
		redis.call("HSET", KEYS[1], "result", ARGV[1])
		return 1`)
	if err := script.Run(ctx, r.client, []string{taskKey(queue, id)}, data).Err(); err != nil {
		return r.unavailable("store the progress of "+id, err)
	}
	return nil
}

// dropBroken deletes a task without a message, which an earlier release left after a
// wipe of Redis. It returns whether there was one.
func (r *Redis) dropBroken(ctx context.Context, queue, id string) (bool, error) {
	script := redis.NewScript(`
		if redis.call("EXISTS", KEYS[1]) == 0 or redis.call("HEXISTS", KEYS[1], "msg") == 1 then return 0 end
		return redis.call("DEL", KEYS[1])`)
	n, err := script.Run(ctx, r.client, []string{taskKey(queue, id)}).Int()
	if err != nil {
		return false, r.unavailable("look at task "+id, err)
	}
	return n > 0, nil
}

// resultWriter returns a function that stores the progress of the task of ctx. It
// ignores errors, since progress is not worth failing the step.
func (r *Redis) resultWriter(ctx context.Context) func([]byte) {
	queue, _ := asynq.GetQueueName(ctx)
	id, _ := asynq.GetTaskID(ctx)
	return func(data []byte) { _ = r.writeResult(ctx, data, queue, id) }
}
