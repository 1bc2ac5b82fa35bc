package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/redis/go-redis/v9"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// The batches are hints: without them, every meeting has its own priority. So errors of
// Redis count as no batch; the next reconcile adds a meeting again.

// batchesKey is a hash of the unfinished meetings: the key of each one's batch.
const batchesKey = "proceedings:batches"

// batchKey is the key of a sorted set: the unfinished meetings of a batch with the same
// priority, by the time of their first reconcile.
func batchKey(batch string, own meeting.Priority) string {
	sum := sha256.Sum256([]byte(batch))
	return "proceedings:batch:" + string(own) + ":" + hex.EncodeToString(sum[:16])
}

// join adds an unfinished meeting to its batch, and returns its standing. demoted is the
// meeting that is no longer the last of the batch and now waits for earlier ones, if any.
func (r *Redis) join(ctx context.Context, m meeting.Meeting, own meeting.Priority) (s plan.Standing, demoted string) {
	key := batchKey(m.Batch, own)
	if m.Batch == "" || r.client.HGet(ctx, batchesKey, m.ID).Val() != key {
		r.leave(ctx, m.ID)
	}
	if m.Batch == "" {
		return s, ""
	}
	pipe := r.client.Pipeline()
	pipe.HSet(ctx, batchesKey, m.ID, key)
	added := pipe.ZAddNX(ctx, key, redis.Z{Score: float64(time.Now().UnixMicro()), Member: m.ID})
	rank, size, last := pipe.ZRank(ctx, key, m.ID), pipe.ZCard(ctx, key), pipe.ZRange(ctx, key, -2, -1)
	if _, err := pipe.Exec(ctx); err != nil {
		return s, ""
	}
	s = plan.Standing{Ahead: int(rank.Val()), Last: rank.Val() == size.Val()-1}
	if added.Val() == 1 && s.Last && s.Ahead > plan.BatchWindow && len(last.Val()) == 2 {
		demoted = last.Val()[0]
	}
	return s, demoted
}

// leave removes a meeting from its batch. promoted is the meeting that no longer waits for
// earlier ones, if any.
func (r *Redis) leave(ctx context.Context, id string) (promoted string) {
	key, err := r.client.HGet(ctx, batchesKey, id).Result()
	if err != nil {
		return ""
	}
	pipe := r.client.Pipeline()
	rank := pipe.ZRank(ctx, key, id)
	pipe.ZRem(ctx, key, id)
	next := pipe.ZRange(ctx, key, plan.BatchWindow-1, plan.BatchWindow)
	pipe.HDel(ctx, batchesKey, id)
	_, _ = pipe.Exec(ctx) // the next sweep tries again

	// The last meeting did not wait.
	if rank.Err() == nil && rank.Val() < plan.BatchWindow && len(next.Val()) == 2 {
		return next.Val()[0]
	}
	return ""
}

// leaveFinished removes the meetings from their batches that are not in unfinished, such as
// one whose worker was killed just before it left.
func (r *Redis) leaveFinished(ctx context.Context, unfinished []string) {
	is := map[string]bool{}
	for _, id := range unfinished {
		is[id] = true
	}
	for _, id := range r.client.HKeys(ctx, batchesKey).Val() {
		if !is[id] {
			r.leave(ctx, id)
		}
	}
}

// Standing returns the position of a meeting in its batch; the zero value if it is not
// known.
func (c *Client) Standing(ctx context.Context, id string) plan.Standing {
	key, err := c.redis.client.HGet(ctx, batchesKey, id).Result()
	if err != nil {
		return plan.Standing{}
	}
	pipe := c.redis.client.Pipeline()
	rank, size := pipe.ZRank(ctx, key, id), pipe.ZCard(ctx, key)
	if _, err := pipe.Exec(ctx); err != nil {
		return plan.Standing{}
	}
	return plan.Standing{Ahead: int(rank.Val()), Last: rank.Val() == size.Val()-1}
}
