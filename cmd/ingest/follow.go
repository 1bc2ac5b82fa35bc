package main

import (
	"context"
	"fmt"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/jobs"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

const (
	followInterval = 250 * time.Millisecond
	// patience is how long services may be away while somebody watches; the
	// work itself waits for them as long as it takes.
	patience = 2 * time.Minute
)

// follow watches a meeting to its end and shows what was made. It returns
// ErrRefused if some file could not be used.
func follow(ctx context.Context, sys *wire.System, m meeting.Meeting, show display) error {
	began := time.Now()
	tick := time.NewTicker(followInterval)
	defer tick.Stop()
	lastAnswer := time.Now()
	seen := map[string]jobs.Progress{}
	for {
		state, err := look(ctx, sys, m, seen, show)
		switch {
		case err == nil:
			lastAnswer = time.Now()
		case !wire.Away(err) || time.Since(lastAnswer) > patience:
			return err
		default:
			show.Note(fmt.Sprintf("%v; waiting for it", err))
		}
		if err == nil && state.Final() && state.Revision >= m.Revision {
			return finish(ctx, sys, m, state, time.Since(began), show)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}

// look shows how far each source is. seen is the progress of the steps that
// were in work at the last look.
func look(ctx context.Context, sys *wire.System, m meeting.Meeting, seen map[string]jobs.Progress, show display) (pipeline.State, error) {
	state, err := pipeline.ReadState(ctx, sys.Store, m.ID)
	if err != nil || state.Revision < m.Revision {
		return pipeline.State{}, err
	}
	for _, src := range state.Sources {
		var p jobs.Progress
		if src.Status == pipeline.StatusWaiting {
			if p, err = sys.Client.Progress(src.Kind, src.Step); err != nil {
				return state, err
			}
			if last := seen[src.Step]; last.Running {
				if p, err = settle(ctx, sys.Store, src.Step, p, last); err != nil {
					return state, err
				}
			}
			seen[src.Step] = p
		}
		show.Source(src, p)
	}
	return state, nil
}

// finish shows the summary.
func finish(ctx context.Context, sys *wire.System, m meeting.Meeting, state pipeline.State, took time.Duration, show display) error {
	sum := summary{Meeting: m.ID, State: state.State, Took: took.Round(100 * time.Millisecond), Refused: state.Refused}
	if state.State == manifest.Published {
		space := plan.Space(m.Visibility)
		sum.Manifest = space.Meeting(m.ID, layout.Manifest)
		if _, err := storage.ReadJSON(ctx, sys.Store, sum.Manifest, &sum.published); err != nil {
			return fmt.Errorf("read what was published: %w", err)
		}
	}
	show.Summary(sum)
	return refusedBy(state.Refused)
}

func refusedBy(list []meeting.Refusal) error {
	if len(list) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %d", wire.ErrRefused, len(list))
}
