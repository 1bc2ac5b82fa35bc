package jobs

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// RecoverOrphans makes the active tasks of dead workers ready to run at once, also those
// without a lease (hibiken/asynq#1144). Call it only if no worker is alive, under the lock
// of a data folder. asynq alone recovers a task after 30 to 90 s.
func RecoverOrphans(ctx context.Context, r *Redis) error {
	// The keys are asynq's own (base.ActiveKey, base.LeaseKey), checked by a test.
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
	// The leader is dead, too.
	if err := r.client.Del(ctx, leaderKey).Err(); err != nil {
		return r.unavailable("end the lease of the leader", err)
	}
	return nil
}

// announce registers the queues for asynq's inspector. asynq's client registers each
// queue only once, so after a wipe of Redis the inspector would find no task. The key
// is asynq's own (base.AllQueues), checked by a test.
func (r *Redis) announce(ctx context.Context) error {
	var names []any
	for _, queue := range queues() {
		names = append(names, queue)
	}
	if err := r.client.SAdd(ctx, "asynq:queues", names...).Err(); err != nil {
		return r.unavailable("register the queues", err)
	}
	return nil
}
