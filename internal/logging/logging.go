// Package logging adds what is known of a task to every log line about it. The parts of
// the program learn it one after the other: the queue knows the step, the pipeline its
// meetings and the attempt.
package logging

import (
	"context"
	"log/slog"
	"slices"
	"sync"
)

// The attributes of a task, as in log lines and traces.
const (
	Meeting = "meeting" // its ID; several are separated by commas
	Source  = "source"  // ID of the file in the meeting
	Step    = "step"    // its key
	Kind    = "kind"    // of the step
	Attempt = "attempt" // number of the attempt at the step, from 1
	Outcome = "outcome" // of the attempt
	Worker  = "worker"  // host and process
	Trace   = "trace"   // ID of the trace
)

type key struct{}

// scope holds the attributes of one task.
type scope struct {
	mu    sync.Mutex
	attrs []slog.Attr
}

// With adds attributes to the task of ctx, also for lines of its callers. If ctx has no
// task, it returns one that has. A later value of an attribute replaces an earlier one.
func With(ctx context.Context, attrs ...slog.Attr) context.Context {
	s, ok := ctx.Value(key{}).(*scope)
	if !ok {
		s = new(scope)
		ctx = context.WithValue(ctx, key{}, s)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range attrs {
		if i := slices.IndexFunc(s.attrs, func(b slog.Attr) bool { return b.Key == a.Key }); i >= 0 {
			s.attrs[i] = a
		} else {
			s.attrs = append(s.attrs, a)
		}
	}
	return ctx
}

// Attrs returns the attributes of the task of ctx.
func Attrs(ctx context.Context) []slog.Attr {
	s, ok := ctx.Value(key{}).(*scope)
	if !ok {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.attrs)
}

// NewHandler returns a handler that adds the attributes of each line's task, except those
// that the line itself has.
func NewHandler(next slog.Handler) slog.Handler { return handler{next} }

type handler struct{ slog.Handler }

// Handle implements [slog.Handler].
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	attrs := Attrs(ctx)
	if len(attrs) == 0 {
		return h.Handler.Handle(ctx, r) //nolint:wrapcheck // of the handler below
	}
	r.Attrs(func(own slog.Attr) bool {
		attrs = slices.DeleteFunc(attrs, func(a slog.Attr) bool { return a.Key == own.Key })
		return true
	})
	r = r.Clone()
	r.AddAttrs(attrs...)
	return h.Handler.Handle(ctx, r) //nolint:wrapcheck // of the handler below
}

// WithAttrs implements [slog.Handler].
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements [slog.Handler].
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
