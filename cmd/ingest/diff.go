package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

type diffCmd struct {
	dataFlag
	wire.Services

	Meeting string `arg:"" help:"ID of the meeting."`
	From    *int   `arg:"" optional:"" help:"The earlier revision. Default: the one before."`
	To      *int   `arg:"" optional:"" help:"The later revision. Default: the present one."`
}

func (*diffCmd) Help() string {
	return `Shows what two revisions of a meeting differ in, line by line: its description in the
form of meeting.yaml, its files with their checksums, and the corrections of slide times.
"ingest history" lists the revisions.

Exit codes: 0 done, also without a difference, 1 failed, 2 no such meeting or revision,
4 a service is unreachable.

Examples:

  ingest diff 2026-03-12-spring-meeting
  ingest diff 2026-03-12-spring-meeting 1
  ingest diff 2026-03-12-spring-meeting 1 3`
}

// Run prints the difference.
func (d *diffCmd) Run(ctx context.Context, c *console) error {
	return withSystem(ctx, d.Services, d.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		now, _, err := archive.ReadExisting(ctx, sys.Store, d.Meeting)
		if err != nil {
			return known(ctx, sys.Store, d.Meeting, err)
		}
		to := now.Revision
		if d.To != nil {
			to = *d.To
		}
		from := max(1, to-1)
		if d.From != nil {
			from = *d.From
		}
		a, err := revision(ctx, sys.Store, d.Meeting, from)
		if err != nil {
			return err
		}
		b, err := revision(ctx, sys.Store, d.Meeting, to)
		if err != nil {
			return err
		}
		if !printDiff(c.out, a, b) {
			printf(c.out, "Revisions %d and %d of %s are equal.\n", from, to, d.Meeting)
		}
		return nil
	})
}

// revision reads a revision of a meeting. If there is none, the error names those that are stored.
func revision(ctx context.Context, store storage.Store, id string, n int) (meeting.Meeting, error) {
	m, err := archive.ReadRevision(ctx, store, id, n)
	if !errors.Is(err, archive.ErrNoRevision) {
		return m, known(ctx, store, id, err)
	}
	now, _, readErr := archive.ReadExisting(ctx, store, id)
	if readErr != nil {
		return m, readErr
	}
	kept, listErr := archive.Revisions(ctx, store, id)
	if listErr != nil {
		return m, listErr
	}
	var names []string
	for _, k := range append(kept, now.Revision) {
		names = append(names, fmt.Sprint(k))
	}
	return m, fmt.Errorf("%w: %w; stored are: %s", wire.ErrUsage, err, strings.Join(names, ", "))
}
