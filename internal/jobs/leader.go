package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// leaderKey holds the token of the worker that sweeps for all.
const leaderKey = "proceedings:sweeper"

// leaderLease is how long a leader stays one without renewing; a worker that
// died is replaced then.
const leaderLease = 45 * time.Second

// lead makes the holder of token the leader, or keeps it that, if nobody else is.
// It returns whether it is, and whether it was not before: since a leader's key
// is lost with the queue, a new leader looks for work that was.
func (r *Redis) lead(ctx context.Context, token string) (leads, anew bool, err error) {
	anew, err = r.client.SetNX(ctx, leaderKey, token, leaderLease).Result()
	if err != nil {
		return false, false, r.unavailable("elect the worker that sweeps", err)
	}
	if anew {
		return true, true, nil
	}
	holder, err := r.client.Get(ctx, leaderKey).Result()
	switch {
	case errors.Is(err, redis.Nil), err == nil && holder != token:
		return false, false, nil
	case err != nil:
		return false, false, r.unavailable("elect the worker that sweeps", err)
	}
	if err = r.client.Expire(ctx, leaderKey, leaderLease).Err(); err != nil {
		return false, false, r.unavailable("elect the worker that sweeps", err)
	}
	return true, false, nil
}

// resign lets another worker lead at once.
func (r *Redis) resign(ctx context.Context, token string) {
	if holder, err := r.client.Get(ctx, leaderKey).Result(); err == nil && holder == token {
		_ = r.client.Del(ctx, leaderKey).Err() // else its lease ends
	}
}
