package main

import (
	"context"
	"fmt"
	"net"

	"golang.org/x/sync/errgroup"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/jobs"
	"proceedings/internal/serve"
	"proceedings/internal/statuspage"
)

// statusFlag is the flag of the private pages.
type statusFlag struct {
	StatusListen wire.ListenAddress `env:"PROCEEDINGS_STATUS_LISTEN" placeholder:"ADDRESS" help:"Address for private pages with the state of all meetings, host:port such as 127.0.0.1:8471 (default: none; env ${env}). An address that other machines reach needs a password."`
}

// statusServer serves the status pages. A nil server serves none.
type statusServer struct {
	listener net.Listener
	password string // empty for none
}

// checkStatus makes sure that the queue is named, which the status pages of a bucket need.
func (f statusFlag) checkStatus(services wire.Services) error {
	if f.StatusListen == "" {
		return nil
	}
	if services.Redis == "" {
		return fmt.Errorf("%w: --status-listen needs the queue, for the progress: set --redis or PROCEEDINGS_REDIS, such as redis://localhost:6379/0", wire.ErrUsage)
	}
	if err := jobs.CheckAddress(services.Redis); err != nil {
		return fmt.Errorf("%w: --redis or PROCEEDINGS_REDIS: %w", wire.ErrUsage, err)
	}
	return nil
}

// openStatus listens on the address of the status pages, if there is one. It refuses an
// address that other machines reach, unless there is a password.
func (f statusFlag) openStatus(ctx context.Context, c *console) (*statusServer, error) {
	if f.StatusListen == "" {
		return nil, nil //nolint:nilnil // a nil server serves nothing
	}
	password, err := wire.StatusPassword(c.getenv)
	if err != nil {
		return nil, err
	}
	if password == "" && !statuspage.Local(string(f.StatusListen)) {
		return nil, f.notPrivate()
	}
	listener, err := f.StatusListen.Open(ctx, "--status-listen")
	if err != nil {
		return nil, err
	}
	if password == "" && !statuspage.Local(listener.Addr().String()) { // of the name localhost
		_ = listener.Close() // nothing was served
		return nil, f.notPrivate()
	}
	return &statusServer{listener, password}, nil
}

func (f statusFlag) notPrivate() error {
	return fmt.Errorf("%w: --status-listen %s: other machines may reach this address: "+
		"choose one of this machine, such as 127.0.0.1:8471 or [::1]:8471, or set a password in PROCEEDINGS_STATUS_PASSWORD or PROCEEDINGS_STATUS_PASSWORD_FILE", wire.ErrUsage, f.StatusListen)
}

// url is the address of the status pages; empty if there are none.
func (s *statusServer) url() string {
	if s == nil {
		return ""
	}
	return "http://" + reachable(s.listener.Addr()) + "/"
}

// close stops listening. It is for a server that may not have started.
func (s *statusServer) close() {
	if s != nil {
		_ = s.listener.Close() // it may be closed
	}
}

// beside serves the status pages while run runs. If either fails, both end.
func (s *statusServer) beside(ctx context.Context, from *statusSource, run func(context.Context) error) error {
	if s == nil {
		return run(ctx)
	}
	pages, err := statuspage.Handler(from, s.password, from.log)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return run(ctx) })
	group.Go(func() error { return serve.Serve(ctx, s.listener, pages) })
	return group.Wait() //nolint:wrapcheck // their own errors
}
