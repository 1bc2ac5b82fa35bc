package jobs

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// QueueStats describes a queue.
type QueueStats struct {
	Queue  string
	Tasks  map[string]int64 // by state, each of asynq's states
	Oldest time.Duration    // how long the oldest pending task has waited; 0 without one
}

// lookedAt is how many of the oldest pending tasks are looked at: one that returned to the
// queue has no time.
const lookedAt = 8

// QueueStats returns the statistics of every queue, in two round trips. asynq's own
// inspector takes three for each queue, measures their memory, and knows no deadline.
func (c *Client) QueueStats(ctx context.Context) ([]QueueStats, error) {
	pipe := c.redis.client.Pipeline()
	type lists struct {
		counts map[string]*redis.IntCmd
		oldest *redis.StringSliceCmd
	}
	read := map[string]lists{}
	for _, queue := range queues() {
		l := lists{counts: map[string]*redis.IntCmd{}, oldest: pipe.LRange(ctx, queueKey(queue, "pending"), -lookedAt, -1)}
		for _, state := range []string{"pending", "active"} {
			l.counts[state] = pipe.LLen(ctx, queueKey(queue, state))
		}
		for _, state := range []string{"scheduled", "retry", "archived"} {
			l.counts[state] = pipe.ZCard(ctx, queueKey(queue, state))
		}
		read[queue] = l
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, c.redis.unavailable("count the tasks", err)
	}
	pipe = c.redis.client.Pipeline()
	since := map[string][]*redis.StringCmd{}
	for queue, l := range read {
		for _, id := range l.oldest.Val() {
			since[queue] = append(since[queue], pipe.HGet(ctx, taskKey(queue, id), "pending_since"))
		}
	}
	if pipe.Len() > 0 {
		if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
			return nil, c.redis.unavailable("look at the oldest tasks", err)
		}
	}
	var all []QueueStats
	for _, queue := range queues() {
		s := QueueStats{Queue: queue, Tasks: map[string]int64{}}
		for state, n := range read[queue].counts {
			s.Tasks[state] = n.Val()
		}
		for _, at := range since[queue] {
			if nanoseconds, err := strconv.ParseInt(at.Val(), 10, 64); err == nil {
				s.Oldest = max(s.Oldest, time.Since(time.Unix(0, nanoseconds)))
			}
		}
		all = append(all, s)
	}
	return all, nil
}
