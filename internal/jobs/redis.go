// Package jobs carries the pipeline's work over a queue: it is the only
// importer of asynq and go-redis. The queue is a messenger and no record: what
// is lost in it is found again by a sweep over the storage.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

// ErrUnavailable says that Redis did not answer.
var ErrUnavailable = errors.New("the queue is unavailable")

// Redis is a connection to the queue's server, and the address to say in
// messages.
type Redis struct {
	opt     asynq.RedisConnOpt
	client  redis.UniversalClient
	address string
}

// Short timeouts: a server that is away is said soon, and a task's lease of
// 30 s leaves room for some tries.
const (
	dialTimeout  = 2 * time.Second
	replyTimeout = 3 * time.Second
)

// OpenRedis prepares a connection to the server at address, which is one of
//
//	redis://[user:password@]host:6379/0      one server
//	rediss://…                               the same over TLS
//	redis-socket:///path/redis.sock          a unix socket
//	redis-sentinel://h1:26379,h2:26379?master=name
//	redis-cluster://h1:6379,h2:6379          or rediss-cluster://…
//
// Nothing is sent before [Redis.Ping].
func OpenRedis(address string) (*Redis, error) {
	opt, err := parse(address)
	if err != nil {
		return nil, fmt.Errorf("redis address: %w", err)
	}
	client, ok := opt.MakeRedisClient().(redis.UniversalClient)
	if !ok {
		return nil, fmt.Errorf("redis address %q: no client for it", redact(address))
	}
	return &Redis{opt: opt, client: client, address: redact(address)}, nil
}

func parse(address string) (asynq.RedisConnOpt, error) {
	scheme, rest, _ := strings.Cut(address, "://")
	switch scheme {
	case "redis-cluster", "rediss-cluster":
		u, err := url.Parse(strings.TrimSuffix(scheme, "-cluster") + "://" + rest)
		if err != nil {
			return nil, errors.New("is no URL") // url's own error repeats the password
		}
		return cluster(u, scheme)
	case "redis", "rediss", "redis-socket", "redis-sentinel":
	default:
		return nil, fmt.Errorf("%q does not begin with redis://, rediss://, redis-socket://, redis-sentinel:// or redis-cluster://", redact(address))
	}
	opt, err := asynq.ParseRedisURI(address)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", redact(address), err)
	}
	switch o := opt.(type) {
	case asynq.RedisClientOpt:
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout = dialTimeout, replyTimeout, replyTimeout
		return o, nil
	case asynq.RedisFailoverClientOpt:
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout = dialTimeout, replyTimeout, replyTimeout
		return o, nil
	default:
		return opt, nil
	}
}

// redact is an address without its password, for messages.
func redact(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		scheme, _, _ := strings.Cut(address, "://")
		return scheme + "://…"
	}
	return u.Redacted()
}

// Ping reports whether the server answers.
func (r *Redis) Ping(ctx context.Context) error {
	if err := r.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("%w: redis at %s: %w", ErrUnavailable, r.address, err)
	}
	return nil
}

// Close ends the connection.
func (r *Redis) Close() error {
	if err := r.client.Close(); err != nil {
		return fmt.Errorf("close redis at %s: %w", r.address, err)
	}
	return nil
}

// unavailable wraps an error of the queue, which is nearly always one of the
// server that it is in.
func (r *Redis) unavailable(what string, err error) error {
	return fmt.Errorf("%s: %w: redis at %s: %w", what, ErrUnavailable, r.address, err)
}
