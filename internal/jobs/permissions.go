package jobs

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"

	"proceedings/internal/fault"
)

// Check returns an error if the server does not answer, or does not accept all commands
// that workers and clients need. A worker would learn of a missing permission only in the
// middle of a meeting, and would try for ever.
func (r *Redis) Check(ctx context.Context) error {
	err := r.Ping(ctx)
	if err == nil {
		err = r.checkPermissions(ctx)
	}
	if errors.Is(err, ErrUnavailable) {
		if wrong := r.diagnose(ctx); wrong != "" {
			return fault.Explain(errors.New(fault.Detail(err)), "Redis at %s %s", r.address, wrong)
		}
	}
	return err
}

// checkPermissions makes harmless calls of all commands that asynq and this package use.
// docs/servers.md lists the same; TestServers finds one that both lack.
func (r *Redis) checkPermissions(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	const tag = "asynq:{permissions}:"
	const text, list, set, sorted, hash = tag + "text", tag + "list", tag + "set", tag + "sorted", tag + "hash"
	script := redis.NewScript("return 0")
	calls := [][]any{
		{"SETEX", text, 10, 0},
		{"SET", text, 0, "EX", 10},
		{"GET", text},
		{"INCR", text},
		{"MEMORY", "USAGE", text},
		{"EXISTS", text},
		{"EXPIRE", text, 10},
		{"EXPIREAT", text, 1},
		{"DEL", text},
		{"HSET", hash, "a", 0},
		{"HGET", hash, "a"},
		{"HMGET", hash, "a"},
		{"HGETALL", hash},
		{"HKEYS", hash},
		{"HVALS", hash},
		{"HEXISTS", hash, "a"},
		{"HDEL", hash, "a"},
		{"LPUSH", list, 0},
		{"RPUSH", list, 0},
		{"RPOPLPUSH", list, list},
		{"LLEN", list},
		{"LPOS", list, 0},
		{"LRANGE", list, 0, -1},
		{"LREM", list, 0, 0},
		{"SADD", set, 0},
		{"SCARD", set},
		{"SISMEMBER", set, 0},
		{"SMEMBERS", set},
		{"SREM", set, 0},
		{"ZADD", sorted, 0, 0},
		{"ZCARD", sorted},
		{"ZRANK", sorted, 0},
		{"ZSCORE", sorted, 0},
		{"ZRANGE", sorted, 0, -1},
		{"ZREVRANGE", sorted, 0, -1},
		{"ZRANGEBYSCORE", sorted, 0, 1},
		{"ZREMRANGEBYSCORE", sorted, 1, 2},
		{"ZREMRANGEBYRANK", sorted, 5, 6},
		{"ZREM", sorted, 0},
		{"TIME"},
		{"EVAL", "return 0", 1, text},
		{"EVALSHA", script.Hash(), 1, text},
		{"EXISTS", leaderKey},
	}
	for _, queue := range queues() { // a part of a cluster has not all of them
		calls = append(calls, []any{"EXISTS", queueKey(queue, "pending")})
	}
	pipe := r.client.Pipeline()
	for _, call := range calls {
		pipe.Do(ctx, call...)
	}
	replies, err := pipe.Exec(ctx)
	for _, reply := range replies {
		if failed := reply.Err(); failed != nil && !errors.Is(failed, redis.Nil) && !redis.HasErrorPrefix(failed, "NOSCRIPT") {
			return r.explain(failed)
		}
	}
	if len(replies) == 0 {
		return r.explain(err)
	}
	if _, err = r.client.TxPipelined(ctx, func(p redis.Pipeliner) error { return p.Exists(ctx, text).Err() }); err != nil {
		return r.explain(err)
	}
	channel := r.client.Subscribe(ctx, "asynq:cancel") // asynq's own (base.CancelChannel)
	_, err = channel.Receive(ctx)
	if err = errors.Join(err, channel.Close()); err != nil {
		return r.explain(err)
	}
	return nil
}
