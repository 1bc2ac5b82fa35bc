package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/jobs"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

const (
	followInterval = 250 * time.Millisecond
	// patience is the time after which follow ends with an error if a service stays
	// unreachable. Workers wait without a limit.
	patience = 2 * time.Minute
	// workersEvery is the number of polls per check for a worker: 10 s, since a
	// worker reports to Redis every 5 s.
	workersEvery = 40
)

// follower shows the progress of a meeting.
type follower struct {
	watch

	meeting   meeting.Meeting
	show      display
	announced bool // early playback was announced, or will not be
	idle      int  // polls at which no step ran, since the last check for a worker
}

// follow shows the progress of a meeting until it is final, then a summary. It
// returns ErrRefused if a file was refused, and ErrAttention if the meeting needs
// attention.
func follow(ctx context.Context, sys *wire.System, m meeting.Meeting, show display) error {
	f := follower{watch: watch{queue: sys.Client, store: sys.Store}, meeting: m, show: show}
	began := time.Now()
	tick := time.NewTicker(followInterval)
	defer tick.Stop()
	lastAnswer := time.Now()
	for {
		state, err := f.poll(ctx, time.Now())
		switch {
		case err == nil:
			lastAnswer = time.Now()
		case !wire.Unreachable(err) || time.Since(lastAnswer) > patience:
			return err
		default:
			show.Note(fmt.Sprintf("%v; retrying", err))
		}
		if err == nil && state.Final() && state.Revision >= m.Revision {
			return f.finish(ctx, state, time.Since(began))
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}

// poll reads the state and shows the progress of each source.
func (f *follower) poll(ctx context.Context, now time.Time) (archive.State, error) {
	state, err := archive.ReadState(ctx, f.store, f.meeting.ID)
	if err == nil {
		err = f.checkWorkers(ctx)
	}
	if err != nil || state.Revision < f.meeting.Revision {
		return archive.State{}, err
	}
	totals, err := f.totals(ctx, state.Sources, now)
	if err != nil {
		return state, err
	}
	for _, src := range state.Sources {
		f.show.Source(src, totals[src.ID])
	}
	return state, f.announce(ctx, state)
}

// checkWorkers adds a note if no worker has been connected while no step ran, or if
// workers are out of service.
func (f *follower) checkWorkers(ctx context.Context) error {
	if f.idle++; len(f.seen) > 0 {
		f.idle = 0
	}
	if f.idle < workersEvery {
		return nil
	}
	f.idle = 0
	running, err := f.queue.HasWorker()
	if err == nil && !running {
		f.show.Note("no worker is running, so nothing is processed yet; start \"worker\" with the same Redis and S3 server")
	}
	if err != nil {
		return err
	}
	sick, err := f.queue.SickWorkers(ctx)
	for _, w := range sick {
		f.show.Note(outOfService(w))
	}
	return err
}

// outOfService describes a worker that accepts no steps.
func outOfService(w jobs.Sick) string {
	return fmt.Sprintf("the worker on %s is out of service: %s; it goes on by itself when that is mended", w.Host, w.Reason)
}

// announce reports once that a recording can be played while others are processed.
// An older revision stays published until then, so announce compares revisions.
func (f *follower) announce(ctx context.Context, state archive.State) error {
	if f.announced || state.Final() || !slices.ContainsFunc(state.Sources, canPlay) {
		return nil
	}
	space := plan.Space(f.meeting.Visibility)
	var published manifest.Manifest
	_, err := storage.ReadJSON(ctx, f.store, space.Meeting(f.meeting.ID, layout.Manifest), &published)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return fmt.Errorf("read the published manifest: %w", err)
	}
	f.announced = true
	if err == nil && published.Revision == state.Revision {
		f.show.Playable(f.meeting.ID, space.Meeting(f.meeting.ID, layout.Index))
	}
	return nil
}

// canPlay reports whether a source is a playable recording.
func canPlay(s archive.SourceState) bool {
	return s.Playable || s.Role == meeting.Recording && s.Status == archive.StatusDone
}

// finish shows the summary.
func (f *follower) finish(ctx context.Context, state archive.State, took time.Duration) error {
	m := f.meeting
	sum := summary{Meeting: m.ID, Visibility: m.Visibility, State: state.State, Took: took.Round(100 * time.Millisecond), Refused: state.Refused, Attention: state.Attention, Withheld: withheldNotes(state.Sources), Warnings: slices.Concat(state.Warnings, noteWarnings(state.Sources))}
	if state.State == manifest.Published {
		sum.Manifest = plan.Space(m.Visibility).Meeting(m.ID, layout.Manifest)
		_, err := storage.ReadJSON(ctx, f.store, sum.Manifest, &sum.published)
		if errors.Is(err, storage.ErrNotFound) && state.Revision > m.Revision {
			return fmt.Errorf("revision %d of %s replaced this one with another visibility; \"ingest status %s\" shows it", state.Revision, m.ID, m.ID)
		}
		if err != nil {
			return fmt.Errorf("read the published manifest: %w", err)
		}
	}
	f.show.Summary(sum)
	if state.State == archive.NeedsAttention {
		return fmt.Errorf("%w: %s", wire.ErrAttention, m.ID)
	}
	return refusedBy(state.Refused)
}

func refusedBy(list []meeting.Refusal) error {
	if len(list) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %d", wire.ErrRefused, len(list))
}
