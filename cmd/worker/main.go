// Command worker runs the steps of meetings from the queue until SIGTERM; then it
// finishes running steps or requeues them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/fault"
	"proceedings/internal/jobs"
	"proceedings/internal/logging"
)

type flags struct {
	wire.Services
	wire.Readers
	wire.Logging
	wire.Monitoring

	Version     wire.VersionFlag `help:"Print the versions of this program and of the tools it finds."`
	Concurrency int              `default:"${concurrency}" env:"PROCEEDINGS_CONCURRENCY" help:"Steps to run at once; each uses as many processors as its tool can (env ${env})."`
	Grace       time.Duration    `default:"30s" env:"PROCEEDINGS_GRACE" help:"Time for running steps to finish after SIGTERM, before they are requeued (env ${env})."`
	VerifyEvery time.Duration    `default:"0" env:"PROCEEDINGS_VERIFY_EVERY" help:"Read all stored files once in this period and compare them with their checksums, such as 720h; 0 for never (env ${env})."`
	Scratch     string           `default:"${scratch}" env:"PROCEEDINGS_SCRATCH" help:"Folder for temporary files; needs space for two originals and their results (env ${env})."`
	CacheGB     int64            `name:"cache-gb" default:"20" env:"PROCEEDINGS_CACHE_GB" help:"Gigabytes of originals to cache for later steps (env ${env})."`
}

const description = `Run the steps of meetings from the queue, until SIGTERM.

Any number of workers may run, on any number of machines. If one is killed,
another takes over its steps, within 5 seconds on the same machine and within 45
elsewhere; nothing is lost.

Credentials for the storage come from the usual AWS environment
(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_PROFILE, …), and the password of Redis
from its address or PROCEEDINGS_REDIS_PASSWORD. Passwords of decks need
PROCEEDINGS_SECRET_KEY, with the key of "ingest add". Each of these may be in a file
instead: add _FILE to the name and set it to the path.

Examples:

  worker --redis redis://queue.example.org:6379/0 --s3-endpoint https://s3.example.org
  worker --concurrency 4 --scratch /fast/disk
  worker --verify-every 720h            verify each meeting every 30 days
  worker --log-format json --metrics-listen 127.0.0.1:9090

Exit codes: 0 stopped, 1 failed, 2 wrong usage, 4 a service is unreachable.`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	self := wire.Child()
	err := wire.LoadSecrets(os.Getenv, os.Setenv)
	if err == nil {
		err = run(ctx, os.Args[1:], self, os.Stdout, os.Stderr)
	}
	if err != nil {
		wire.Report(os.Stderr, "worker", err, time.Now())
	}
	os.Exit(wire.ExitCode(err))
}

func run(ctx context.Context, args []string, self string, stdout, stderr io.Writer) error {
	f, done, err := parse(ctx, args, stdout, stderr)
	if err != nil || done {
		return err
	}
	return serve(ctx, f, self, stderr)
}

// parse reads the command line and the environment. done says that the answer
// is written already, as --help asks for.
func parse(ctx context.Context, args []string, stdout, stderr io.Writer) (f flags, done bool, err error) {
	parser, err := kong.New(&f, kong.Name("worker"), kong.Description(description), kong.Writers(stdout, stderr),
		kong.Exit(func(int) { done = true }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(wire.Program{Name: "worker", Getenv: os.Getenv}),
		kong.Vars{
			"log_level": "info", "scratch": wire.Scratch(),
			"concurrency": fmt.Sprint(max(2, runtime.NumCPU()/4)), // a deck beside a recording, even on a small machine
		})
	if err != nil {
		return f, false, fmt.Errorf("set up the flags: %w", err)
	}
	_, err = wire.Parse(parser, args, os.Getenv)
	if done {
		return f, true, nil
	}
	if err != nil {
		return f, false, fmt.Errorf("%w (see worker --help)", err)
	}
	return f, false, f.check()
}

// check refuses values that could only be noticed later.
func (f flags) check() error {
	switch {
	case f.Concurrency < 1:
		return fmt.Errorf("%w: --concurrency is %d, must be 1 or more", wire.ErrUsage, f.Concurrency)
	case f.Grace < 0:
		return fmt.Errorf("%w: --grace is %s, must be 0s or more", wire.ErrUsage, f.Grace)
	case f.VerifyEvery != 0 && f.VerifyEvery < time.Hour:
		return fmt.Errorf("%w: --verify-every is %s, must be 0 or 1h or more", wire.ErrUsage, f.VerifyEvery)
	case f.CacheGB < 0:
		return fmt.Errorf("%w: --cache-gb is %d, must be 0 or more", wire.ErrUsage, f.CacheGB)
	}
	if _, err := f.Base(""); err != nil {
		return err
	}
	return f.Complete()
}

func serve(ctx context.Context, f flags, self string, stderr io.Writer) (err error) {
	log := f.Logger(stderr).With(logging.Worker, jobs.WorkerName())
	monitor, err := f.Monitoring.Open(ctx)
	if err != nil {
		return err
	}
	defer monitor.Close()
	key, err := wire.SecretKey(os.Getenv)
	if err != nil {
		return err
	}
	sys, err := f.Connect(ctx, func(err error, again time.Duration) {
		log.WarnContext(ctx, "a service is unreachable; retrying", "in", again, "err", err, "detail", fault.Detail(err))
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sys.Close()) }()
	sys.Key = key
	if err = f.SetBase(sys); err != nil {
		return err
	}
	worker, clean, err := sys.Worker(ctx, wire.WorkerOptions{
		Scratch: f.Scratch, Cache: f.CacheGB << 30, Concurrency: f.Concurrency, Grace: f.Grace, VerifyEvery: f.VerifyEvery, Log: log, Self: self, Metrics: monitor.Metrics,
	})
	if err != nil {
		return err
	}
	defer clean()
	defer monitor.Start(ctx, log, worker.Alive, append(sys.Checks(), wire.WorkerCheck(worker))...)()
	log.InfoContext(ctx, "serving", "concurrency", f.Concurrency, "scratch", f.Scratch)
	if err := worker.Run(ctx); err != nil {
		return err
	}
	log.InfoContext(context.WithoutCancel(ctx), "stopped")
	return nil
}
