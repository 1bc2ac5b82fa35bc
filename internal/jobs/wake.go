package jobs

import (
	"context"
	"time"

	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
)

// openChunks is the key of the set of a meeting's unsettled chunks. The set is a hint
// to detect the last chunk: without it, every chunk counts as the last.
func openChunks(meeting string) string { return "proceedings:chunks:" + meeting }

// expectFor is the time to live of the set after a change.
const expectFor = 24 * time.Hour

// expect adds the chunks in list to the set; reset empties the set first.
func (r *Redis) expect(ctx context.Context, meeting string, list []plan.Step, reset bool) error {
	var keys []any
	for _, s := range list {
		if s.Kind == plan.Chunk {
			keys = append(keys, s.Key())
		}
	}
	pipe := r.client.TxPipeline()
	if reset {
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
		return r.unavailable("store the open chunks of "+meeting, err)
	}
	return nil
}

// settled removes a step, by its key, from the set and returns the number of unsettled
// chunks.
func (r *Redis) settled(ctx context.Context, meeting, step string) (open int) {
	if plan.KindOf(step) != plan.Chunk {
		return 0
	}
	pipe := r.client.TxPipeline()
	pipe.SRem(ctx, openChunks(meeting), step)
	left := pipe.SCard(ctx, openChunks(meeting))
	if _, err := pipe.Exec(ctx); err != nil {
		return 0
	}
	return int(left.Val())
}

// wake queues a reconcile of a meeting after one of its steps has settled.
func (c *Client) wake(ctx context.Context, meeting, step string) error {
	delay := pipeline.Delay(plan.KindOf(step), c.redis.settled(ctx, meeting, step))
	return c.reconcile(ctx, reconcileJob{Meeting: meeting, Woken: true}, delay)
}
