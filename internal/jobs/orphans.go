package jobs

import (
	"context"
	"time"
)

// RecoverOrphans queues the active tasks of dead workers again. Call it only if no worker
// is alive, under the lock of a data folder.
func RecoverOrphans(ctx context.Context, r *Redis) error {
	if err := r.requeueExpired(ctx, time.Unix(always, 0), func(string, string) {}, func(string) {}); err != nil {
		return err
	}
	// The leader is dead, too.
	for _, key := range []string{leaderKey, runningKey} {
		if err := r.client.Del(ctx, key).Err(); err != nil {
			return r.unavailable("forget the dead workers", err)
		}
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
