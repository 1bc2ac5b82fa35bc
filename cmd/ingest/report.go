package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/storage"
)

// meetingReport is the state of a meeting.
type meetingReport struct {
	Meeting    string                    `json:"meeting"`
	Title      string                    `json:"title"`
	Date       string                    `json:"date,omitempty"`
	Visibility meeting.Visibility        `json:"visibility"`
	Revision   int                       `json:"revision"`
	State      manifest.State            `json:"state"`
	Sources    []archive.SourceState     `json:"sources"`
	Priority   meeting.Priority          `json:"priority,omitempty"` // of an unfinished meeting
	Ahead      int                       `json:"ahead,omitempty"`    // meetings of the same batch that it waits for
	Progress   map[string]sourceProgress `json:"progress,omitempty"` // of the unfinished sources, by source ID
	Refused    []meeting.Refusal         `json:"refused"`
	Attention  []meeting.Refusal         `json:"attention,omitempty"` // files with a step that keeps failing
	Warnings   []string                  `json:"warnings,omitempty"`
	Damage     string                    `json:"damage,omitempty"`   // why the state is damaged
	Verified   *archive.Verified         `json:"verified,omitempty"` // if it was asked for by ID
}

// sourceProgress is the progress of a source.
type sourceProgress struct {
	Running bool    `json:"running"`
	Kind    string  `json:"kind,omitempty"` // of the current step
	Done    float64 `json:"done"`           // 0 to 1
	Left    float64 `json:"left,omitempty"` // seconds; 0 where unknown
	Retry   string  `json:"retry,omitempty"`

	total progress.Total
}

// justEnded is the maximum number of steps of a source that may have ended since its
// state was written.
const justEnded = 8

// reporter reads the states of meetings.
type reporter struct {
	store storage.Store
	queue reportQueue // nil if it is unreachable: progress is unknown
	brief bool        // for a list: does not look for steps that ended since a state was written
}

// reportQueue is what a reporter reads from the queue.
type reportQueue interface {
	queue
	Standing(ctx context.Context, id string) plan.Standing
}

// report returns the state of a meeting. The error is archive.ErrNoMeeting if there is none,
// and storage.ErrDamaged if its record is lost, or its record or state cannot be read.
func (p reporter) report(ctx context.Context, id string) (meetingReport, error) {
	m, _, err := archive.ReadExisting(ctx, p.store, id)
	if err != nil {
		return meetingReport{}, err
	}
	state, err := archive.ReadState(ctx, p.store, id)
	if err != nil {
		return meetingReport{}, err
	}
	if state.Revision > m.Revision { // a newer record was stored between the two, or an earlier one was restored
		if m, _, err = archive.ReadExisting(ctx, p.store, id); err == nil && state.Revision > m.Revision {
			err = fmt.Errorf("%w: %w", storage.ErrDamaged, &archive.BehindError{Meeting: id, Revision: m.Revision, Latest: state.Revision})
		}
		if err != nil {
			return meetingReport{}, err
		}
	}
	r := meetingReport{
		Meeting: id, Title: m.Title, Date: m.Date, Visibility: m.Visibility, Revision: m.Revision, State: state.State,
		Sources: state.Sources, Refused: state.Refused, Attention: state.Attention, Warnings: state.Warnings, Progress: map[string]sourceProgress{},
	}
	if state.Revision < m.Revision {
		r.State, r.Refused, r.Attention, r.Warnings = manifest.Processing, m.Refused, nil, nil // not reconciled yet
	}
	if state.Final() && state.Revision == m.Revision {
		return r, nil
	}
	r.Priority = plan.PriorityOf(m, time.Now())
	if p.queue == nil {
		return r, nil
	}
	return r, p.addProgress(ctx, &r)
}

// reportOrDamaged is report, but a damaged meeting has the state [damaged].
func (p reporter) reportOrDamaged(ctx context.Context, id string) (meetingReport, error) {
	r, err := p.report(ctx, id)
	if errors.Is(err, storage.ErrDamaged) {
		return meetingReport{Meeting: id, State: damaged, Damage: err.Error()}, nil
	}
	return r, err
}

// addProgress adds what the queue knows of an unfinished meeting.
func (p reporter) addProgress(ctx context.Context, r *meetingReport) error {
	if s := p.queue.Standing(ctx, r.Meeting); s.Waits() {
		r.Ahead = s.Ahead
	}
	w := watch{queue: p.queue, store: p.store}
	if !p.brief {
		w.seen = firstWaiting(r.Sources)
	}
	totals, err := w.totals(ctx, r.Sources, time.Now())
	if err != nil {
		return err
	}
	for _, src := range r.Sources {
		if t := totals[src.ID]; src.Status == archive.StatusWaiting {
			r.Progress[src.ID] = sourceProgress{t.Running, string(t.Kind), t.Done, t.Left.Seconds(), t.Retry, t}
		}
	}
	return nil
}

// snapshot is a queue whose running and failing steps are read once, for many meetings.
type snapshot struct {
	reportQueue

	running func() (map[string]progress.Run, error)
	failing func() (map[string]string, error)
}

func newSnapshot(q reportQueue) snapshot {
	return snapshot{q, sync.OnceValues(q.Running), sync.OnceValues(q.Failing)}
}

// Running returns the running steps at the first call.
func (s snapshot) Running() (map[string]progress.Run, error) { return s.running() }

// Failing returns the failing steps at the first call.
func (s snapshot) Failing() (map[string]string, error) { return s.failing() }

// firstWaiting returns the first waiting steps of each source. They may have run
// since the state was written.
func firstWaiting(sources []archive.SourceState) map[string]progress.Run {
	steps := map[string]progress.Run{}
	for _, src := range sources {
		n := 0
		for _, s := range src.Steps {
			if s.Status == archive.StatusWaiting && n < justEnded {
				steps[s.Key] = progress.Run{Running: true}
				n++
			}
		}
	}
	return steps
}
