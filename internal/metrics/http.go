package metrics

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// HTTP returns a handler that counts the requests to h. Call it once.
func (m *Metrics) HTTP(h http.Handler) http.Handler {
	requests := m.counter("http_requests_total", "Requests of readers.", "code", "method")
	seconds := m.histogram("http_request_seconds", "Duration of requests of readers, with the transfer.",
		[]float64{.005, .01, .05, .1, .5, 1, 5, 30, 120, 600, 3600}, "method")
	return promhttp.InstrumentHandlerDuration(seconds, promhttp.InstrumentHandlerCounter(requests, h))
}
