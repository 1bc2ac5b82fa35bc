package main

import (
	"context"
	"errors"
	"fmt"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

type rollbackCmd struct {
	dataFlag
	wire.Services

	Meeting  string `arg:"" help:"ID of the meeting."`
	Revision int    `arg:"" help:"The revision to bring back; \"ingest history\" lists them."`
	DryRun   bool   `help:"Only show what would change."`
	JSON     bool   `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*rollbackCmd) Help() string {
	return `Brings an earlier revision of a meeting back, with its files, as a new revision, and
publishes it. Nothing is lost: the present revision is kept, and can be brought back in
the same way. Files that were made before are used again; only what "ingest gc" deleted
is made anew. A meeting that is private, unlisted or withdrawn stays so.

Exit codes: 0 done, 1 failed, 2 no such meeting or revision, 3 done but some input was
refused, 4 a service is unreachable.

Examples:

  ingest rollback 2026-03-12-spring-meeting 2
  ingest rollback --dry-run 2026-03-12-spring-meeting 2`
}

// Run brings a revision back.
func (r *rollbackCmd) Run(ctx context.Context, c *console) error {
	open := withWorkers
	if r.DryRun {
		open = withSystem
	}
	return open(ctx, r.Services, r.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		now, etag, err := archive.ReadExisting(ctx, sys.Store, r.Meeting)
		if err != nil {
			return known(ctx, sys.Store, r.Meeting, err)
		}
		former, err := revision(ctx, sys.Store, r.Meeting, r.Revision)
		if err != nil {
			return err
		}
		next := rolledBack(now, former)
		if err = originalsStored(ctx, sys.Store, next); err != nil {
			return err
		}
		if r.DryRun {
			next.Revision = now.Revision + 1
			if !printDiff(c.out, now, next) {
				printf(c.out, "Nothing would change.\n")
			}
			return nil
		}
		stored, changed, err := archive.Replace(ctx, sys.Store, now, etag, next)
		if errors.Is(err, storage.ErrPrecondition) {
			return fmt.Errorf("%s was changed by another command meanwhile; \"ingest history %s\" shows it; then try again", r.Meeting, r.Meeting)
		}
		if err != nil {
			return err
		}
		if !changed {
			printf(c.err, "Nothing changes: %s is as in revision %d.\n", r.Meeting, r.Revision)
			return nil
		}
		var notes []string
		if former.Visibility.Wider(now.Visibility) {
			notes = append(notes, fmt.Sprintf("The meeting stays %s. \"ingest edit %s --set visibility=%s\" makes it %s, as in revision %d.", now.Visibility, r.Meeting, former.Visibility, former.Visibility, r.Revision))
		}
		return again(ctx, sys, c, stored, true, r.JSON, archive.Event{Kind: archive.EventEdited, Back: r.Revision}, notes...)
	})
}

// rolledBack returns the record that brings former back. It never publishes to more people, and is
// processed as soon as the present one.
func rolledBack(now, former meeting.Meeting) meeting.Meeting {
	next := former
	next.Priority, next.Batch, next.Withdrawn = now.Priority, now.Batch, now.Withdrawn
	if next.Visibility.Wider(now.Visibility) {
		next.Visibility = now.Visibility
	}
	return next
}

// originalsStored refuses a revision whose originals were lost.
func originalsStored(ctx context.Context, store storage.Store, m meeting.Meeting) error {
	var lost []string
	for _, src := range m.Sources {
		_, err := store.Stat(ctx, layout.Source(src.SHA256))
		if errors.Is(err, storage.ErrNotFound) {
			lost = append(lost, src.Name)
		} else if err != nil {
			return err
		}
	}
	if len(lost) > 0 {
		const most = 10
		return fmt.Errorf("the originals of revision %d are missing in the storage: %s; restore them from a backup first", m.Revision, words.List(lost, most))
	}
	return nil
}
