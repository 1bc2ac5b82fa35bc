package main

import (
	"context"
	"errors"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/intake"
	"proceedings/internal/pipeline"
)

type addCmd struct {
	inputFlags
	wire.Services

	Wait bool `help:"Follow the work until the meeting is published."`
	JSON bool `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*addCmd) Help() string {
	return `Uploads the originals, writes down what was asked, and leaves the rest to the
workers. Adding the same again changes nothing; adding it with a file more or
another title publishes a new revision and does only what is missing.

Credentials come from the usual AWS environment (AWS_ACCESS_KEY_ID, …).

Examples:

  ingest add --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org folder/
  ingest add --wait folder/             addresses from PROCEEDINGS_REDIS and PROCEEDINGS_S3_ENDPOINT`
}

// Run hands a meeting to a running system.
func (a *addCmd) Run(ctx context.Context, c *console) (err error) {
	if err = a.Complete(); err != nil {
		return err
	}
	in, err := a.read()
	if err != nil {
		return err
	}
	sys, err := wire.Connect(ctx, a.Redis, a.S3(), c.away)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sys.Close()) }()
	show := newDisplay(c, a.JSON)
	defer show.Close()
	return submitAndFollow(ctx, sys, in, show, a.Wait)
}

// submitAndFollow hands a meeting in and, if it is to wait, follows it to its
// end and says what was made.
func submitAndFollow(ctx context.Context, sys *wire.System, in intake.Input, show display, wait bool) error {
	for _, note := range in.Notes {
		show.Note(note)
	}
	m, changed, err := pipeline.Submit(ctx, sys.Store, in, show)
	if err != nil {
		return err
	}
	if err := pipeline.Reopen(ctx, sys.Store, m.ID); err != nil {
		return err
	}
	if err := sys.Client.Reconcile(ctx, m.ID); err != nil {
		return err
	}
	show.Submitted(m, changed)
	if !wait {
		return refusedBy(m.Refused)
	}
	return follow(ctx, sys, m, show)
}
