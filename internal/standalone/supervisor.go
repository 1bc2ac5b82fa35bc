package standalone

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"proceedings/internal/standalone/versitygw"
)

// supervise is the first argument of a program that is to be the supervisor; the
// data folder follows. It is started by [Open] and by nobody else.
const supervise = "supervise-data-folder"

// lockFile is the supervisor's descriptor of the locked file. The servers inherit
// it: after the supervisor was killed, the folder is free only when they have
// ended, too.
const lockFile = 3

// IsSupervisor reports whether a program with these arguments, its name not among them,
// is to be the supervisor, and nothing else.
func IsSupervisor(args []string) bool { return len(args) == 2 && args[0] == supervise }

// leaveTime is how long the supervisor waits for its users after SIGTERM. At
// shutdown, they get that signal, too, and need the servers to requeue their tasks.
const leaveTime = 10 * time.Second

// Supervise is the supervisor's program. It returns the exit code.
func Supervise(args []string, getenv func(string) string) int {
	// The first two are meant for a command. The third comes when the process that
	// started this one is killed before it has read the line on stdout.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGINT, syscall.SIGHUP, syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	send := func(m message) {
		_ = json.NewEncoder(os.Stdout).Encode(m)
		_ = os.Stdout.Close() // nobody reads on
	}
	starting, cancel := context.WithCancel(ctx)
	defer cancel()
	gone := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // its end counts
		cancel()
		close(gone)
	}()
	in, err := start(starting, args[1], os.NewFile(lockFile, filepath.Join(args[1], "lock")), getenv(programEnv))
	if err == nil {
		err = superviseOver(ctx, in, gone, func() { send(message{Addresses: &in.Addresses}) })
	}
	if err != nil {
		send(message{Failed: logged(args[1], err), NoAttributes: errors.Is(err, versitygw.ErrNoAttributes)})
		return 1
	}
	return 0
}

// superviseOver stops in when it has no users any more. The process that started
// this one counts as a user until gone is closed.
func superviseOver(ctx context.Context, in *Installation, gone <-chan struct{}, send func()) (err error) {
	defer in.Stop()
	if err = sign(in.lock); err != nil {
		return err
	}
	l, err := listen(in.dir)
	if err != nil {
		return err
	}
	s := &supervisor{addresses: in.Addresses, users: map[*net.UnixConn]bool{nil: true}, idle: make(chan struct{})}
	go func() {
		for {
			conn, acceptErr := l.AcceptUnix()
			if errors.Is(acceptErr, net.ErrClosed) {
				return
			}
			if acceptErr == nil {
				go s.serve(conn)
			}
		}
	}()
	go func() {
		<-gone
		s.leave(nil)
	}()
	send()
	why := message{}
	select {
	case <-s.idle:
	case <-in.Failed():
		why = in.failure()
	case <-ctx.Done():
		select {
		case <-s.idle:
		case <-time.After(leaveTime):
		}
	}
	// Who comes now finds no socket, and waits for the lock.
	_ = os.Remove(filepath.Join(in.dir, socketName))
	_ = l.Close()
	waiting := s.end(why)
	in.Stop()
	for _, conn := range waiting {
		_ = conn.Close()
	}
	return nil
}

// supervisor counts the users of an installation. Its end is final.
type supervisor struct {
	addresses Addresses
	idle      chan struct{} // closed when the last user has left

	mu      sync.Mutex
	users   map[*net.UnixConn]bool // nil is the process that started it
	waiting []*net.UnixConn        // the last user, which leaves when the servers have ended
	ended   bool
}

// serve sends the addresses to a user and waits until it disconnects.
func (s *supervisor) serve(conn *net.UnixConn) {
	if !isOurs(conn) || !s.join(conn) {
		_ = conn.Close()
		return
	}
	if json.NewEncoder(conn).Encode(message{Addresses: &s.addresses}) == nil {
		_, _ = io.Copy(io.Discard, conn) // it sends nothing; its end counts
	}
	s.leave(conn)
}

func (s *supervisor) join(conn *net.UnixConn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	s.users[conn] = true
	return true
}

// leave removes a user. The connection of the last one stays until the servers
// have ended.
func (s *supervisor) leave(conn *net.UnixConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	delete(s.users, conn)
	switch {
	case len(s.users) == 0:
		s.ended = true
		close(s.idle)
		if conn != nil {
			s.waiting = append(s.waiting, conn)
		}
	case conn != nil:
		_ = json.NewEncoder(conn).Encode(message{Stays: true})
		_ = conn.Close()
	}
}

// end lets the users go that are left, and tells them why: they wait for the
// lock at once, and need not find out by a server that does not answer. It
// returns those that wait for the end of the servers.
func (s *supervisor) end(why message) []*net.UnixConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	for conn := range s.users {
		if conn == nil {
			continue
		}
		if why != (message{}) {
			_ = json.NewEncoder(conn).Encode(why)
		}
		_ = conn.Close()
	}
	return s.waiting
}
