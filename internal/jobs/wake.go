package jobs

import (
	"context"
	"time"

	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
)

// openChunks is the key of the set of a meeting's chunks that were asked for and
// have not settled. It is a hint, by which the last of them is known: where it is
// lost, each chunk counts as the last.
func openChunks(meeting string) string { return "proceedings:chunks:" + meeting }

// expectFor is how long the set is kept when nothing changes it.
const expectFor = 24 * time.Hour

// expect notes which chunks of a meeting were asked for; these alone if anew.
func (r *Redis) expect(ctx context.Context, meeting string, list []plan.Step, anew bool) error {
	var keys []any
	for _, s := range list {
		if s.Kind == plan.Chunk {
			keys = append(keys, s.Key())
		}
	}
	pipe := r.client.TxPipeline()
	if anew {
		pipe.Del(ctx, openChunks(meeting))
	}
	if len(keys) > 0 {
		pipe.SAdd(ctx, openChunks(meeting), keys...)
		pipe.Expire(ctx, openChunks(meeting), expectFor)
	}
	if pipe.Len() == 0 {
		return nil
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return r.unavailable("note the chunks of "+meeting, err)
	}
	return nil
}

// settled notes that a step has settled, and returns how many of the meeting's
// chunks have not.
func (r *Redis) settled(ctx context.Context, meeting string, s plan.Step) (open int) {
	if s.Kind != plan.Chunk {
		return 0
	}
	pipe := r.client.TxPipeline()
	pipe.SRem(ctx, openChunks(meeting), s.Key())
	left := pipe.SCard(ctx, openChunks(meeting))
	if _, err := pipe.Exec(ctx); err != nil {
		return 0
	}
	return int(left.Val())
}

// wake asks for a reconcile of a meeting that waits for a step which has settled.
func (c *Client) wake(ctx context.Context, meeting string, s plan.Step) error {
	delay := pipeline.Delay(s.Kind, c.redis.settled(ctx, meeting, s))
	return c.reconcile(ctx, reconcileJob{Meeting: meeting, Woken: true}, delay)
}
