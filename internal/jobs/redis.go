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
//	redis-socket://user:password@/path/redis.sock?db=0
//	redis-sentinel://[user:password@]h1:26379,h2:26379/0?master=name[&sentinel-password=…]
//	redis-cluster://h1:6379,h2:6379          or rediss-cluster://…
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

// quieten keeps go-redis from writing to stderr by itself: what it would say
// there comes back as errors from the calls.
//
//nolint:gochecknoglobals // go-redis has one logger for the whole program
var quieten = sync.OnceFunc(func() { redis.SetLogger(silence{}) })

type silence struct{}

func (silence) Printf(context.Context, string, ...any) {}

// pingTimeout bounds all the tries of a client that asks several servers, as
// one with Sentinel does for half a minute.
const pingTimeout = 5 * time.Second

// Ping reports whether the server answers.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	if err := r.client.Ping(ctx).Err(); err != nil {
		return r.explain(err)
	}
	return nil
}

// await waits until the server answers or ctx ends. asynq v0.26 records the end of
// a task only once: its retry uses a context that was cancelled, and the task would
// run again a minute or two later, when its lease has expired.
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

// unavailable wraps an error of the queue, which is nearly always one of the
// server that it is in.
func (r *Redis) unavailable(what string, err error) error {
	return fmt.Errorf("%s: %w", what, r.explain(err))
}

// explain says in our own words why Redis did not answer, or what it refused.
// That a password is wrong is no reason to wait for the server.
func (r *Redis) explain(err error) error {
	for _, refusal := range [][2]string{
		{"WRONGPASS", "refuses the password: check the one in --redis or PROCEEDINGS_REDIS"},
		{"NOAUTH", "asks for a password: write it as redis://:password@host:6379/0"},
		{"NOPERM", "does not let this user do what is needed: give it all commands and keys (ACL SETUSER)"},
		{"ERR DB index", "has no database of that number: change the number at the end of the address"},
	} {
		if strings.HasPrefix(err.Error(), refusal[0]) {
			return fault.Explain(err, "Redis at %s %s", r.address, refusal[1])
		}
	}
	cause := errors.Join(ErrUnavailable, err)
	for _, state := range [][2]string{
		{"LOADING", "is starting, and still reads its data"},
		{"READONLY", "is a replica that takes no writes"},
		{"MISCONF", "takes no writes since it cannot save them: look at its disk and its log"},
		{"OOM", "takes no writes since its memory is full"},
	} {
		if strings.HasPrefix(err.Error(), state[0]) {
			return fault.Explain(cause, "Redis at %s %s", r.address, state[1])
		}
	}
	return fault.Explain(cause, "Redis at %s is unreachable: %s", r.address, words.Network(err))
}
