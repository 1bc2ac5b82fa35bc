package main

import (
	"context"
	"errors"
	"fmt"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/pipeline"
	"proceedings/internal/words"
)

type addCmd struct {
	inputFlags
	scheduleFlags
	wire.Services

	Wait bool `help:"Show progress until the meeting is published."`
	JSON bool `name:"json" help:"Print progress and summary as JSON, one object a line."`
}

func (*addCmd) Help() string {
	return `Uploads the originals and queues the meeting; the workers publish it. Adding the
same meeting again changes nothing. Adding it with another file publishes a new
revision, for which only the missing steps run. A changed title or date creates
another meeting, unless id: in meeting.yaml or --id keeps the ID. If a meeting
becomes private, a worker removes it from the public space; "ingest unpublish"
withdraws a meeting and waits until that is done.

Urgent meetings come first, then those of default priority, then bulk. While a higher
priority is busy, a lower one still gets a sixth of the steps. Adding a queued meeting
again with --priority changes its place in the queue. A large batch from one folder
delays the meetings of others only by a few steps.

Credentials come from the usual AWS environment (AWS_ACCESS_KEY_ID, …), the password
of Redis from its address or PROCEEDINGS_REDIS_PASSWORD. Passwords in meeting.yaml
need PROCEEDINGS_SECRET_KEY, with the key of the workers. Each of these may be in a
file instead: add _FILE to the name and set it to the path.

Examples:

  ingest add --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org folder/
  ingest add --wait folder/             addresses from PROCEEDINGS_REDIS and PROCEEDINGS_S3_ENDPOINT
  ingest add --priority urgent folder/  before all others
  ingest batch meetings.xlsx            many meetings at once`
}

// Run queues a meeting on a running system.
func (a *addCmd) Run(ctx context.Context, c *console) (err error) {
	if err = errors.Join(a.Complete(), a.check()); err != nil {
		return err
	}
	in, err := a.read(ctx, c)
	if err != nil {
		return err
	}
	defer in.Close()
	a.apply(&in.Meeting, a.Paths)
	key, err := wire.SecretKey(c.getenv)
	if err != nil {
		return err
	}
	sys, err := a.Connect(ctx, c.unreachable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sys.Close()) }()
	sys.Key = key
	show := newDisplay(c, a.JSON)
	defer show.Close()
	return submitAndFollow(ctx, sys, c, in, show, a.Wait)
}

// submitAndFollow submits a meeting and, if wait is set, follows it to its end
// and prints a summary.
func submitAndFollow(ctx context.Context, sys *wire.System, c *console, in intake.Input, show display, wait bool) error {
	for _, note := range in.Notes {
		show.Note(note)
	}
	m, changed, err := submit(ctx, sys, c, in, show)
	if err != nil {
		return err
	}
	if m.Visibility != in.Meeting.Visibility {
		show.Note(fmt.Sprintf("The meeting stays %s, as it was submitted before. --visibility %s changes that, or visibility: %s in meeting.yaml.", m.Visibility, in.Meeting.Visibility, in.Meeting.Visibility))
	}
	if m.Withdrawn {
		show.Note(fmt.Sprintf("The meeting is withdrawn, and stays so. \"ingest publish %s\" publishes it again.", m.ID))
	}
	if text := replaced(ctx, sys, m, changed); text != "" {
		show.Note(text)
	}
	show.Submitted(m, changed)
	if !wait {
		return refusedBy(m.Refused)
	}
	return follow(ctx, sys, m, show)
}

// replaced says what a submission changed of an earlier revision, which "ingest edit" may have made.
func replaced(ctx context.Context, sys *wire.System, m meeting.Meeting, changed bool) string {
	if !changed || m.Revision < 2 {
		return ""
	}
	old, err := archive.ReadRevision(ctx, sys.Store, m.ID, m.Revision-1)
	if err != nil { // the submission is stored; only the note is missing
		return ""
	}
	return fmt.Sprintf("This replaces revision %d: %s changed. \"ingest diff %s\" shows the changes, and \"ingest rollback %s %d\" undoes them.",
		old.Revision, words.List(changedParts(old, m), 10), m.ID, m.ID, old.Revision)
}

// submit stores a meeting, with its event, and queues it.
func submit(ctx context.Context, sys *wire.System, c *console, in intake.Input, w originals.Watcher) (meeting.Meeting, bool, error) {
	m, changed, err := pipeline.Submit(ctx, sys.Store, in, sys.Key, w)
	if err != nil {
		return m, false, err
	}
	if changed {
		kind := archive.EventEdited
		if m.Revision == 1 {
			kind = archive.EventSubmitted
		}
		c.record(ctx, sys, archive.Event{Kind: kind, Meeting: m.ID, Revision: m.Revision})
	}
	if err := pipeline.Reopen(ctx, sys.Store, m.ID); err != nil {
		return m, changed, err
	}
	return m, changed, sys.Client.Reconcile(ctx, m.ID)
}
