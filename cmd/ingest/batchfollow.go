package main

import (
	"context"
	"strings"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// batchInterval is how often the progress of a batch is read: two listings each time, however
// many meetings it has.
const batchInterval = 2 * time.Second

// followBatch shows how many meetings of a batch are processed, until all are.
func followBatch(ctx context.Context, sys *wire.System, c *console, id string, rows []archive.BatchRow) error {
	meetings := meetingsOf(rows)
	began, first := time.Now(), -1
	show := counter{out: c.err, now: time.Now}
	tick := time.NewTicker(batchInterval)
	defer tick.Stop()
	for polls, lastAnswer := 0, began; ; polls++ {
		open, attention, err := unfinishedOf(ctx, sys.Store, meetings)
		switch {
		case err == nil:
			lastAnswer = time.Now()
		case !wire.Unreachable(err) || time.Since(lastAnswer) > patience:
			return err
		}
		if err == nil && open == 0 {
			return nil
		}
		if err == nil {
			if first < 0 {
				first = open
			}
			show.print("batch %s: %d of %d meetings are processed, %d of them need attention%s", id, len(meetings)-open, len(meetings), attention, left(first-open, first, time.Since(began)))
		}
		if polls%workersEvery == workersEvery-1 {
			if running, err := sys.Client.HasWorker(); err == nil && !running {
				printf(c.err, "%s\n", noWorker)
			}
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}

// meetingsOf returns the IDs of the meetings of rows.
func meetingsOf(rows []archive.BatchRow) map[string]bool {
	ids := map[string]bool{}
	for _, row := range rows {
		if row.Status == archive.RowSubmitted {
			ids[row.Meeting] = true
		}
	}
	return ids
}

// unfinishedOf counts the meetings that are unfinished, and those that need attention.
func unfinishedOf(ctx context.Context, store storage.Store, meetings map[string]bool) (open, attention int, err error) {
	count := func(prefix string) (n int, err error) {
		for info, err := range store.List(ctx, prefix+"/") {
			if err != nil {
				return n, err
			}
			if meetings[strings.TrimPrefix(info.Key, prefix+"/")] {
				n++
			}
		}
		return n, nil
	}
	if open, err = count(layout.UnfinishedPrefix); err != nil {
		return 0, 0, err
	}
	attention, err = count(layout.AttentionPrefix)
	return open, attention, err
}
