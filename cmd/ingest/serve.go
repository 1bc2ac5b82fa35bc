package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/jobs"
	"proceedings/internal/layout"
)

type serveCmd struct {
	dataFlag
	wire.Services
	wire.Logging
	wire.Monitoring

	frameFlag
	statusFlag

	Listen listenAddress `placeholder:"ADDRESS" help:"Address to serve on, host:port (default: 127.0.0.1:8470, or any free port if that is taken). Published pages keep their base URL; ingest site sets it."`
}

func (*serveCmd) Help() string {
	return `Serves the public space (published pages and media, nothing private) over HTTP
with ranges and CORS, until Ctrl-C: from the data folder, or from a bucket if
--s3-endpoint or --bucket is given. /oembed?url=… answers for the URL of a
meeting, a presentation or a slide, with maxwidth and maxheight.

It can run all day. Other commands can use the same data folder at the same time;
the pages that they publish appear at once.

/healthz and /readyz answer probes. --metrics-listen has metrics for Prometheus.

--status-listen serves private pages on an address of its own: what "ingest status"
prints, with the progress and the commands to type. Other machines may only reach it
with the password in PROCEEDINGS_STATUS_PASSWORD or PROCEEDINGS_STATUS_PASSWORD_FILE.

Examples:

  ingest serve
  ingest serve --listen 0.0.0.0:8080 --s3-endpoint http://s3:7070
  ingest serve --metrics-listen 127.0.0.1:9091
  ingest serve --status-listen 127.0.0.1:8471`
}

// Run serves the public space until ctx ends.
func (s *serveCmd) Run(ctx context.Context, c *console) (err error) {
	log := s.Logger(c.err)
	remote, err := c.usesBucket()
	if err != nil {
		return err
	}
	if remote {
		if err = s.CheckBucket(); err != nil {
			return err
		}
		if err = s.checkStatus(s.Services); err != nil {
			return err
		}
	}
	ancestors, err := s.ancestors()
	if err != nil {
		return err
	}
	configured, err := c.readers().Base("")
	if err != nil {
		return err
	}
	listener, err := s.Listen.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // closed already if it has served
	monitor, err := s.Monitoring.Open(ctx)
	if err != nil {
		return err
	}
	defer monitor.Close()
	private, err := s.openStatus(ctx, c)
	if err != nil {
		return err
	}
	defer private.close()
	serveStore := func(ctx context.Context, sys *wire.System) error {
		defer monitor.Start(ctx, log, func() error { return nil }, wire.StorageCheck(sys.Store))()
		return private.beside(ctx, newStatusSource(sys, remote, c.given("data", "redis", "s3-endpoint", "bucket"), log), func(ctx context.Context) error {
			return serveAll(ctx, webServer{monitor.Store(sys.Store), listener, sys.Base, c, log, ancestors, monitor.Metrics, private.url()})
		})
	}
	listen := s.Listen.base(hostname())
	if !remote {
		return s.withDataAt(ctx, c, listen, serveStore)
	}
	sys, err := s.connect(ctx, c, private)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sys.Close()) }()
	sys.Base = cmp.Or(configured, listen, sys.Base)
	return serveStore(ctx, sys)
}

// connect returns a system to read from. Only the status pages need the queue, and they
// wait for it.
func (s *serveCmd) connect(ctx context.Context, c *console, private *statusServer) (*wire.System, error) {
	sys := new(wire.System)
	if private != nil {
		queue, err := jobs.OpenRedis(s.Redis)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", wire.ErrUsage, err)
		}
		sys.Redis, sys.Client = queue, jobs.NewClient(queue)
	}
	store, err := wire.OpenForReading(ctx, s.S3(), c.unreachable)
	if err != nil {
		return nil, errors.Join(err, sys.Close())
	}
	sys.Store, sys.Base = store, wire.PublicBase(store)
	return sys, nil
}

// maxPages limits the pages that are printed, so that the address stays visible.
const maxPages = 20

// serveAll prints the newest meetings and serves all. IDs begin with dates, so the
// last IDs are the newest.
func serveAll(ctx context.Context, w webServer) error {
	var ids []string
	for info, err := range w.store.List(ctx, layout.Meetings) {
		if err != nil {
			return err
		}
		if id := layout.RecordID(info.Key); id != "" {
			ids = append(ids, id)
		}
	}
	if err := w.announce(ctx, ids[max(0, len(ids)-maxPages):]...); err != nil {
		return err
	}
	return w.serve(ctx)
}

// withSystem runs do on the services or the data folder, as flags and environment
// select.
func withSystem(ctx context.Context, services wire.Services, data dataFlag, c *console, do func(context.Context, *wire.System) error) (err error) {
	remote, err := c.usesServices()
	if err != nil {
		return err
	}
	if !remote {
		return data.withData(ctx, c, do)
	}
	if err = services.Complete(); err != nil {
		return err
	}
	sys, err := services.Connect(ctx, c.unreachable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sys.Close()) }()
	if err = c.readers().SetBase(sys); err != nil {
		return err
	}
	return do(ctx, sys)
}
