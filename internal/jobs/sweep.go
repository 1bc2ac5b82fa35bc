package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/storage"
)

// watchInterval is the interval of leader elections, and so the time to detect a lost
// queue.
const watchInterval = 15 * time.Second

// sweepUntil sweeps until ctx ends while this worker leads: at once when it is
// elected, and then every w.Sweep.
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
	defer w.status.end(sweepLoop)
	for {
		w.status.turn(sweepLoop)
		leads, elected, err := w.Redis.lead(ctx, token)
		w.leads.Store(leads)
		if now := time.Now(); leads && (elected || failed || now.Sub(swept) >= w.Sweep) {
			err = w.sweep(ctx, client, elected || failed)
			failed, swept = err != nil, now
		} else if !leads {
			w.status.set(func(s *Status) { s.Swept = false })
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

// sweep queues a reconcile of unfinished meetings: of all if the queue may be lost,
// else of those with a step that is not in the queue.
func (w *Worker) sweep(ctx context.Context, client *Client, lost bool) error {
	if err := w.Redis.announce(ctx); err != nil {
		return err
	}
	ids, err := archive.Unfinished(ctx, w.Pipeline.Store, w.Log, w.Pipeline.Now)
	if err != nil {
		return err
	}
	w.Redis.leaveFinished(ctx, ids)
	listed, err := w.Redis.listed(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !lost {
			var allQueued bool
			if allQueued, err = w.allQueued(ctx, listed, id); err != nil {
				return err
			}
			if allQueued {
				continue
			}
		}
		if err = client.Reconcile(ctx, id); err != nil {
			return err
		}
	}
	attention, err := archive.NeedingAttention(ctx, w.Pipeline.Store, w.Log, w.Pipeline.Now)
	if err != nil {
		return err
	}
	w.status.set(func(s *Status) { s.Swept, s.Unfinished, s.Attention = true, len(ids), len(attention) })
	return nil
}

// allQueued reports whether a meeting waits for at least one step and all of them are
// in the queue. It returns false if the meeting's state cannot be read.
func (w *Worker) allQueued(ctx context.Context, listed map[string]bool, id string) (bool, error) {
	open, err := archive.OpenSteps(ctx, w.Pipeline.Store, id)
	if errors.Is(err, storage.ErrUnavailable) {
		return false, err
	}
	for _, step := range open {
		if !listed[step] {
			return false, nil
		}
	}
	return err == nil && len(open) > 0, nil
}
