package standalone

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/standalone/versitygw"
	"proceedings/internal/storage/s3"
)

// Options say how to reach the servers of a data folder.
type Options struct {
	Dir    string              // the folder; made if it is not there
	Self   string              // a program whose main calls [Supervise] when [IsSupervisor]
	Getenv func(string) string // the environment
	Notify func(string)        // called with a message when the servers were restarted; may be nil

	reachTime time.Duration // of tests; 0 for reachTime
}

// Session is the use of a data folder's servers by one command. They run as long
// as any session is open. When they end all the same (a supervisor that is
// killed, a server that crashes), the session starts them again.
type Session struct {
	options Options
	cancel  context.CancelFunc
	current atomic.Pointer[generation]
	closing atomic.Bool
	watched chan struct{} // closed when nobody watches the connection any more

	failed chan struct{}
	err    error // read after failed
	once   sync.Once
}

// generation is one run of the servers, as a session sees it.
type generation struct {
	*link

	store *s3.Store
	began time.Time
	lost  chan struct{} // closed when the servers have ended
	next  chan struct{} // closed when there is another generation
}

// Open connects to the servers of a data folder, and starts them if they do not
// run.
func Open(ctx context.Context, o Options) (*Session, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("find the data folder: %w", err)
	}
	o.Dir = dir
	if err = os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	g, err := o.generation(ctx)
	if err != nil {
		return nil, err
	}
	watching, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s := &Session{options: o, cancel: cancel, watched: make(chan struct{}), failed: make(chan struct{})}
	s.current.Store(g)
	go func() {
		defer close(s.watched)
		s.watch(watching)
	}()
	return s, nil
}

// Addresses are those of the servers. The one of Redis stays the same for the
// whole session.
func (s *Session) Addresses() Addresses { return s.current.Load().address }

// Dir is the absolute path of the data folder.
func (s *Session) Dir() string { return s.options.Dir }

// Failed is closed when the servers have ended and cannot be restarted; Err returns
// the reason.
func (s *Session) Failed() <-chan struct{} { return s.failed }

// Err is why the servers ended, after Failed.
func (s *Session) Err() error {
	<-s.failed
	return s.err
}

// Close ends this use of the servers. If it was the last one, Close returns when
// they have ended.
func (s *Session) Close() {
	s.once.Do(func() {
		s.closing.Store(true)
		s.cancel()
		_ = s.current.Load().conn.CloseWrite() // the supervisor answers, or ends
		<-s.watched
	})
}

// stopTime bounds how long a command waits for the servers to end: as long as
// both may take.
const stopTime = 30 * time.Second

// watch restarts the servers when they end, until the session is closed.
func (s *Session) watch(ctx context.Context) {
	quick := 0 // generations in a row that ended soon
	for {
		g := s.current.Load()
		stop := context.AfterFunc(ctx, func() { _ = g.conn.SetReadDeadline(time.Now().Add(stopTime)) })
		var last message
		err := g.in.Decode(&last)
		stop()
		_ = g.conn.Close()
		if s.closing.Load() {
			return
		}
		if err != nil || last.Failed == "" {
			const runner = "The process that runs Redis and the S3 server"
			last = message{Ended: runner, Failed: runner + " ended"}
		}
		close(g.lost)
		if quick++; time.Since(g.began) > quickly {
			quick = 0
		}
		if quick >= quickest {
			s.fail(fmt.Errorf("the servers of %s keep ending: %s", s.options.Dir, last.Failed))
			return
		}
		next, err := s.options.generation(ctx)
		if err == nil && next.address.Redis != g.address.Redis {
			err = errors.Join(fmt.Errorf("redis is at another address than before: %s", next.address.Redis), next.conn.Close())
		}
		if s.closing.Load() {
			if err == nil {
				_ = next.conn.Close()
			}
			return
		}
		if err != nil {
			s.fail(fmt.Errorf("restart the servers of %s (%s): %w", s.options.Dir, last.Failed, err))
			return
		}
		s.current.Store(next)
		close(g.next)
		if s.options.Notify != nil {
			s.options.Notify(last.Ended + " ended and was restarted; the work continues.")
		}
	}
}

// Servers that end five times in a row within ten seconds of their start are not
// started once more.
const (
	quickly  = 10 * time.Second
	quickest = 5
)

func (s *Session) fail(err error) {
	s.err = err
	close(s.failed)
}

// generation reaches the servers, and a store on them.
func (o Options) generation(ctx context.Context) (*generation, error) {
	l, err := o.reach(ctx)
	if err != nil {
		return nil, err
	}
	store, err := s3.Open(ctx, l.address.S3())
	if err != nil {
		return nil, errors.Join(err, l.conn.Close())
	}
	return &generation{link: l, store: store, began: time.Now(), lost: make(chan struct{}), next: make(chan struct{})}, nil
}

// Times of a start. Between the lock and the socket, a supervisor starts its
// servers, or ends them.
const (
	reachTime  = startTime + stopTime
	reachAgain = 30 * time.Millisecond
)

// reach connects to the supervisor. If the lock is free, it starts one.
func (o Options) reach(ctx context.Context) (*link, error) {
	limit, cancel := context.WithTimeout(ctx, cmp.Or(o.reachTime, reachTime))
	defer cancel()
	tick := time.NewTicker(reachAgain)
	defer tick.Stop()
	for {
		l, err := dial(limit, o.Dir)
		if !errors.Is(err, errNoSupervisor) {
			return l, err
		}
		held, err := lock(o.Dir)
		if err == nil {
			l, err = o.supervisor(limit, held)
		}
		if err == nil || !errors.Is(err, ErrInUse) && !errors.Is(err, errNoSupervisor) {
			return l, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-limit.Done():
			return nil, err
		case <-tick.C:
		}
	}
}

// programEnv is where a supervisor finds the path of the S3 server's program. It
// has another working folder, so it cannot look for it.
const programEnv = "PROCEEDINGS_VERSITYGW"

// supervisor starts a supervisor, passes the lock to it, and connects. The
// supervisor runs until its last user is gone. This process is the first user,
// by the pipe to its stdin until there is a connection.
func (o Options) supervisor(ctx context.Context, held *os.File) (_ *link, err error) {
	handedOver := false
	defer func() {
		if handedOver {
			err = errors.Join(err, held.Close()) // the supervisor has a copy
		} else {
			err = errors.Join(err, unlock(held))
		}
	}()
	program, err := versitygw.Find(o.Getenv)
	if err != nil {
		return nil, err
	}
	if program, err = filepath.Abs(program); err != nil {
		return nil, fmt.Errorf("find the S3 server's program: %w", err)
	}
	in, alive, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start the servers: %w", err)
	}
	defer func() { _ = alive.Close() }()
	said, out, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start the servers: %w", err), in.Close())
	}
	defer func() { _ = said.Close() }()
	err = proc.Detach(proc.Command{
		Path: o.Self, Args: []string{supervise, o.Dir}, Dir: "/",
		Env: []string{programEnv + "=" + program, "TMPDIR=" + os.TempDir()},
	}, in, out, held)
	handedOver = err == nil
	if err = errors.Join(err, in.Close(), out.Close()); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = said.SetReadDeadline(time.Now()) })
	defer stop()
	var first message
	err = json.NewDecoder(said).Decode(&first)
	switch {
	case err == nil && first.Addresses != nil:
		return dial(ctx, o.Dir)
	case ctx.Err() != nil:
		return nil, fmt.Errorf("start the servers: %w", context.Cause(ctx))
	case err != nil:
		return nil, errors.New("start the servers: the process that was to run them ended")
	case first.NoAttributes:
		return nil, failed{first.Failed, versitygw.ErrNoAttributes}
	}
	return nil, errors.New(first.Failed)
}

// failed is an error of the supervisor, of a known kind.
type failed struct {
	text string
	kind error
}

func (f failed) Error() string { return f.text }
func (f failed) Unwrap() error { return f.kind }
