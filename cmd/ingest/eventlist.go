package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

type eventsCmd struct {
	dataFlag
	wire.Services

	Meeting string `arg:"" help:"ID of the meeting."`
	JSON    bool   `name:"json" help:"Print JSON, one event a line; times are in UTC."`
}

func (*eventsCmd) Help() string {
	return `Lists what happened to a meeting, who did it and when: submitted, edited, refused
(a file, with the reason), published (revision and version), unpublish requested,
taken down, restored, purged, retried, verified, repaired, exported, imported. Events
are only added, never changed or deleted. What happened before an upgrade to this version is not
listed. Events that are damaged in the storage are named after the list.

Exit codes: 0 done, 1 failed, 2 no such meeting, 3 some events cannot be read, 4 a
service is unreachable.

Examples:

  ingest events 2026-03-12-spring-meeting
  ingest events --json 2026-03-12-spring-meeting
  ingest events --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org 2026-03-12-spring-meeting`
}

// Run lists the events of a meeting.
func (e *eventsCmd) Run(ctx context.Context, c *console) error {
	return withSystem(ctx, e.Services, e.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		return e.list(ctx, sys.Store, c)
	})
}

func (e *eventsCmd) list(ctx context.Context, store storage.Store, c *console) error {
	list, damaged, err := archive.Events(ctx, store, e.Meeting)
	if err != nil {
		return err
	}
	if len(list)+len(damaged) == 0 { // the list outlives a lost record, and needs no readable one
		_, err = store.Stat(ctx, layout.Record(e.Meeting))
		if errors.Is(err, storage.ErrNotFound) {
			return known(ctx, store, e.Meeting, archive.ErrNoMeeting)
		}
		if err != nil {
			return err
		}
	}
	if err = e.print(c, list, len(damaged) == 0); err != nil {
		return err
	}
	return e.report(c, damaged)
}

// report names the events that cannot be read.
func (e *eventsCmd) report(c *console, damaged []error) error {
	if len(damaged) == 0 {
		return nil
	}
	if !e.JSON {
		printf(c.out, "Cannot be read, and left out:\n")
	}
	for _, damage := range damaged {
		if !e.JSON {
			printf(c.out, "  %v\n", damage)
			continue
		}
		if err := printJSON(c.out, damagedEvent{"damaged", damagedItem{Meeting: e.Meeting, Reason: damage.Error()}}); err != nil {
			return err
		}
	}
	if !e.JSON {
		printf(c.out, "Restore them from a backup. Nothing else of the meeting depends on them.\n")
	}
	return fmt.Errorf("%w: %s cannot be read", wire.ErrFindings, words.Count(len(damaged), "event"))
}

func (e *eventsCmd) print(c *console, list []archive.Event, complete bool) error {
	if e.JSON {
		for _, event := range list {
			if err := printJSON(c.out, event); err != nil {
				return err
			}
		}
		return nil
	}
	if len(list) == 0 {
		if complete {
			printf(c.out, "%s has no events: it was stored by an earlier version.\n", e.Meeting)
		}
		return nil
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	printf(table, "TIME\tWHO\tEVENT\n")
	for _, event := range list {
		printf(table, "%s\t%s\t%s\n", localTime(event.Time), event.Who, event)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the events: %w", err)
	}
	return nil
}

func localTime(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05 MST") }

// eventTimeout limits the time to store an event, also of an interrupted command.
const eventTimeout = 30 * time.Second

// record stores an event of this command. What it describes has taken effect, so an error
// is only a warning.
func (c *console) record(ctx context.Context, sys *wire.System, e archive.Event) {
	e.Time, e.Who = time.Now(), wire.User()
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), eventTimeout)
	defer cancel()
	if err := archive.AddEvent(after, sys.Store, e); err != nil {
		printf(c.err, "warning: done, but it is missing from the event list: %v\n", err)
	}
}
