package main

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/term"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/pipeline"
	"proceedings/internal/retention"
	"proceedings/internal/words"
)

type unpublishCmd struct {
	dataFlag
	wire.Services

	Meeting string `arg:"" help:"ID of the meeting."`
	Purge   bool   `help:"Also delete the files that no other meeting uses. Originals stay."`
	Yes     bool   `short:"y" help:"Do not ask for confirmation of --purge."`
	DryRun  bool   `name:"dry-run" help:"Print what would be done; change nothing."`
}

func (*unpublishCmd) Help() string {
	return `Withdraws a meeting: removes its pages, and its entries in the catalogue, the feeds
and the sitemap, and moves its recordings, page images and documents out of the public
space, except those that other published meetings use. When the command ends, all its
public URLs answer 404. This also works if the state or the record of the meeting is
damaged or lost: its public files are then found by listing all. Large files take a
while, since S3 moves a file by copying it. If the command is interrupted, the workers
finish the work; you can also run it again.
Caches may show a page for one more minute, and keep other files for up to a year:
purge them in your CDN.

"ingest publish" moves the files back, without encoding. With --purge they are deleted,
and "ingest publish" has to make them again. Originals and the record are never deleted,
nor are files that another meeting may use that cannot be read; --purge names it.

Exit codes: 0 done, 1 failed, 2 no such meeting, 3 not public any more, but something was
left, since its record or another meeting is damaged, 4 a service is unreachable.

Examples:

  ingest unpublish 2026-03-12-spring-meeting
  ingest unpublish --purge --dry-run 2026-03-12-spring-meeting
  ingest unpublish --purge --yes 2026-03-12-spring-meeting`
}

// Run withdraws a meeting.
func (u *unpublishCmd) Run(ctx context.Context, c *console) error {
	if u.DryRun {
		return withSystem(ctx, u.Services, u.dataFlag, c, func(ctx context.Context, sys *wire.System) error { return u.dryRun(ctx, sys, c) })
	}
	if u.Purge && !u.Yes && (c.in == nil || !term.IsTerminal(int(c.in.Fd()))) {
		return fmt.Errorf("%w: --purge asks for confirmation, and stdin is not a terminal: add --yes, or --dry-run to list the files that it deletes", wire.ErrUsage)
	}
	return withWorkers(ctx, u.Services, u.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		damage, err := archive.RecordDamage(ctx, sys.Store, u.Meeting)
		if err != nil {
			return known(ctx, sys.Store, u.Meeting, err)
		}
		if damage != nil {
			return u.takeDown(ctx, sys, c, damage)
		}
		if u.Purge && !u.Yes {
			if sure, askErr := u.ask(ctx, sys, c); askErr != nil || !sure {
				return askErr
			}
		}
		public, _, err := retention.Withdrawable(ctx, sys.Store, u.Meeting)
		if err != nil {
			return err
		}
		if len(public.Objects) > 0 {
			printf(c.out, "Removing %s from the public space …\n", counted(public))
		}
		m, changed, err := archive.SetWithdrawn(ctx, sys.Store, u.Meeting, true)
		if err != nil {
			return known(ctx, sys.Store, u.Meeting, err)
		}
		lost, err := retention.RecoverState(ctx, sys.Store, m)
		if err != nil {
			return err
		}
		if lost {
			printf(c.err, "The state of the meeting was damaged or lost. Its public files were found by listing them.\n")
		}
		if changed {
			c.record(ctx, sys, archive.Event{Kind: archive.EventUnpublish, Meeting: m.ID, Revision: m.Revision})
		} else { // an earlier version may have left its files public
			if err = pipeline.Reopen(ctx, sys.Store, m.ID); err != nil {
				return err
			}
		}
		state, err := settle(ctx, sys, c, m.ID, m.Revision)
		if err != nil {
			return err
		}
		if state.State != archive.Withdrawn {
			return fmt.Errorf("unpublish %s: it was submitted again at the same time", m.ID)
		}
		printf(c.out, "%s (%q) is withdrawn. Its originals stay; \"ingest publish %s\" publishes it again.\n", m.ID, m.Title, m.ID)
		if !u.Purge {
			return nil
		}
		return u.purge(ctx, sys, c)
	})
}

// takeDown withdraws a meeting with a damaged record. damage is the error of reading it.
func (u *unpublishCmd) takeDown(ctx context.Context, sys *wire.System, c *console, damage error) error {
	printf(c.err, "The record of the meeting cannot be read: %v\n", damage)
	moved, err := pipelineOf(sys).TakeDown(ctx, u.Meeting)
	if err != nil {
		return err
	}
	c.record(ctx, sys, archive.Event{Kind: archive.EventUnpublish, Meeting: u.Meeting})
	printf(c.out, "%s is not public any more: its pages and %s were removed from the public space. Restore %s from a backup, and then run \"ingest unpublish %s\" again, so that the record says it, too.\n",
		u.Meeting, counted(moved), layout.Record(u.Meeting), u.Meeting)
	if u.Purge {
		printf(c.out, "Nothing was deleted: --purge needs the record.\n")
	}
	return errUnreadable(u.Meeting)
}

// errUnreadable is the error of a command that took a meeting down without its record.
func errUnreadable(id string) error {
	return fmt.Errorf("%w: the record of %s cannot be read", wire.ErrFindings, id)
}

func (u *unpublishCmd) purge(ctx context.Context, sys *wire.System, c *console) error {
	removed, err := retention.Purge(ctx, sys.Store, u.Meeting)
	if len(removed.Objects) > 0 { // also of an interrupted purge
		c.record(ctx, sys, archive.Event{Kind: archive.EventPurged, Meeting: u.Meeting, Files: len(removed.Objects), Bytes: removed.Bytes()})
	}
	if err != nil {
		return err
	}
	if err := reopen(ctx, sys, removed.Meetings()); err != nil {
		return err
	}
	printf(c.out, "Deleted %s.\n", counted(removed))
	return reportKept(c, removed)
}

// reportKept names the meetings because of which a purge keeps steps.
func reportKept(c *console, r retention.Removed) error {
	if len(r.Kept) == 0 {
		return nil
	}
	var list []damagedItem
	for _, id := range slices.Sorted(maps.Keys(r.Unclear)) {
		list = append(list, damagedItem{Meeting: id, Reason: r.Unclear[id].Error()})
	}
	writeDamaged(c.out, fmt.Sprintf("The files of %s stay, since these meetings may use them and cannot be read:", words.Count(len(r.Kept), "step")), list)
	return fmt.Errorf("%w: the files of %s stay", wire.ErrFindings, words.Count(len(r.Kept), "step"))
}

func (u *unpublishCmd) dryRun(ctx context.Context, sys *wire.System, c *console) error {
	damage, err := archive.RecordDamage(ctx, sys.Store, u.Meeting)
	if err != nil {
		return known(ctx, sys.Store, u.Meeting, err)
	}
	public, damaged, err := retention.Withdrawable(ctx, sys.Store, u.Meeting)
	if err != nil {
		return err
	}
	if damage != nil {
		damaged = append([]error{damage}, damaged...)
	}
	if len(damaged) > 0 {
		printf(c.out, "Cannot be read; the files are found by listing them:\n")
	}
	for _, one := range damaged {
		printf(c.out, "  %v\n", one)
	}
	printf(c.out, "%s would be withdrawn, and %s removed from the public space.\n", u.Meeting, counted(public))
	if damage != nil {
		printf(c.out, "Without its record, nothing else would be changed, and --purge would delete nothing. Restore %s from a backup.\n", layout.Record(u.Meeting))
		return errUnreadable(u.Meeting)
	}
	if !u.Purge {
		for _, o := range public.Objects {
			printf(c.out, "  %s  %s\n", o.Key, words.Size(o.Size))
		}
		return nil
	}
	would, err := retention.Purgeable(ctx, sys.Store, u.Meeting)
	if err != nil {
		return err
	}
	for _, o := range would.Objects {
		printf(c.out, "  %s  %s\n", o.Key, words.Size(o.Size))
	}
	printf(c.out, "--purge would delete %s.\n", counted(would))
	return reportKept(c, would)
}

// ask asks for confirmation of the purge.
func (u *unpublishCmd) ask(ctx context.Context, sys *wire.System, c *console) (bool, error) {
	would, err := retention.Purgeable(ctx, sys.Store, u.Meeting)
	if err != nil {
		return false, known(ctx, sys.Store, u.Meeting, err)
	}
	printf(c.out, "Withdraw %s and delete %s? [y/N] ", u.Meeting, counted(would))
	answer, err := bufio.NewReader(c.in).ReadString('\n')
	if err != nil {
		return false, fmt.Errorf("read the answer: %w", err)
	}
	if answer = strings.ToLower(strings.TrimSpace(answer)); answer == "y" || answer == "yes" {
		return true, nil
	}
	printf(c.out, "Nothing was changed.\n")
	return false, nil
}

// counted describes the number and size of the removed files.
func counted(r retention.Removed) string {
	return fmt.Sprintf("%d files (%s) of %d steps", len(r.Objects), words.Size(r.Bytes()), len(r.Steps))
}
