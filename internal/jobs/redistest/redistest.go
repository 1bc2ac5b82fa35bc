// Package redistest starts real Redis servers for tests: one server, a master behind
// Sentinel, or a cluster. All listen on free ports of 127.0.0.1.
package redistest

import (
	"context"
	"net"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/tlstest"
)

// patience is the timeout of waits, long enough for a busy machine.
const patience = 2 * time.Minute

// Options are what servers have in common.
type Options struct {
	TLS         *tlstest.Authority // serves TLS only, with certificates of this authority; nil for plain TCP
	ClientCerts bool               // requires a client certificate
	Password    string             // of the default user; empty for none
}

// Server is a running redis-server.
type Server struct {
	Address string // host:port
	Port    string
	*proc.Service

	cli []string // arguments of redis-cli
}

// Start runs one server until the test ends.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	return o.start(t)
}

// start runs a server with arguments of its own, which come first. It tries several ports:
// another process may take one before the server does.
func (o Options) start(t testing.TB, args ...string) *Server {
	t.Helper()
	proctest.Need(t, "redis-server", "redis-cli")
	var err error
	for range 5 {
		var s *Server
		if s, err = o.try(t, args); err == nil {
			return s
		}
	}
	t.Fatal(err)
	return nil
}

func (o Options) try(t testing.TB, args []string) (*Server, error) {
	t.Helper()
	s := &Server{Address: freeAddress(t)}
	_, s.Port, _ = net.SplitHostPort(s.Address)
	s.cli = []string{"-h", "127.0.0.1", "-p", s.Port}
	args = append(slices.Clip(args), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	if o.Password != "" {
		args = append(args, "--requirepass", o.Password, "--masterauth", o.Password)
		s.cli = append(s.cli, "--no-auth-warning", "-a", o.Password)
	}
	if o.TLS == nil {
		args = append(args, "--port", s.Port)
	} else {
		pair, auth := o.TLS.Issue(t), "no"
		if o.ClientCerts {
			auth = "yes"
		}
		args = append(args, "--port", "0", "--tls-port", s.Port, "--tls-cert-file", pair.Cert, "--tls-key-file", pair.Key,
			"--tls-ca-cert-file", o.TLS.File, "--tls-auth-clients", auth, "--tls-replication", "yes", "--tls-cluster", "yes")
		s.cli = append(s.cli, "--tls", "--cacert", o.TLS.File, "--cert", pair.Cert, "--key", pair.Key)
	}
	var err error
	s.Service, err = proctest.Plain().StartService(proc.Command{Path: "redis-server", Dir: t.TempDir(), Args: args})
	if err != nil {
		return nil, err
	}
	t.Cleanup(s.Stop)
	return s, s.wait(t, func(ctx context.Context) error {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.Address)
		if err != nil {
			return err //nolint:wrapcheck // only printed
		}
		return conn.Close()
	})
}

// freeAddress returns an address of 127.0.0.1 on which nothing listens.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// Do runs a command with redis-cli and returns the reply as text.
func (s *Server) Do(t testing.TB, command ...string) string {
	t.Helper()
	reply, err := s.do(t.Context(), command...)
	if err != nil {
		t.Fatalf("redis-cli %q: %v\n%s", command, err, reply)
	}
	return reply
}

func (s *Server) do(ctx context.Context, command ...string) (string, error) {
	var out strings.Builder
	stderr, err := proctest.Plain().Run(ctx, proc.Command{Path: "redis-cli", Args: append(s.cli, command...), Stdout: &out})
	return strings.TrimSpace(out.String() + stderr), err
}

// Until waits until the reply to a command has a part.
func (s *Server) Until(t testing.TB, part string, command ...string) {
	t.Helper()
	err := s.wait(t, func(ctx context.Context) error {
		reply, err := s.do(ctx, command...)
		if err == nil && !strings.Contains(reply, part) {
			err = missing{part, reply}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Kill ends the server at once, as a crash of its machine does.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	_, rest, _ := strings.Cut(s.Do(t, "info", "server"), "process_id:")
	line, _, _ := strings.Cut(rest, "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err == nil {
		err = syscall.Kill(pid, syscall.SIGKILL)
	}
	if err != nil {
		t.Fatal(err)
	}
	<-s.Done()
}

type missing struct{ part, reply string }

func (m missing) Error() string { return "no " + m.part + " in " + m.reply }

func (s *Server) wait(t testing.TB, try func(context.Context) error) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return s.Ready(ctx, try)
}
