package main

import (
	"context"
	"math"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/jobs"
	"proceedings/internal/progress"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// watch computes the progress of a meeting for display. It remembers the displayed
// values, so that progress never goes backwards when new steps become known.
type watch struct {
	queue queue
	store storage.Store

	polls   int
	failing map[string]string       // last error, by step
	seen    map[string]progress.Run // steps that ran at the last poll
	settled map[string]bool         // steps that settled after the state was written
	shown   map[string]shown        // by source
}

// queue reports running and failing steps, and the workers.
type queue interface {
	Running() (map[string]progress.Run, error)
	Failing() (map[string]string, error)
	HasWorker() (bool, error)
	SickWorkers(ctx context.Context) ([]jobs.Sick, error)
}

// failingEvery is the number of polls per query for failing steps. An error stays in
// the queue for at least a second, so fewer queries suffice.
const failingEvery = 8

// totals returns the progress of each source, by ID. It marks the steps that have
// settled since the state was written as done, so that chunk counts are right.
func (w *watch) totals(ctx context.Context, sources []archive.SourceState, now time.Time) (map[string]progress.Total, error) {
	running, err := w.queue.Running()
	if err != nil {
		return nil, err
	}
	if w.polls%failingEvery == 0 {
		if w.failing, err = w.queue.Failing(); err != nil {
			return nil, err
		}
	}
	w.polls++
	steps, seen := map[string]progress.Run{}, map[string]progress.Run{}
	for _, src := range sources {
		for _, s := range src.Steps {
			if s.Status != archive.StatusWaiting {
				continue
			}
			p, found := running[s.Key]
			if !found {
				if p, err = w.settle(ctx, s.Key); err != nil {
					return nil, err
				}
			}
			steps[s.Key] = p
			if p.Running {
				seen[s.Key] = p
			}
		}
	}
	w.seen = seen
	totals := map[string]progress.Total{}
	if w.shown == nil {
		w.shown = map[string]shown{}
	}
	for _, src := range sources {
		now := w.shown[src.ID].update(progress.Sum(src, func(step string) progress.Run { return steps[step] }), now)
		w.shown[src.ID] = now
		totals[src.ID] = now.Total
		for i, s := range src.Steps {
			if w.settled[s.Key] && s.Status == archive.StatusWaiting {
				src.Steps[i].Status = archive.StatusDone
			}
		}
	}
	return totals, nil
}

// settle returns the progress of a step that the queue does not list as running. The
// meeting's state reports the end of a step up to a minute late. Until then settle
// returns a running step at 100 %, not a waiting one.
func (w *watch) settle(ctx context.Context, step string) (progress.Run, error) {
	if text, failed := w.failing[step]; failed {
		return progress.Run{Retry: text}, nil
	}
	if !w.seen[step].Running {
		return progress.Run{}, nil
	}
	if !w.settled[step] {
		ended, err := steps.Settled(ctx, w.store, step)
		if err != nil || !ended {
			return progress.Run{}, err
		}
		if w.settled == nil {
			w.settled = map[string]bool{}
		}
		w.settled[step] = true
	}
	return progress.Run{Running: true, Done: 1}, nil
}

// shown is the displayed progress of a source, and when it was displayed.
type shown struct {
	progress.Total

	at time.Time
}

// smoothing is the time, in seconds, in which the displayed time left reaches a new
// estimate.
const smoothing = 5

// update returns the progress to display after s for a new total t. Done never
// decreases, and the time left counts down without jumps.
func (s shown) update(t progress.Total, now time.Time) shown {
	t.Done = max(t.Done, s.Done)
	if passed := now.Sub(s.at); s.Left > 0 && t.Running {
		expected := max(time.Second, s.Left-passed)
		if t.Left == 0 {
			t.Left = expected
		}
		// Smooth the ratio, so that large and small errors vanish equally fast.
		factor := math.Pow(t.Left.Seconds()/expected.Seconds(), min(1, passed.Seconds()/smoothing))
		t.Left = time.Duration(float64(expected) * factor).Round(time.Millisecond)
	}
	return shown{t, now}
}
