package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
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
you can migrate at any time. A meeting that is damaged is named and left out.

Exit codes: 0 done, 1 failed, 2 no such meeting, 3 done but some input was refused
or needs attention, or a meeting is damaged, 4 a service is unreachable.

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
		found, err := g.outdated(ctx, sys.Store)
		if err != nil {
			return err
		}
		for _, o := range found.list { // all at once, for any number of workers
			if err = pipeline.Reopen(ctx, sys.Store, o.meeting.ID); err == nil {
				err = sys.Client.Reconcile(ctx, o.meeting.ID)
			}
			if err = found.damaged.add(o.meeting.ID, err); err != nil {
				return err
			}
		}
		var outcomes []error
		migrated := 0
		for _, o := range found.list {
			if found.damaged.has(o.meeting.ID) {
				continue
			}
			outcome := found.damaged.add(o.meeting.ID, g.follow(ctx, sys, c, o.meeting))
			if outcome != nil && !errors.Is(outcome, wire.ErrRefused) && !errors.Is(outcome, wire.ErrAttention) {
				return outcome
			}
			outcomes = append(outcomes, outcome)
			if !found.damaged.has(o.meeting.ID) {
				migrated++
			}
		}
		damage := found.damaged.report(c, g.JSON)
		if g.JSON {
			err = printJSON(c.out, migrateSummary{"summary", found.all, migrated, len(found.damaged)})
		} else {
			printf(c.out, "Migrated %d of %s.\n", migrated, words.Count(found.all, "meeting"))
		}
		return errors.Join(append(outcomes, err, damage)...)
	})
}

func (g *migrateCmd) follow(ctx context.Context, sys *wire.System, c *console, m meeting.Meeting) error {
	show := newDisplay(c, g.JSON)
	defer show.Close()
	show.Submitted(m, false)
	return follow(ctx, sys, m, show)
}

func (g *migrateCmd) dryRun(ctx context.Context, sys *wire.System, c *console) error {
	found, err := g.outdated(ctx, sys.Store)
	if err != nil {
		return err
	}
	if g.JSON {
		for _, o := range found.list {
			if err = printJSON(c.out, migration{Event: "migration", Meeting: o.meeting.ID, Schema: o.schema, Steps: o.keys()}); err != nil {
				return err
			}
		}
		damage := found.damaged.report(c, true)
		return errors.Join(printJSON(c.out, migrateSummary{"summary", found.all, len(found.list), len(found.damaged)}), damage)
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	if len(found.list) > 0 {
		printf(table, "MEETING\tMANIFEST\tSTEPS TO RUN\n")
	}
	for _, o := range found.list {
		printf(table, "%s\t%s\t%s\n", o.meeting.ID, o.schemas(), o.work())
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the list: %w", err)
	}
	printf(c.out, "%d of %s would be published again.\n", len(found.list), words.Count(found.all, "meeting"))
	return found.damaged.report(c, false)
}

// migrateSummary is the last line of a migration, for scripts.
type migrateSummary struct {
	Event    string `json:"event"`    // summary
	Meetings int    `json:"meetings"` // that were looked at
	Outdated int    `json:"outdated"` // migrated ones, or in a dry run those to migrate
	Damaged  int    `json:"damaged"`
}

// outdatedMeetings are the meetings to migrate.
type outdatedMeetings struct {
	list    []outdated
	all     int // meetings that were looked at
	damaged leftOut
}

// outdated returns the outdated ones of the named meetings.
func (g *migrateCmd) outdated(ctx context.Context, store storage.Store) (found outdatedMeetings, err error) {
	ids := g.Meetings
	if len(ids) == 0 {
		for id, err := range archive.Meetings(ctx, store) {
			if err != nil {
				return found, err
			}
			ids = append(ids, id)
		}
	}
	found.all = len(ids)
	for _, id := range ids {
		o, is, err := readOutdated(ctx, store, id)
		if err = found.damaged.add(id, err); err != nil {
			return found, known(ctx, store, id, err)
		}
		if is {
			found.list = append(found.list, o)
		}
	}
	return found, nil
}
