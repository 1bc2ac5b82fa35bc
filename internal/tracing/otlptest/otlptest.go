// Package otlptest receives traces over OTLP/HTTP, for tests.
package otlptest

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"
)

// Span is a received span.
type Span struct {
	Name, Trace, ID, Parent string // the IDs in hexadecimal digits
	Text                    map[string]string
	Numbers                 map[string]int64
	Failed                  bool
	Service                 string // service.name of the resource
}

// Receiver is an OTLP receiver.
type Receiver struct {
	URL string

	mu    sync.Mutex
	spans []Span
}

// Start starts a receiver that runs until the test ends.
func Start(t testing.TB) *Receiver {
	t.Helper()
	r := new(Receiver)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		var in collector.ExportTraceServiceRequest
		if err == nil {
			err = proto.Unmarshal(body, &in)
		}
		if err != nil || req.URL.Path != "/v1/traces" {
			t.Errorf("export to %s: %v", req.URL.Path, err)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		r.add(&in)
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(srv.Close)
	r.URL = srv.URL
	return r
}

func (r *Receiver) add(in *collector.ExportTraceServiceRequest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, from := range in.GetResourceSpans() {
		service := ""
		for _, a := range from.GetResource().GetAttributes() {
			if a.GetKey() == "service.name" {
				service = a.GetValue().GetStringValue()
			}
		}
		for _, scope := range from.GetScopeSpans() {
			for _, s := range scope.GetSpans() {
				span := Span{
					Name: s.GetName(), Trace: hex.EncodeToString(s.GetTraceId()), ID: hex.EncodeToString(s.GetSpanId()),
					Parent: hex.EncodeToString(s.GetParentSpanId()), Failed: s.GetStatus().GetCode() == 2, Service: service,
					Text: map[string]string{}, Numbers: map[string]int64{},
				}
				for _, a := range s.GetAttributes() {
					span.Text[a.GetKey()], span.Numbers[a.GetKey()] = a.GetValue().GetStringValue(), a.GetValue().GetIntValue()
				}
				r.spans = append(r.spans, span)
			}
		}
	}
}

// Spans returns the spans so far.
func (r *Receiver) Spans() []Span {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.spans)
}
