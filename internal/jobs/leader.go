package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// leaderKey holds the token of the leader, the worker that sweeps.
const leaderKey = "proceedings:sweeper"

// leaderLease is the time after which a leader that does not renew its lease is
// replaced.
const leaderLease = 45 * time.Second

// lead makes the holder of token the leader, or renews its lease, unless another
// worker leads. elected is true for a new leader: the key is lost with the queue, so a
// new leader must queue lost tasks again.
func (r *Redis) lead(ctx context.Context, token string) (leads, elected bool, err error) {
	elected, err = r.client.SetNX(ctx, leaderKey, token, leaderLease).Result()
	if err != nil {
		return false, false, r.unavailable("elect the leader", err)
	}
	if elected {
		return true, true, nil
	}
	holder, err := r.client.Get(ctx, leaderKey).Result()
	switch {
	case errors.Is(err, redis.Nil), err == nil && holder != token:
		return false, false, nil
	case err != nil:
		return false, false, r.unavailable("elect the leader", err)
	}
	if err = r.client.Expire(ctx, leaderKey, leaderLease).Err(); err != nil {
		return false, false, r.unavailable("elect the leader", err)
	}
	return true, false, nil
}

// resign deletes the lease, so that another worker can lead at once.
func (r *Redis) resign(ctx context.Context, token string) {
	if holder, err := r.client.Get(ctx, leaderKey).Result(); err == nil && holder == token {
		_ = r.client.Del(ctx, leaderKey).Err() // if this fails, the lease expires
	}
}
