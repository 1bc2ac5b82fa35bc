package jobs

import (
	"context"
	"log/slog"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/fixity"
)

// verifyReaders is the number of objects that a scheduled verification reads at once. It is
// small, since steps need the network and the processors, too.
const verifyReaders = 2

// verifyUntil verifies meetings until ctx ends while this worker leads: each meeting once
// per w.VerifyEvery, one at a time, spread over that period. It finds damage and repairs
// nothing.
func (w *Worker) verifyUntil(ctx context.Context) {
	if w.VerifyEvery <= 0 {
		return
	}
	schedule := fixity.Schedule{Store: w.Pipeline.Store, Every: w.VerifyEvery, Tick: w.Sweep}
	tick := time.NewTicker(w.Sweep)
	defer tick.Stop()
	for {
		if w.leads.Load() {
			if err := w.verifyDue(ctx, &schedule); err != nil && ctx.Err() == nil {
				w.Log.WarnContext(ctx, "scheduled verification", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// LastVerify returns the time of the newest verification of any meeting. known is false if
// this worker schedules none, or if there is none yet.
func (w *Worker) LastVerify() (at time.Time, known bool) {
	if t := w.totals.Load(); t != nil && w.leads.Load() {
		at = t.Last
	}
	return at, !at.IsZero()
}

// VerifyFaults returns what the last verifications of all meetings found, by kind of
// finding; nil if this worker schedules none.
func (w *Worker) VerifyFaults() map[string]int {
	t := w.totals.Load()
	if t == nil || !w.leads.Load() {
		return nil
	}
	return map[string]int{
		string(archive.FindingMissing): t.Missing, string(archive.FindingChanged): t.Changed, string(archive.FindingUnknown): t.Unknown,
	}
}

// verifyDue verifies the meetings whose turn it is.
func (w *Worker) verifyDue(ctx context.Context, schedule *fixity.Schedule) error {
	ids, err := schedule.Due(ctx, w.Pipeline.Now())
	if err != nil {
		return err
	}
	totals := schedule.Totals()
	w.totals.Store(&totals)
	for _, id := range ids {
		if !w.leads.Load() || ctx.Err() != nil {
			return nil //nolint:nilerr // the next leader goes on
		}
		checker := fixity.Checker{Store: w.Pipeline.Store, Now: w.Pipeline.Now, Who: w.Pipeline.Who, Readers: verifyReaders}
		check, err := checker.Verify(ctx, id)
		if err != nil {
			schedule.Failed(id, w.Pipeline.Now())
			return err
		}
		level := slog.LevelInfo
		if !check.Clean() {
			level = slog.LevelWarn
		}
		w.Log.Log(ctx, level, "verified", "meeting", id, "result", check.String())
		for _, f := range check.Findings {
			w.Log.WarnContext(ctx, "verified: a stored file is not as recorded", "meeting", id, "key", f.Key, "finding", f.Text)
		}
	}
	return nil
}
