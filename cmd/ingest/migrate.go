package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/words"
)

type migrateCmd struct {
	dataFlag
	wire.Services

	Meetings []string `arg:"" optional:"" name:"meeting" help:"IDs of meetings. Without one, all meetings that an earlier release published."`
	DryRun   bool     `name:"dry-run" help:"List what would be done; change nothing."`
	JSON     bool     `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*migrateCmd) Help() string {
	return `Publishes meetings again that an earlier release published: manifests in the present
schema, present pages, and the results of steps that this release does better. Other
results are used as they are, so video is rarely encoded again. A meeting's old version
stays public until its new one is complete. Originals and records are not changed, and
running the command again does nothing. Withdrawn meetings are left out; they are
migrated when they are published again.

Upgrade all workers first. This release reads everything that earlier ones stored, so
you can migrate at any time.

Exit codes: 0 done, 1 failed, 2 no such meeting, 3 done but some input was refused
or needs attention, 4 a service is unreachable.

Examples:

  ingest migrate --dry-run
  ingest migrate
  ingest migrate 2026-03-12-spring-meeting`
}

// Run publishes meetings of earlier releases again.
func (g *migrateCmd) Run(ctx context.Context, c *console) error {
	if g.DryRun {
		return withSystem(ctx, g.Services, g.dataFlag, c, func(ctx context.Context, sys *wire.System) error { return g.dryRun(ctx, sys, c) })
	}
	return withWorkers(ctx, g.Services, g.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		list, all, err := g.outdated(ctx, sys)
		if err != nil {
			return err
		}
		for _, o := range list { // all at once, for any number of workers
			if err = pipeline.Reopen(ctx, sys.Store, o.meeting.ID); err == nil {
				err = sys.Client.Reconcile(ctx, o.meeting.ID)
			}
			if err != nil {
				return err
			}
		}
		var outcomes []error
		for _, o := range list {
			outcome := g.follow(ctx, sys, c, o.meeting)
			if outcome != nil && !errors.Is(outcome, wire.ErrRefused) && !errors.Is(outcome, wire.ErrAttention) {
				return outcome
			}
			outcomes = append(outcomes, outcome)
		}
		if !g.JSON {
			printf(c.out, "Migrated %d of %s.\n", len(list), words.Count(all, "meeting"))
		}
		return errors.Join(outcomes...)
	})
}

func (g *migrateCmd) follow(ctx context.Context, sys *wire.System, c *console, m meeting.Meeting) error {
	show := newDisplay(c, g.JSON)
	defer show.Close()
	show.Submitted(m, false)
	return follow(ctx, sys, m, show)
}

func (g *migrateCmd) dryRun(ctx context.Context, sys *wire.System, c *console) error {
	list, all, err := g.outdated(ctx, sys)
	if err != nil {
		return err
	}
	if g.JSON {
		for _, o := range list {
			if err = printJSON(c.out, migration{Event: "migration", Meeting: o.meeting.ID, Schema: o.schema, Steps: o.keys()}); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	if len(list) > 0 {
		printf(table, "MEETING\tMANIFEST\tSTEPS TO RUN\n")
	}
	for _, o := range list {
		printf(table, "%s\t%s\t%s\n", o.meeting.ID, o.schemas(), o.work())
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the list: %w", err)
	}
	printf(c.out, "%d of %s would be published again.\n", len(list), words.Count(all, "meeting"))
	return nil
}

// outdated returns the outdated ones of the named meetings, and how many it looked at.
func (g *migrateCmd) outdated(ctx context.Context, sys *wire.System) (list []outdated, all int, err error) {
	ids := g.Meetings
	if len(ids) == 0 {
		for info, err := range sys.Store.List(ctx, layout.Meetings) {
			if err != nil {
				return nil, 0, err
			}
			if id := layout.RecordID(info.Key); id != "" {
				ids = append(ids, id)
			}
		}
	}
	for _, id := range ids {
		o, is, err := readOutdated(ctx, sys.Store, id)
		if err != nil {
			return nil, 0, known(id, err)
		}
		if is {
			list = append(list, o)
		}
	}
	return list, len(ids), nil
}
