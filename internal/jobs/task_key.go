package jobs

import (
	"context"
	"strings"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// taskKey is the key of a task's hash. It is asynq's own (base.TaskKey), checked
// by a test.
func taskKey(queue, id string) string { return queueKey(queue, "t:"+id) }

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

// dropBroken deletes a task that no worker would ever run: one without a message, or one
// that is missing from the list of its state. Both block their ID. Redis may have lost
// the rest. It returns whether there was one.
func (r *Redis) dropBroken(ctx context.Context, queue, id string) (bool, error) {
	script := redis.NewScript(`
		if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
		if redis.call("HEXISTS", KEYS[1], "msg") == 1 then
			local state = redis.call("HGET", KEYS[1], "state")
			if state == "pending" then
				if redis.call("LPOS", KEYS[2], ARGV[1]) then return 0 end
			elseif state == "active" then
				if redis.call("LPOS", KEYS[3], ARGV[1]) then return 0 end
			elseif redis.call("ZSCORE", KEYS[4], ARGV[1]) or redis.call("ZSCORE", KEYS[5], ARGV[1])
				or redis.call("ZSCORE", KEYS[6], ARGV[1]) then return 0 end
		end
		return redis.call("DEL", KEYS[1])`)
	keys := []string{taskKey(queue, id)}
	for _, list := range []string{"pending", "active", "scheduled", "retry", "archived"} {
		keys = append(keys, queueKey(queue, list))
	}
	n, err := script.Run(ctx, r.client, keys, id).Int()
	if err != nil {
		return false, r.unavailable("look at task "+id, err)
	}
	return n > 0, nil
}

// dropUnreadable deletes a task whose message cannot be decoded, or is of another task. No worker can
// archive it, and a list of tasks fails because of it.
func (r *Redis) dropUnreadable(ctx context.Context, queue, id string, deleted func(task string)) error {
	info, err := asynq.NewInspectorFromRedisClient(r.client).GetTaskInfo(queue, id)
	if err == nil && info.ID == id && info.Queue == queue || err != nil && !strings.Contains(err.Error(), "could not decode task message") {
		return nil // it can be read, or is gone; Redis is asked again soon
	}
	pipe := r.client.TxPipeline()
	pipe.LRem(ctx, queueKey(queue, "pending"), 0, id)
	pipe.LRem(ctx, queueKey(queue, "active"), 0, id)
	pipe.ZRem(ctx, queueKey(queue, "lease"), id)
	pipe.Del(ctx, taskKey(queue, id))
	if _, err = pipe.Exec(ctx); err != nil {
		return r.unavailable("delete the unreadable task "+id, err)
	}
	deleted(id)
	return nil
}

// listed returns the IDs of the tasks that will run, or are running. Each queue is read at
// one moment.
func (r *Redis) listed(ctx context.Context) (map[string]bool, error) {
	found := map[string]bool{}
	for _, queue := range queues() {
		pipe := r.client.TxPipeline()
		lists := []*redis.StringSliceCmd{
			pipe.LRange(ctx, queueKey(queue, "pending"), 0, -1), pipe.LRange(ctx, queueKey(queue, "active"), 0, -1),
			pipe.ZRange(ctx, queueKey(queue, "scheduled"), 0, -1), pipe.ZRange(ctx, queueKey(queue, "retry"), 0, -1),
		}
		if _, err := pipe.Exec(ctx); err != nil {
			return nil, r.unavailable("list the tasks", err)
		}
		for _, list := range lists {
			for _, id := range list.Val() {
				found[id] = true
			}
		}
	}
	return found, nil
}

// resultWriter returns a function that stores the progress of the task of ctx. It
// ignores errors, since progress is not worth failing the step.
func (r *Redis) resultWriter(ctx context.Context) func([]byte) {
	queue, _ := asynq.GetQueueName(ctx)
	id, _ := asynq.GetTaskID(ctx)
	return func(data []byte) { _ = r.writeResult(ctx, data, queue, id) }
}
