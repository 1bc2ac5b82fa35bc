package wire

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"

	"proceedings/internal/health"
	"proceedings/internal/jobs"
	"proceedings/internal/layout"
	"proceedings/internal/metrics"
	"proceedings/internal/serve"
	"proceedings/internal/storage"
)

// Monitoring is the flag of the private address for metrics and probes.
type Monitoring struct {
	MetricsListen ListenAddress `env:"PROCEEDINGS_METRICS_LISTEN" placeholder:"ADDRESS" help:"Address for /metrics, /healthz and /readyz, host:port such as 127.0.0.1:9090 (default: none; env ${env}). Keep it private."`
}

// Monitor serves the metrics and the probes of this process.
type Monitor struct {
	Metrics  *metrics.Metrics // nil if there is no address for them
	listener net.Listener
}

// Open listens on the address, if there is one.
func (m Monitoring) Open(ctx context.Context) (*Monitor, error) {
	if m.MetricsListen == "" {
		return new(Monitor), nil
	}
	listener, err := m.MetricsListen.Open(ctx, "--metrics-listen")
	if err != nil {
		return nil, err
	}
	return &Monitor{metrics.New(Build()), listener}, nil
}

// Start serves until stop is called, which waits for the end.
func (m *Monitor) Start(ctx context.Context, log *slog.Logger, alive func() error, checks ...health.Check) (stop func()) {
	if m.Metrics == nil {
		return func() {}
	}
	mux := http.NewServeMux()
	health.Register(mux, alive, checks...)
	mux.Handle("GET "+metrics.Path, m.Metrics.Handler(log))
	// It outlives ctx, so that /readyz says that the process is stopping.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	log.InfoContext(ctx, "serving metrics", "address", m.listener.Addr().String())
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := serve.Serve(ctx, m.listener, mux); err != nil {
			log.ErrorContext(ctx, "serve metrics", "err", err)
		}
	})
	return func() {
		cancel()
		serving.Wait()
	}
}

// Close stops listening. It is for a Monitor that may not have started.
func (m *Monitor) Close() {
	if m.listener != nil {
		_ = m.listener.Close() // it may be closed
	}
}

// Store returns the store with counted requests, if there is an address for metrics.
func (m *Monitor) Store(s storage.Store) storage.Store {
	if m.Metrics == nil {
		return s
	}
	return m.Metrics.Store(s)
}

// Checks are what any program on this system needs.
func (s *System) Checks() []health.Check {
	return []health.Check{{Name: "redis", Test: s.Redis.Ping}, StorageCheck(s.Store)}
}

// StorageCheck asks the storage for one small object.
func StorageCheck(store storage.Store) health.Check {
	return health.Check{Name: "storage", Test: func(ctx context.Context) error {
		_, err := store.Stat(ctx, layout.Site)
		if errors.Is(err, storage.ErrNotFound) {
			return nil
		}
		return err
	}}
}

// Public hides the reason why a check fails, which has addresses, from readers.
func Public(c health.Check) health.Check {
	return health.Check{Name: c.Name, Test: func(ctx context.Context) error {
		if c.Test(ctx) != nil {
			return errNoAnswer
		}
		return nil
	}}
}

var errNoAnswer = errors.New("does not answer")

// WorkerCheck says whether a worker accepts steps.
func WorkerCheck(w *jobs.Worker) health.Check {
	return health.Check{Name: "worker", Test: func(context.Context) error {
		switch s := w.Status(); {
		case !s.Running:
			return errors.New("is starting or stopping")
		case !s.InService && s.Reason != "":
			return errors.New("is out of service: " + s.Reason)
		case !s.InService:
			return errors.New("is starting")
		}
		return nil
	}}
}
