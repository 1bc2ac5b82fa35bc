package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/jobs"
	"proceedings/internal/logging"
	"proceedings/internal/metrics"
	"proceedings/internal/standalone"
)

type runCmd struct {
	inputFlags
	scheduleFlags
	dataFlag
	wire.Readers
	wire.Logging
	wire.Monitoring

	frameFlag

	Serve  bool          `help:"Serve the page on a local port, until Ctrl-C."`
	Listen listenAddress `placeholder:"ADDRESS" help:"Address for --serve, host:port (default: 127.0.0.1:8470, or any free port if that is taken). It is also the base URL of the pages, unless --base-url or ingest site sets another."`
	JSON   bool          `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*runCmd) Help() string {
	return `Publishes a meeting on this machine. It starts Redis and an S3 server in the data
folder, runs all steps, and prints a summary. Running it again runs only the
missing steps.

Several commands may use a data folder at the same time: "ingest serve" all day,
an "ingest run" for each meeting, "ingest status" in between. They share one Redis
and one S3 server, which stop with the last command. Interrupting one command does
not stop the others.

Examples:

  ingest run recording.mp4 slides.pptx
  ingest run --title "Spring meeting" --date 2026-03-12 folder/
  ingest run --serve --data /srv/proceedings folder/`
}

// Run publishes a meeting on this machine.
func (r *runCmd) Run(ctx context.Context, c *console) error {
	if err := r.check(); err != nil {
		return err
	}
	in, err := r.read(ctx, c) // before anything is started
	if err != nil {
		return err
	}
	defer in.Close()
	r.apply(&in.Meeting, r.Paths)
	ancestors, err := r.ancestors()
	if err != nil {
		return err
	}
	configured, err := r.Base("")
	if err != nil {
		return err
	}
	if r.Listen != "" && !r.Serve {
		return fmt.Errorf("%w: --listen is the address for --serve: add --serve", wire.ErrUsage)
	}
	var listener net.Listener
	if r.Serve {
		if listener, err = r.Listen.open(ctx); err != nil {
			return err
		}
		defer func() { _ = listener.Close() }() // closed already if it has served
	}
	monitor, err := r.Monitoring.Open(ctx)
	if err != nil {
		return err
	}
	defer monitor.Close()
	if _, statErr := os.Stat(r.Data); errors.Is(statErr, os.ErrNotExist) {
		err = r.checkSpace(ctx, nil, in)
	} else {
		err = r.room("start Redis and the S3 server", wire.Reserve)
	}
	if err != nil {
		return err
	}
	log := r.Logger(c.err)
	return r.open(ctx, c, func(ctx context.Context, sys *wire.System) error {
		if err := r.setBase(ctx, sys, configured, r.Listen.base(hostname())); err != nil {
			return err
		}
		if err := r.checkSpace(ctx, sys, in); err != nil {
			return err
		}
		w, served := webServer{monitor.Store(sys.Store), listener, sys.Base, c, log, ancestors, monitor.Metrics, ""}, make(chan error, 1)
		defer monitor.Start(ctx, log, func() error { return nil }, sys.Checks()...)()
		if r.Serve { // from the start, for early playback
			serving, end := context.WithCancel(ctx)
			defer end()
			go func() { served <- w.serve(serving) }()
		}
		stop, err := r.startWorker(ctx, sys, c.self, log, monitor.Metrics)
		if err != nil {
			return err
		}
		show := newDisplay(c, r.JSON)
		err = submitAndFollow(ctx, sys, c, in, show, true)
		show.Close()
		if stopErr := stop(); stopErr != nil {
			return errors.Join(err, stopErr)
		}
		if err != nil && !errors.Is(err, wire.ErrRefused) {
			return err
		}
		if !r.JSON {
			if printErr := printBase(ctx, sys, c); printErr != nil {
				return errors.Join(err, printErr)
			}
		}
		if r.Serve {
			err = errors.Join(err, w.announce(ctx, in.Meeting.ID), <-served)
		}
		return err
	})
}

// startWorker runs a worker on the data folder in this process. stop stops it and
// waits for it.
func (d dataFlag) startWorker(ctx context.Context, sys *wire.System, self string, log *slog.Logger, m *metrics.Metrics) (stop func() error, err error) {
	leave, err := standalone.JoinWorkers(ctx, d.Data, func() error { return jobs.RecoverOrphans(ctx, sys.Redis) })
	if err != nil {
		return nil, err
	}
	log = log.With(logging.Worker, jobs.WorkerName())
	worker, clean, err := sys.Worker(ctx, wire.WorkerOptions{
		Scratch: filepath.Join(d.Data, "scratch"), Cache: 20 << 30, Concurrency: max(2, runtime.NumCPU()/4), Grace: time.Second, Log: log, Self: self, Metrics: m,
	})
	if err != nil {
		return nil, errors.Join(err, leave())
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- worker.Run(ctx) }()
	return func() error {
		cancel()
		err := <-ended
		if errors.Is(err, context.Canceled) { // it was still starting
			err = nil
		}
		clean()
		return errors.Join(err, leave())
	}, nil
}
