package pipeline

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"proceedings/internal/logging"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Outcome is how an attempt at a step ended.
type Outcome string

// The outcomes.
const (
	Done      Outcome = "done"
	Refused   Outcome = "refused"   // the input was refused, for good
	Failed    Outcome = "failed"    // the attempt counts, and the step runs again
	Released  Outcome = "released"  // the attempt does not count: a service or this machine failed, or no meeting needs the step any more
	Deferred  Outcome = "deferred"  // the step was not started, since it does not fit on the scratch disk now
	Attention Outcome = "attention" // the last attempt failed; the organiser decides
)

// Outcomes returns every outcome.
func Outcomes() []Outcome { return []Outcome{Done, Refused, Failed, Released, Deferred, Attention} }

// Attempt is an attempt at a step that has ended.
type Attempt struct {
	Kind    plan.Kind
	Outcome Outcome
	Took    time.Duration
	Made    Made // of a step that is done
}

// Made is what a maker made.
type Made struct {
	Bytes     int64         // of its output
	Recording float64       // seconds of a recording that it encoded or copied; 0 for other steps
	Took      time.Duration // without the time to fetch and to store files
}

// Observer receives events for metrics. Its methods must return at once.
type Observer interface {
	AttemptEnded(a Attempt)
	Published() // a new version of a manifest
}

func (p *Pipeline) attemptEnded(a Attempt) {
	if p.Observer != nil {
		p.Observer.AttemptEnded(a)
	}
}

// describe adds a step's meetings and file, and the number of the attempt, to log lines.
func describe(ctx context.Context, s plan.Step, refs references, attempt int) context.Context {
	attrs := []slog.Attr{
		slog.String(logging.Step, s.Key()), slog.String(logging.Kind, string(s.Kind)),
		slog.String(logging.Meeting, strings.Join(refs.waiting, ",")), slog.Int(logging.Attempt, attempt),
	}
	if refs.source != "" {
		attrs = append(attrs, slog.String(logging.Source, refs.source))
	}
	return logging.With(ctx, attrs...)
}

// sourceOf returns the ID of the file in a meeting that a step is of; empty if there is
// none.
func sourceOf(m meeting.Meeting, s plan.Step) string {
	i := slices.IndexFunc(m.Sources, func(src meeting.Source) bool { return src.SHA256 == s.Input })
	if i < 0 {
		return ""
	}
	return m.Sources[i].ID
}
