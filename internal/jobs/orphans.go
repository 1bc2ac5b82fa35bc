package jobs

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// TakeOver makes tasks that a dead worker held ready to run at once. It may be
// called only while no worker can be alive, that is by whoever holds the lock
// of the whole installation: with remote workers the lease of 30 s, and up to a
// minute until somebody looks, is the way.
//
// The keys are asynq's own (base.ActiveKey, base.LeaseKey), held to by a test.
// A task that is active without a lease, which asynq never recovers
// (hibiken/asynq#1144), is healed too.
func TakeOver(ctx context.Context, r *Redis) error {
	for _, queue := range queues() {
		prefix := "asynq:{" + queue + "}:"
		ids, err := r.client.LRange(ctx, prefix+"active", 0, -1).Result()
		if err != nil {
			return r.unavailable("list active tasks", err)
		}
		for _, id := range ids {
			if err := r.client.ZAdd(ctx, prefix+"lease", redis.Z{Score: 0, Member: id}).Err(); err != nil {
				return r.unavailable(fmt.Sprintf("end the lease of %s", id), err)
			}
		}
	}
	// And whoever swept is dead too.
	if err := r.client.Del(ctx, leaderKey).Err(); err != nil {
		return r.unavailable("end the lease of the worker that swept", err)
	}
	return nil
}

// announce tells asynq's inspector which queues there are. A client tells that
// once and never again, so that after Redis was wiped under a running worker
// nobody could ask for a task by its ID. The key is asynq's own
// (base.AllQueues), held to by a test.
func (r *Redis) announce(ctx context.Context) error {
	var names []any
	for _, queue := range queues() {
		names = append(names, queue)
	}
	if err := r.client.SAdd(ctx, "asynq:queues", names...).Err(); err != nil {
		return r.unavailable("name the queues", err)
	}
	return nil
}
