// Package tracing records spans of OpenTelemetry: one for each task, with one for each of
// its stages. A trace follows a meeting from task to task through the queue. Without a
// tracer nothing is recorded. Package otlp makes a tracer that exports.
package tracing

import (
	"context"
	"log/slog"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"proceedings/internal/logging"
)

// scopeName is the name of the instrumentation scope of all spans.
const scopeName = "proceedings"

// Tracer begins traces; nil for none.
type Tracer struct{ tracer trace.Tracer }

// New returns a tracer of a provider.
func New(p trace.TracerProvider) *Tracer { return &Tracer{p.Tracer(scopeName)} }

// Span is work that takes time; nil if it is not recorded.
type Span struct {
	span trace.Span
	ctx  context.Context //nolint:containedctx // of the attributes at its end
}

// Task begins the span of a task. parent is the [Parent] of the task that queued it.
// Anybody may have written it: one that is not valid begins a new trace. Log lines have
// the ID of the trace.
func (t *Tracer) Task(ctx context.Context, name, parent string) (context.Context, *Span) {
	if t == nil {
		return ctx, nil
	}
	ctx = propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{Header: parent})
	ctx, span := t.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindConsumer))
	if span.IsRecording() {
		ctx = logging.With(ctx, slog.String(logging.Trace, span.SpanContext().TraceID().String()))
	}
	return ctx, &Span{span, ctx}
}

// Start begins the span of a stage of the task of ctx.
func Start(ctx context.Context, name string) (context.Context, *Span) {
	above := trace.SpanFromContext(ctx)
	if !above.IsRecording() {
		return ctx, nil
	}
	ctx, span := above.TracerProvider().Tracer(scopeName).Start(ctx, name)
	return ctx, &Span{span, ctx}
}

// End ends the span, with the attributes of its task.
func (s *Span) End(err error) {
	if s == nil {
		return
	}
	for _, a := range logging.Attrs(s.ctx) {
		switch {
		case a.Key == logging.Trace:
		case a.Value.Kind() == slog.KindInt64:
			s.span.SetAttributes(attribute.Int64(a.Key, a.Value.Int64()))
		default:
			s.span.SetAttributes(attribute.String(a.Key, a.Value.String()))
		}
	}
	if err != nil {
		s.span.SetStatus(codes.Error, err.Error())
	}
	s.span.End()
}

// Header is the name that W3C Trace Context gives to what [Parent] returns.
const Header = "traceparent"

// Parent returns the span of ctx in the format of W3C Trace Context, for [Tracer.Task] in
// another process; empty without a span.
func Parent(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier[Header]
}
