package metrics

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"proceedings/internal/jobs"
)

// Sources are what a scrape reads of a worker. A metric whose function is nil, or fails,
// is not exported.
type Sources struct {
	Queues    func(context.Context) ([]jobs.QueueStats, error)
	Status    func() jobs.Status
	Sandboxed bool // tools run in a sandbox

	ScratchFree     func() (int64, error) // bytes
	ScratchReserved func() int64          // bytes

	LastVerify   func() (at time.Time, known bool) // when stored files were last compared with their checksums
	VerifyFaults func() map[string]int             // its findings, by kind of fault: missing, changed, unknown
}

// Watch adds the metrics of a worker.
func (m *Metrics) Watch(s Sources) {
	m.addWorker()
	m.registry.MustRegister(&worker{s, map[string]*prometheus.Desc{}})
}

// scrapeTimeout is how long a scrape waits for Redis, less than Prometheus' own 10 s.
const scrapeTimeout = 3 * time.Second

// worker is a collector of the values of Sources.
type worker struct {
	Sources

	descs map[string]*prometheus.Desc
}

// Describe implements [prometheus.Collector].
func (w *worker) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []struct {
		name, help string
		labels     []string
	}{
		{"redis_up", "Whether Redis answered this scrape.", nil},
		{"queue_tasks", "Tasks in a queue, by state.", []string{"queue", "state"}},
		{"queue_oldest_pending_seconds", "Time that the oldest pending task of a queue has waited; 0 without one.", []string{"queue"}},
		{"worker_in_service", "Whether this worker accepts steps; 0 after a failed self-test.", nil},
		{"meetings_unfinished", "Meetings with work to do, at the last sweep. Only the worker that sweeps exports it.", nil},
		{"meetings_need_attention", "Meetings that wait for the organiser since a step keeps failing, at the last sweep. Only the worker that sweeps exports it.", nil},
		{"sandbox_available", "Whether tools run in a sandbox.", nil},
		{"scratch_free_bytes", "Free space on the file system of the scratch folder.", nil},
		{"scratch_reserved_bytes", "Space in the scratch folder that running steps have reserved.", nil},
		{"last_verify_timestamp_seconds", "When stored files were last compared with their checksums.", nil},
		{"verify_faults", "Files that this comparison found missing, changed or unknown.", []string{"fault"}},
	} {
		w.descs[d.name] = prometheus.NewDesc(prometheus.BuildFQName(namespace, "", d.name), d.help, d.labels, nil)
		out <- w.descs[d.name]
	}
}

// Collect implements [prometheus.Collector].
func (w *worker) Collect(out chan<- prometheus.Metric) {
	set := func(name string, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(w.descs[name], prometheus.GaugeValue, value, labels...)
	}
	w.collectQueues(set)
	if w.Status != nil {
		s := w.Status()
		set("worker_in_service", truth(s.InService))
		if s.Swept {
			set("meetings_unfinished", float64(s.Unfinished))
			set("meetings_need_attention", float64(s.Attention))
		}
	}
	set("sandbox_available", truth(w.Sandboxed))
	if w.ScratchFree != nil {
		if free, err := w.ScratchFree(); err == nil {
			set("scratch_free_bytes", float64(free))
		}
	}
	if w.ScratchReserved != nil {
		set("scratch_reserved_bytes", float64(w.ScratchReserved()))
	}
	if w.LastVerify != nil {
		if at, known := w.LastVerify(); known {
			set("last_verify_timestamp_seconds", float64(at.Unix()))
		}
	}
	if w.VerifyFaults != nil {
		for fault, n := range w.VerifyFaults() {
			set("verify_faults", float64(n), fault)
		}
	}
}

func (w *worker) collectQueues(set func(name string, value float64, labels ...string)) {
	if w.Queues == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	found := make(chan []jobs.QueueStats, 1)
	go func() { // a client of Redis may wait longer than ctx
		stats, err := w.Queues(ctx)
		if err != nil {
			stats = nil
		}
		found <- stats
	}()
	var stats []jobs.QueueStats
	select {
	case stats = <-found:
	case <-ctx.Done():
	}
	set("redis_up", truth(len(stats) > 0))
	for _, s := range stats {
		for state, n := range s.Tasks {
			set("queue_tasks", float64(n), s.Queue, state)
		}
		set("queue_oldest_pending_seconds", s.Oldest.Seconds(), s.Queue)
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
