package otlp_test

import (
	"context"
	"log/slog"
	"runtime"
	"strings"
	"testing"

	"proceedings/internal/tracing"
	"proceedings/internal/tracing/otlp"
	"proceedings/internal/tracing/otlptest"
)

func TestOnlyTheEnvironmentTurnsTracesOn(t *testing.T) { //nolint:paralleltest // counts goroutines
	tests := []struct {
		name string
		env  map[string]string
		on   bool
		err  string // a part of the message
	}{
		{"nothing", nil, false, ""},
		{"an endpoint", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, true, ""},
		{"an endpoint for traces", map[string]string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/v1/traces"}, true, ""},
		{"the exporter without an endpoint", map[string]string{"OTEL_TRACES_EXPORTER": "otlp"}, true, ""},
		{"none beats an endpoint", map[string]string{"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c"}, false, ""},
		{"disabled", map[string]string{"OTEL_SDK_DISABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c"}, false, ""},
		{"another exporter", map[string]string{"OTEL_TRACES_EXPORTER": "zipkin"}, false, `OTEL_TRACES_EXPORTER is "zipkin", must be otlp or none`},
		{"gRPC", map[string]string{"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, false, "must be http/protobuf"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			tracer, end, err := otlp.Open(t.Context(), func(name string) string { return tt.env[name] }, "worker", "v1", slog.New(slog.DiscardHandler))
			if (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Fatalf("err = %v, want %q", err, tt.err)
			}
			if (tracer != nil) != tt.on {
				t.Errorf("tracer = %v, want one: %t", tracer, tt.on)
			}
			if n := runtime.NumGoroutine(); !tt.on && n > before {
				t.Errorf("%d goroutines more without an exporter", n-before)
			}
			if err == nil {
				ended, cancel := context.WithCancel(t.Context())
				cancel()
				_ = end(ended) // nobody listens
			}
		})
	}
}

// TestTracesContinueInAnotherProcess exports two tasks, of which one queued the other.
func TestTracesContinueInAnotherProcess(t *testing.T) {
	r := otlptest.Start(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", r.URL)
	env := func(name string) string { return map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": r.URL}[name] }
	tracer, end, err := otlp.Open(t.Context(), env, "worker", "v1", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, first := tracer.Task(t.Context(), "reconcile", "")
	_, second := tracer.Task(t.Context(), "step", tracing.Parent(ctx))
	_, other := tracer.Task(t.Context(), "forged", "00-x'; DROP TABLE-1-01")
	other.End(nil)
	second.End(nil)
	first.End(nil)
	if err = end(t.Context()); err != nil {
		t.Fatal(err)
	}
	spans := map[string]otlptest.Span{}
	for _, s := range r.Spans() {
		spans[s.Name] = s
	}
	a, b, c := spans["reconcile"], spans["step"], spans["forged"]
	if len(spans) != 3 || a.Service != "worker" || b.Trace != a.Trace || b.Parent != a.ID || c.Trace == a.Trace || c.Parent != "" {
		t.Errorf("spans %+v", spans)
	}
}
