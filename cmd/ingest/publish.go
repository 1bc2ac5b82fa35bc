package main

import (
	"context"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
)

type publishCmd struct {
	dataFlag
	wire.Services

	Meeting string `arg:"" help:"ID of the meeting."`
	JSON    bool   `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*publishCmd) Help() string {
	return `Publishes a withdrawn meeting again, from the files that "ingest unpublish" moved out
of the public space. The folder is not needed: purged files are made again from the
stored originals. For a published meeting, failed steps are retried.

Exit codes: 0 done, 1 failed, 2 no such meeting, 3 done but some input was
refused, 4 a service is unreachable.

Examples:

  ingest publish 2026-03-12-spring-meeting
  ingest publish --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org 2026-03-12-spring-meeting`
}

// Run publishes a withdrawn meeting again.
func (p *publishCmd) Run(ctx context.Context, c *console) error {
	return withWorkers(ctx, p.Services, p.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		m, changed, err := archive.SetWithdrawn(ctx, sys.Store, p.Meeting, false)
		if err != nil {
			return known(ctx, sys.Store, p.Meeting, err)
		}
		event := archive.Event{Kind: archive.EventRetried}
		if changed {
			event.Kind = archive.EventRestored
		}
		return again(ctx, sys, c, m, changed, p.JSON, event)
	})
}
