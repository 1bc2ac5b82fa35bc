// Package metrics exports metrics for Prometheus. It is the only importer of Prometheus'
// client. docs/operations.md lists the metrics.
//
// Labels have few values: no meeting, file or step key is one.
package metrics

import (
	"log/slog"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
)

// namespace is the prefix of the names.
const namespace = "proceedings"

// Path is where [Metrics.Handler] is served.
const Path = "/metrics"

// Metrics are the metrics of one process.
type Metrics struct {
	registry *prometheus.Registry

	steps   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
	output  *prometheus.CounterVec
	speed   *prometheus.HistogramVec

	published prometheus.Counter

	requests       *prometheus.CounterVec
	requestSeconds *prometheus.HistogramVec
}

var _ pipeline.Observer = (*Metrics)(nil)

// New returns metrics with those of the Go runtime and the process. version and commit
// describe the program.
func New(version, commit string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "Version and commit of the program; always 1.",
		ConstLabels: prometheus.Labels{"version": version, "commit": commit},
	})
	build.Set(1)
	m.registry.MustRegister(build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.requests = m.counter("storage_requests_total", "Requests to the storage.", "operation", "outcome")
	m.requestSeconds = m.histogram("storage_request_seconds", "Duration of requests to the storage; of a read, until its first byte.",
		[]float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300}, "operation")
	return m
}

// Handler serves the metrics. What cannot be read is missing.
func (m *Metrics) Handler(log *slog.Logger) http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn), ErrorHandling: promhttp.ContinueOnError,
	})
}

// addWorker adds the metrics of steps.
func (m *Metrics) addWorker() {
	m.steps = m.counter("steps_total", "Attempts at steps that have ended.", "kind", "outcome")
	m.seconds = m.histogram("step_seconds", "Duration of the steps that are done, with fetching and storing files.",
		[]float64{.1, .5, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200}, "kind")
	m.output = m.counter("step_output_bytes_total", "Bytes of the files that steps have made.", "kind")
	m.speed = m.histogram("encode_speed", "Seconds of a recording that were encoded or copied in one second.",
		[]float64{.1, .25, .5, 1, 2, 4, 8, 16, 32, 64, 128, 256}, "kind")
	m.published = prometheus.NewCounter(prometheus.CounterOpts{
		Namespace: namespace, Name: "published_total", Help: "Versions of manifests that this worker has published.",
	})
	m.registry.MustRegister(m.published)
	for _, kind := range plan.Kinds() { // rates need a first value
		for _, outcome := range pipeline.Outcomes() {
			m.steps.WithLabelValues(string(kind), string(outcome))
		}
	}
}

// AttemptEnded implements [pipeline.Observer].
func (m *Metrics) AttemptEnded(a pipeline.Attempt) {
	kind := string(a.Kind)
	m.steps.WithLabelValues(kind, string(a.Outcome)).Inc()
	if a.Outcome != pipeline.Done {
		return
	}
	m.seconds.WithLabelValues(kind).Observe(a.Took.Seconds())
	m.output.WithLabelValues(kind).Add(float64(a.Made.Bytes))
	if a.Made.Recording > 0 && a.Made.Took > 0 {
		m.speed.WithLabelValues(kind).Observe(a.Made.Recording / a.Made.Took.Seconds())
	}
}

// Published implements [pipeline.Observer].
func (m *Metrics) Published() { m.published.Inc() }

func (m *Metrics) counter(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	m.registry.MustRegister(c)
	return c
}

func (m *Metrics) histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	m.registry.MustRegister(h)
	return h
}
