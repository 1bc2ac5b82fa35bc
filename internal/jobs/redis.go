package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"proceedings/internal/fault"
	"proceedings/internal/words"
)

// ErrUnavailable means that Redis did not answer.
var ErrUnavailable = errors.New("the queue is unavailable")

// Redis is a connection to the queue's server, with its address for messages.
type Redis struct {
	opt     asynq.RedisConnOpt
	client  redis.UniversalClient
	address string
}

// Short timeouts report an unreachable server soon, and allow several tries within a
// task's lease of 30 s.
const (
	dialTimeout  = 2 * time.Second
	replyTimeout = 3 * time.Second
)

// OpenRedis prepares a connection to the server at address, which is one of
//
//	redis://[user:password@]host:6379/0      one server
//	rediss://…                               the same over TLS
//	redis-socket:///path/redis.sock          a unix socket
//	redis-socket://user:password@/path/redis.sock?db=0
//	redis-sentinel://[user:password@]h1:26379,h2:26379/0?master=name[&sentinel-user=…][&sentinel-password=…]
//	rediss-sentinel://…                      the same over TLS, to Sentinel and the servers
//	redis-cluster://[user:password@]h1:6379,h2:6379
//	rediss-cluster://…                       the same over TLS
//
// With TLS, ?ca=, cert= and key= name PEM files: trusted authorities, and the client's
// certificate with its key.
//
// Nothing is sent before [Redis.Ping].
func OpenRedis(address string) (*Redis, error) {
	if err := CheckAddress(address); err != nil {
		return nil, err
	}
	opt, err := parse(address)
	if err != nil {
		return nil, err
	}
	quieten()
	client, ok := opt.MakeRedisClient().(redis.UniversalClient)
	if !ok {
		return nil, fmt.Errorf("redis address %q: no client for it", redact(address))
	}
	return &Redis{opt: opt, client: client, address: redact(address)}, nil
}

// CheckAddress reports what is wrong with an address, without connecting.
func CheckAddress(address string) error {
	if _, err := parse(address); err != nil {
		return fmt.Errorf("redis address %q %w", redact(address), err)
	}
	return nil
}

// quieten stops go-redis from logging to stderr: its calls return the same errors.
//
//nolint:gochecknoglobals // go-redis has one logger for the whole program
var quieten = sync.OnceFunc(func() { redis.SetLogger(silence{}) })

type silence struct{}

func (silence) Printf(context.Context, string, ...any) {}

// pingTimeout limits all tries of a ping: with Sentinel the client would try several
// servers for half a minute.
const pingTimeout = 5 * time.Second

// Ping returns an error if the server does not answer.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	if err := r.client.Ping(ctx).Err(); err != nil {
		return r.explain(err)
	}
	return nil
}

// await waits until the server answers or ctx ends. asynq v0.26 fails to retry the
// write that ends a task, since it reuses a cancelled context. The task would then run
// again after its lease has expired.
func (r *Redis) await(ctx context.Context) {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for r.Ping(ctx) != nil {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Close ends the connection.
func (r *Redis) Close() error {
	if err := r.client.Close(); err != nil {
		return fmt.Errorf("close redis at %s: %w", r.address, err)
	}
	return nil
}

// unavailable wraps an error of the queue, which is nearly always an error of Redis.
func (r *Redis) unavailable(what string, err error) error {
	return fmt.Errorf("%s: %w", what, r.explain(err))
}

// explain describes why Redis did not answer or what it refused. Only the former is
// [ErrUnavailable]; waiting does not cure a wrong password.
func (r *Redis) explain(err error) error {
	if reason := refusal(err); reason != "" {
		return fault.Explain(err, "Redis at %s %s", r.address, reason)
	}
	cause := errors.Join(ErrUnavailable, err)
	for _, state := range [][2]string{
		{"LOADING", "is starting and still loads its data"},
		{"READONLY", "is a read-only replica"},
		{"MISCONF", "refuses writes since it cannot save them: check its disk and its log"},
		{"OOM", "refuses writes since its memory is full"},
		{"CLUSTERDOWN", "is a cluster of which a part is down"},
	} {
		if strings.HasPrefix(err.Error(), state[0]) {
			return fault.Explain(cause, "Redis at %s %s", r.address, state[1])
		}
	}
	return fault.Explain(cause, "Redis at %s is unreachable: %s", r.address, words.Network(err))
}
