package jobs

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"

	"proceedings/internal/fault"
)

// Leases and delays of tasks are times in Redis, which every worker compares with its own
// clock. One with a wrong clock takes tasks from others that run them, or its own tasks are
// taken from it.
const (
	maxSkew = 10 * time.Second // of a worker that runs steps
	farAway = 5 * time.Minute  // longer than each delay of a task
)

// clock returns the time of the server, and how far the clock of this machine is ahead.
func (r *Redis) clock(ctx context.Context) (now time.Time, ahead time.Duration, err error) {
	asked := time.Now()
	now, err = r.client.Time(ctx).Result()
	if err != nil {
		return now, 0, r.unavailable("ask for the time", err)
	}
	took := time.Since(asked)
	return now, asked.Round(0).Add(took / 2).Sub(now), nil // Round: without the monotonic clock
}

// wrongClock returns an error of [fault.Worker] for a clock that is ahead of the server's by
// more than [maxSkew], or behind it.
func wrongClock(ahead time.Duration) error {
	skew, way := ahead, "ahead of"
	if ahead < 0 {
		skew, way = -ahead, "behind"
	}
	if skew <= maxSkew {
		return nil
	}
	return fault.Worker(nil, "the clock of this machine is %s %s that of the Redis server", skew.Round(time.Second), way)
}

// correctTimes corrects times of a queue that a wrong clock wrote: leases and delays that
// end too late. now is the server's time.
func (r *Redis) correctTimes(ctx context.Context, queue string, now time.Time) error {
	script := redis.NewScript(`
		for i = 1, 3 do
			for _, id in ipairs(redis.call("ZRANGE", KEYS[i], "(" .. ARGV[1], "+inf", "BYSCORE")) do
				redis.call("ZADD", KEYS[i], "XX", i == 1 and ARGV[2] or ARGV[3], id)
			end
		end
		return 0`)
	keys := []string{queueKey(queue, "lease"), queueKey(queue, "scheduled"), queueKey(queue, "retry")}
	err := script.Run(ctx, r.client, keys, now.Add(farAway).Unix(), now.Add(leaseDuration).Unix(), now.Unix()).Err()
	if err != nil {
		return r.unavailable("correct the times of tasks", err)
	}
	return nil
}
