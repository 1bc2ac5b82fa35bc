package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/jobs"
	"proceedings/internal/standalone"
	"proceedings/internal/storage"
)

// dataFlag names the folder of an installation of our own.
type dataFlag struct {
	Data string `default:"./proceedings-data" env:"PROCEEDINGS_DATA" type:"path" help:"Folder that holds everything: originals, results, queue (env ${env})."`
}

type runCmd struct {
	inputFlags
	dataFlag
	wire.Readers
	wire.Logging

	Serve  bool   `help:"Show the page on a local port when it is done, until Ctrl-C."`
	Listen string `placeholder:"ADDRESS" help:"Address for --serve (default: 127.0.0.1:8470, or any free port if that is taken)."`
	JSON   bool   `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*runCmd) Help() string {
	return `Publishes a meeting on this machine: starts Redis and an S3 server of its own
in the data folder, works until everything is done, and says what was made.
Running it again does only what is missing.

Examples:

  ingest run recording.mp4 slides.pptx
  ingest run --title "Spring meeting" --date 2026-03-12 folder/
  ingest run --serve --data /srv/proceedings folder/`
}

// Run publishes a meeting with everything on this machine.
func (r *runCmd) Run(ctx context.Context, c *console) error {
	in, err := r.read() // before anything is started or written
	if err != nil {
		return err
	}
	log := r.Logger(c.err)
	return withInstallation(ctx, r.Data, c, func(ctx context.Context, sys *wire.System) error {
		// Nobody else can hold a task here: the lock of the folder is ours.
		if err := jobs.TakeOver(ctx, sys.Redis); err != nil {
			return err
		}
		if err := r.Tell(sys); err != nil {
			return err
		}
		stop, err := startWorker(ctx, sys, filepath.Join(r.Data, "scratch"), c.self, log)
		if err != nil {
			return err
		}
		show := newDisplay(c, r.JSON)
		err = submitAndFollow(ctx, sys, in, show, true)
		show.Close()
		if stopErr := stop(); stopErr != nil {
			return errors.Join(err, stopErr)
		}
		if err != nil && !errors.Is(err, wire.ErrRefused) {
			return err
		}
		if !r.JSON {
			if sayErr := sayBase(ctx, sys, c); sayErr != nil {
				return errors.Join(err, sayErr)
			}
		}
		if r.Serve {
			err = errors.Join(err, window{sys.Store, r.Listen, sys.Base, c, log}.open(ctx, in.Meeting.ID))
		}
		return err
	})
}

// withInstallation runs an installation over the folder data while do runs.
// A server that ends by itself ends do.
func withInstallation(ctx context.Context, data string, c *console, do func(context.Context, *wire.System) error) (err error) {
	in, err := standalone.Start(ctx, data, c.getenv)
	if err != nil {
		return err
	}
	defer in.Stop()
	sys, err := connectInstallation(ctx, in.Addresses, in.Dir(), c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sys.Close()) }()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-in.Failed():
			cancel(fmt.Errorf("%w: %w", storage.ErrUnavailable, in.Err()))
		case <-ctx.Done():
		}
	}()
	return do(ctx, sys)
}

func connectInstallation(ctx context.Context, a standalone.Addresses, dir string, c *console) (*wire.System, error) {
	sys, err := wire.Connect(ctx, a.Redis, a.S3(), c.away)
	if err != nil {
		return nil, err
	}
	sys.Store = standalone.Durable{Store: sys.Store, Dir: dir}
	sys.Base = "http://" + defaultListen + "/" // the servers' own ports are others each time
	if err = c.readers().Tell(sys); err != nil {
		return nil, errors.Join(err, sys.Close())
	}
	return sys, nil
}

// startWorker serves the queue in this process. stop ends it and waits.
func startWorker(ctx context.Context, sys *wire.System, scratch, self string, log *slog.Logger) (stop func() error, err error) {
	worker, clean, err := sys.Worker(ctx, wire.WorkerOptions{
		Scratch: scratch, Cache: 20 << 30, Concurrency: max(2, runtime.NumCPU()/4), Grace: time.Second, Log: log, Self: self,
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- worker.Run(ctx) }()
	return func() error {
		cancel()
		err := <-ended
		clean()
		return err
	}, nil
}
