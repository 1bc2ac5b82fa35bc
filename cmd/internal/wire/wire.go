// Package wire builds a store, a queue and a worker from addresses, for the
// commands.
package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/jobs"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/metrics"
	"proceedings/internal/originals"
	"proceedings/internal/pipeline"
	"proceedings/internal/proc"
	"proceedings/internal/secret"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/tracing/otlp"
)

// System is a store and a queue that answer.
type System struct {
	Store  storage.Store
	Redis  *jobs.Redis
	Client *jobs.Client
	Base   string // base URL of the public space, if archive/site.json has none
	Key    secret.Key
}

// Connect connects to both services, and retries for half a minute; the error
// names the service and its address.
func Connect(ctx context.Context, redisAddress string, bucket s3.Config, notify Notify) (*System, error) {
	redis, err := jobs.OpenRedis(redisAddress)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUsage, err)
	}
	if err = retry(ctx, notify, func() error { return redis.Check(ctx) }); err != nil {
		return nil, errors.Join(err, redis.Close())
	}
	store, err := OpenStore(ctx, bucket, notify)
	if err != nil {
		return nil, errors.Join(err, redis.Close())
	}
	return &System{Store: store, Redis: redis, Client: jobs.NewClient(redis), Base: PublicBase(store)}, nil
}

// PublicBase is the URL of the public space in the bucket itself.
func PublicBase(store *s3.Store) string { return store.Address() + string(layout.Public) + "/" }

// OpenStore opens the bucket, creates it if it is missing, and checks that its
// server supports conditional writes.
func OpenStore(ctx context.Context, bucket s3.Config, notify Notify) (*s3.Store, error) {
	store, err := OpenForReading(ctx, bucket, notify)
	if err != nil {
		return nil, err
	}
	return store, store.Probe(ctx)
}

// OpenForReading is OpenStore without the check, which writes.
func OpenForReading(ctx context.Context, bucket s3.Config, notify Notify) (*s3.Store, error) {
	store, err := s3.Open(ctx, bucket)
	if err != nil {
		return nil, err
	}
	return store, retry(ctx, notify, func() error { return store.EnsureBucket(ctx) })
}

// Close ends the connections.
func (s *System) Close() error {
	if s.Redis == nil { // a system to read from
		return nil
	}
	return s.Redis.Close()
}

// WorkerOptions are what differs between workers.
type WorkerOptions struct {
	Scratch     string        // folder for temporary files
	Cache       int64         // bytes of originals kept beyond those in use
	Concurrency int           // steps at once
	Grace       time.Duration // for running steps when the worker stops
	VerifyEvery time.Duration // period in which each meeting is verified; 0 for never
	Log         *slog.Logger
	Self        string           // path of a program whose main calls Child; empty for none
	Metrics     *metrics.Metrics // nil for none
}

// toolGrace is how long a tool may take to end after SIGTERM.
const toolGrace = 5 * time.Second

// sweepInterval is the time between two sweeps for unfinished meetings.
const sweepInterval = 5 * time.Minute

// Worker returns a worker of this system, and a function that cleans up after it.
func (s *System) Worker(ctx context.Context, o WorkerOptions) (_ *jobs.Worker, clean func(), err error) {
	scratch, remove, err := openScratch(o)
	if err != nil {
		return nil, nil, err
	}
	sandbox, err := proc.DetectSandbox(ctx, scratch)
	if err != nil {
		if ctx.Err() != nil {
			remove()
			return nil, nil, fmt.Errorf("start the worker: %w", context.Cause(ctx))
		}
		o.Log.WarnContext(ctx, "no sandbox: tools run with limits of time and size only, and can read all files of this user", "err", err)
	}
	version, _ := Build()
	tracer, endTraces, err := otlp.Open(ctx, os.Getenv, "proceedings-worker", version, o.Log)
	if err != nil { // the variables may be meant for other programs
		o.Log.WarnContext(ctx, "no traces are exported", "err", err)
		endTraces = func(context.Context) error { return nil }
	}
	store, observer := s.Store, pipeline.Observer(nil)
	if o.Metrics != nil {
		store, observer = o.Metrics.Store(s.Store), o.Metrics
	}
	room := space{folder: scratch, free: Free, size: Size}
	sources := originals.NewCache(room.store(store), filepath.Join(scratch, "sources"), o.Cache)
	host, _ := os.Hostname() // empty is good enough for a message
	all, end := makers.All(&proc.Runner{Grace: toolGrace, Sandbox: sandbox, Owner: scratch, Log: o.Log}, scratch, o.Self, s.Key)
	clean = func() {
		after, cancel := context.WithTimeout(context.WithoutCancel(ctx), toolGrace)
		defer cancel()
		if endErr := endTraces(after); endErr != nil {
			o.Log.WarnContext(ctx, "export the last traces", "err", endErr)
		}
		if endErr := end(); endErr != nil {
			o.Log.WarnContext(ctx, "stop the tools that are kept running", "err", endErr)
		}
		remove()
	}
	worker := &jobs.Worker{
		Redis: s.Redis,
		Pipeline: &pipeline.Pipeline{
			Store:   store,
			Sources: sources,
			Room:    &makers.Room{Folder: scratch, Host: host, Margin: Reserve, Free: Free, Size: Size, Cache: sources},
			Scratch: filepath.Join(scratch, "steps"),
			Make:    room.makers(all),
			Log:     o.Log,
			Now:     time.Now,
			Base:    s.Base,
			Who:     WorkerName(),

			Observer: observer,
			SelfTest: room.selfTest(makers.NewSelfTest(all, filepath.Join(scratch, "steps")).Run),
		},
		Concurrency: o.Concurrency, Grace: o.Grace, Sweep: sweepInterval, VerifyEvery: o.VerifyEvery, Log: o.Log, Tracer: tracer,
	}
	if o.Metrics != nil {
		o.Metrics.Watch(metrics.Sources{
			Queues: s.Client.QueueStats, Status: worker.Status, Sandboxed: sandbox.Active(),
			ScratchFree: func() (int64, error) { return Free(scratch) }, ScratchReserved: worker.Pipeline.Room.Reserved,
			LastVerify: worker.LastVerify, VerifyFaults: worker.VerifyFaults,
		})
	}
	return worker, clean, nil
}

// openScratch makes the worker's folder, and starts what kills the tools of the worker if
// it is killed itself. The tools have the folder as their owner.
func openScratch(o WorkerOptions) (folder string, remove func(), err error) {
	folder, removeFolder, err := makers.OpenScratch(o.Scratch)
	if err != nil {
		return "", nil, err
	}
	stop, err := proc.StartKeeper(o.Self, folder)
	if err != nil {
		removeFolder()
		return "", nil, err
	}
	return folder, func() {
		stop()
		removeFolder()
	}, nil
}

// Scratch is the default folder for temporary files: below TMPDIR, one for each
// user.
func Scratch() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("proceedings-%d", os.Getuid()))
}
