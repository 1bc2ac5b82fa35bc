package main

import (
	"context"
	"errors"

	"proceedings/internal/jobs"
	"proceedings/internal/layout"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
)

// settle is the progress to show of a step. The queue forgets a step when it
// ends, and the meeting's state tells of it a moment later. In that moment the
// step is shown as it was last, in work, and not as one that waits for its turn
// again, which it does only after a run that came to nothing.
func settle(ctx context.Context, store storage.Store, step string, now, last jobs.Progress) (jobs.Progress, error) {
	if now.Running || now.Retry != "" {
		return now, nil
	}
	ended, err := settled(ctx, store, step)
	if err != nil || !ended {
		return now, err
	}
	return jobs.Progress{Running: true, Done: last.Done}, nil
}

// settled reports whether a step has a result, or was given up.
func settled(ctx context.Context, store storage.Store, step string) (bool, error) {
	_, err := store.Stat(ctx, layout.StepResult(step))
	if !errors.Is(err, storage.ErrNotFound) {
		return err == nil, err
	}
	var status pipeline.Status
	_, err = storage.ReadJSON(ctx, store, layout.StepStatus(step), &status)
	if errors.Is(err, storage.ErrNotFound) {
		return false, nil
	}
	return status.Failed != "", err
}
