package main

import (
	"context"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/pipeline"
)

type publishCmd struct {
	dataFlag
	wire.Services

	Meeting string `arg:"" help:"ID of the meeting."`
	JSON    bool   `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*publishCmd) Help() string {
	return `Brings a meeting back that was taken down, as its record says, without its folder:
what was purged is made again from the originals. Of a meeting that is there it
tries again what failed.

Exit codes: 0 done, 1 failed, 2 there is no such meeting, 3 done but some input
was refused, 4 a service does not answer.

Examples:

  ingest publish 2026-03-12-spring-meeting
  ingest publish --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org 2026-03-12-spring-meeting`
}

// Run brings a meeting back.
func (p *publishCmd) Run(ctx context.Context, c *console) error {
	return withWorkers(ctx, p.Services, p.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		m, changed, err := archive.SetWithdrawn(ctx, sys.Store, p.Meeting, false)
		if err != nil {
			return known(p.Meeting, err)
		}
		if err := pipeline.Reopen(ctx, sys.Store, m.ID); err != nil {
			return err
		}
		if err := sys.Client.Reconcile(ctx, m.ID); err != nil {
			return err
		}
		show := newDisplay(c, p.JSON)
		defer show.Close()
		show.Submitted(m, changed)
		return follow(ctx, sys, m, show)
	})
}
