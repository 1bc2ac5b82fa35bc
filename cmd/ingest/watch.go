package main

import (
	"context"
	"math"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/progress"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// watch is one person's view of the work on a meeting. It remembers what was
// shown, so that no figure runs backwards when more work becomes known.
type watch struct {
	queue queue
	store storage.Store

	looks   int
	failing map[string]string       // by step
	seen    map[string]progress.Run // by step, of those that were in work at the last look
	settled map[string]bool         // by step, of those that the state does not tell of yet
	shown   map[string]shown        // by source
}

// queue is what is asked how the work goes.
type queue interface {
	Running() (map[string]progress.Run, error)
	Failing() (map[string]string, error)
}

// failingEvery is how many looks go by from one question for what failed to the
// next: an error is there for a second at least, and changes little.
const failingEvery = 8

// totals is how far each source is, by ID. It marks the steps that have settled
// since the state was written, so that counts of them are right.
func (w *watch) totals(ctx context.Context, sources []archive.SourceState, now time.Time) (map[string]progress.Total, error) {
	running, err := w.queue.Running()
	if err != nil {
		return nil, err
	}
	if w.looks%failingEvery == 0 {
		if w.failing, err = w.queue.Failing(); err != nil {
			return nil, err
		}
	}
	w.looks++
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
		now := w.shown[src.ID].then(progress.Sum(src, func(step string) progress.Run { return steps[step] }), now)
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

// settle is the progress of a step that is not in work. The queue forgets a step
// when it ends, and the meeting's state tells of it up to a minute later. Until
// then it is shown in work and with nothing left to do, and not as one that waits
// for its turn again, which it does only after an attempt that failed.
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

// shown is what was said of a source, and when.
type shown struct {
	progress.Total

	at time.Time
}

// calm is in how many seconds the time that is left follows what is new.
const calm = 5

// then is what to say after s of a source that is now at t: never less done, and
// a time left that runs down and does not jump with each chunk that begins.
func (s shown) then(t progress.Total, now time.Time) shown {
	t.Done = max(t.Done, s.Done)
	if passed := now.Sub(s.at); s.Left > 0 && t.Running {
		expected := max(time.Second, s.Left-passed)
		if t.Left == 0 {
			t.Left = expected
		}
		// By its factor: an hour too much is forgotten as fast as a minute.
		factor := math.Pow(t.Left.Seconds()/expected.Seconds(), min(1, passed.Seconds()/calm))
		t.Left = time.Duration(float64(expected) * factor).Round(time.Millisecond)
	}
	return shown{t, now}
}
