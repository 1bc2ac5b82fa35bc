package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/storage"
)

// watchInterval is how often a worker looks who leads: a queue that was lost is
// noticed by then.
const watchInterval = 15 * time.Second

// sweepUntil sweeps until ctx ends, while this worker leads: at once when it
// becomes the leader, and then every now and then.
func (w *Worker) sweepUntil(ctx context.Context) {
	client, token := NewClient(w.Redis), rand.Text()
	defer func() {
		after, cancel := context.WithTimeout(context.WithoutCancel(ctx), replyTimeout)
		defer cancel()
		w.Redis.resign(after, token)
	}()
	tick := time.NewTicker(min(w.Sweep, watchInterval))
	defer tick.Stop()
	var swept time.Time
	failed := false
	for {
		leads, anew, err := w.Redis.lead(ctx, token)
		if now := time.Now(); leads && (anew || failed || now.Sub(swept) >= w.Sweep) {
			err = w.sweep(ctx, client, anew || failed)
			failed, swept = err != nil, now
		}
		if err != nil && ctx.Err() == nil {
			w.Log.WarnContext(ctx, "sweep", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sweep asks for a reconcile of each unfinished meeting: of all where the queue
// may have been lost, and else of those that the queue has lost sight of.
func (w *Worker) sweep(ctx context.Context, client *Client, lost bool) error {
	if err := w.Redis.announce(ctx); err != nil {
		return err
	}
	ids, err := archive.Unfinished(ctx, w.Pipeline.Store, w.Log, w.Pipeline.Now)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !lost {
			held, err := w.held(ctx, client, id)
			if err != nil {
				return err
			}
			if held {
				continue
			}
		}
		if err := client.Reconcile(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// held reports whether the queue holds a task for every step that a meeting waits
// for, and there are some. Where the meeting's state cannot be read it is false.
func (w *Worker) held(ctx context.Context, client *Client, id string) (bool, error) {
	open, err := archive.OpenSteps(ctx, w.Pipeline.Store, id)
	if errors.Is(err, storage.ErrUnavailable) {
		return false, err
	}
	for _, step := range open {
		if queued, queueErr := client.queued(ctx, step); queueErr != nil || !queued {
			return false, queueErr
		}
	}
	return err == nil && len(open) > 0, nil
}
