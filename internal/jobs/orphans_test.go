package jobs

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage/mem"
)

// real starts a redis-server on a socket and returns its address.
func real(t *testing.T) string {
	t.Helper()
	proctest.Need(t, "redis-server")
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	srv, err := (&proc.Runner{Grace: 5 * time.Second}).StartService(proc.Command{
		Path: "redis-server",
		Args: []string{"--port", "0", "--unixsocket", socket, "--dir", dir, "--save", "", "--appendonly", "no"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Stop)
	address := "redis-socket://" + socket
	r := open(t, address)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err = srv.Ready(ctx, r.Ping); err != nil {
		t.Fatal(err)
	}
	return address
}

// TestRecoverOrphans kills a worker during a step. asynq alone would recover the step
// after a minute or more, and never without a lease.
func TestRecoverOrphans(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]bool{"with a lease": false, "without a lease": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, store, step := abandoned(t)
			c := NewClient(r)
			if lost {
				if n, err := r.client.ZRem(t.Context(), queueKey("light", "lease"), step.Key()).Result(); err != nil || n != 1 {
					t.Fatalf("asynq stores leases under another key: %d, %v", n, err)
				}
			}
			if got := state(c, step.Key()); got != asynq.TaskStateActive {
				t.Fatalf("the abandoned task is %v", got)
			}
			if err := RecoverOrphans(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			if got := state(c, step.Key()); got != asynq.TaskStatePending {
				t.Errorf("the abandoned task is %v", got)
			}
			start(t, worker(t, r, store, &tools{}))
			if man := published(t, store, "board"); len(man.Documents) != 1 {
				t.Errorf("published %+v", man)
			}
		})
	}
}

// abandoned returns a Redis and a store with an abandoned step.
func abandoned(t *testing.T) (*Redis, *mem.Store, plan.Step) {
	t.Helper()
	address := real(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	r := open(t, address)
	return r, store, abandon(t, strings.TrimPrefix(address, "redis-socket://"), NewClient(r), store)
}

// abandon leaves the probe of the meeting "board" as a killed worker does: active, and
// with its connection to Redis closed.
func abandon(t *testing.T, socket string, c *Client, store *mem.Store) plan.Step {
	t.Helper()
	p := &pipeline.Pipeline{Store: store, Log: discard(), Now: time.Now}
	steps, err := p.Reconcile(t.Context(), "board")
	if err != nil || len(steps) != 1 {
		t.Fatal(steps, err)
	}
	if err = c.step(t.Context(), steps[0], normal()); err != nil {
		t.Fatal(err)
	}
	line := newLine(t, socket)
	held, release := make(chan struct{}), make(chan struct{})
	srv := (&Worker{Redis: open(t, "redis-socket://"+line.Addr().String()), Log: discard()}).server(1, map[string]int{string(plan.Light): 1})
	err = srv.Start(asynq.HandlerFunc(func(context.Context, *asynq.Task) error {
		close(held)
		<-release
		return errors.New("not reported, the connection is closed")
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		close(release)
		srv.Shutdown()
	})
	await(t, "the step to start", held)
	line.cut()
	return steps[0]
}

// line is a proxy to a socket; cut closes it permanently.
type line struct {
	net.Listener

	mu    sync.Mutex
	ends  []net.Conn
	isCut bool
}

func newLine(t *testing.T, socket string) *line {
	t.Helper()
	listener, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	l := &line{Listener: listener}
	t.Cleanup(l.cut)
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return // cut
			}
			far, err := net.Dial("unix", socket)
			if err != nil {
				_ = near.Close()
				continue
			}
			l.mu.Lock()
			l.ends = append(l.ends, near, far)
			if l.isCut {
				_, _ = near.Close(), far.Close()
			}
			l.mu.Unlock()
			go func() { _, _ = io.Copy(far, near) }()
			go func() { _, _ = io.Copy(near, far) }()
		}
	}()
	return l
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.isCut = true
	_ = l.Close()
	for _, end := range l.ends {
		_ = end.Close()
	}
}

func TestRecoverOrphansWithoutTasks(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	if err := RecoverOrphans(t.Context(), r); err != nil {
		t.Error(err)
	}
	away := open(t, "redis://127.0.0.1:1")
	if err := RecoverOrphans(t.Context(), away); !errors.Is(err, ErrUnavailable) {
		t.Errorf("err = %v", err)
	}
}
