package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/logging"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// withWorkers is withSystem for a command that needs a worker. On a data folder it
// runs a worker in this process, since no other may be running.
func withWorkers(ctx context.Context, services wire.Services, data dataFlag, c *console, do func(context.Context, *wire.System) error) error {
	remote, err := c.usesServices()
	if err != nil {
		return err
	}
	if remote {
		return withSystem(ctx, services, data, c, do)
	}
	return data.withData(ctx, c, func(ctx context.Context, sys *wire.System) error {
		log := slog.New(logging.NewHandler(slog.NewTextHandler(words.Printable(c.err), &slog.HandlerOptions{Level: slog.LevelWarn})))
		stop, err := data.startWorker(ctx, sys, c.self, log, nil)
		if err != nil {
			return err
		}
		return errors.Join(do(ctx, sys), stop())
	})
}

// settle queues a meeting and waits until it is final in that revision or a
// later one.
func settle(ctx context.Context, sys *wire.System, c *console, id string, revision int) (archive.State, error) {
	if err := sys.Client.Reconcile(ctx, id); err != nil {
		return archive.State{}, err
	}
	tick := time.NewTicker(followInterval)
	defer tick.Stop()
	began, noted := time.Now(), false
	lastAnswer := began
	for {
		state, err := archive.ReadState(ctx, sys.Store, id)
		switch {
		case err == nil && state.Final() && state.Revision >= revision:
			return state, nil
		case err == nil:
			lastAnswer = time.Now()
		case !wire.Unreachable(err) || time.Since(lastAnswer) > patience:
			return state, err
		}
		if !noted && time.Since(began) > 10*time.Second {
			noted = true
			printf(c.err, "The meeting is queued; waiting for a worker. It is processed even if you stop this command.\n")
		}
		select {
		case <-ctx.Done():
			return state, context.Cause(ctx)
		case <-tick.C:
		}
	}
}

// reopen queues meetings that make deleted files again.
func reopen(ctx context.Context, sys *wire.System, ids []string) error {
	for _, id := range ids {
		if err := pipeline.Reopen(ctx, sys.Store, id); err != nil {
			return err
		}
		if err := sys.Client.Reconcile(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// known turns a missing meeting into a usage error that explains how to list meetings. If only
// the record is missing, the error says so.
func known(ctx context.Context, store storage.Store, id string, err error) error {
	if errors.Is(err, archive.ErrNoMeeting) || errors.Is(err, storage.ErrNotFound) {
		if damage, _ := archive.RecordDamage(ctx, store, id); damage != nil {
			return errDamaged(id)
		}
		return fmt.Errorf("%w: there is no meeting %q; \"ingest status\" lists them", wire.ErrUsage, id)
	}
	return err
}
