package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/logging"
	"proceedings/internal/meeting"
	"proceedings/internal/preservation"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

type importCmd struct {
	dataFlag
	wire.Services

	Bags   []string `arg:"" name:"bag" help:"Folders of bags that \"ingest export\" wrote."`
	Wait   bool     `help:"On a running system, show progress until the meetings are published. On a data folder, it always waits."`
	DryRun bool     `name:"dry-run" help:"Validate the bags and print what would be imported; change nothing."`
	JSON   bool     `name:"json" help:"Print JSON, one object a line."`
}

func (*importCmd) Help() string {
	return `Brings meetings back from bags that "ingest export" wrote. First it reads all of a bag,
and compares each file with its checksums. It names everything that is wrong: wrong
checksums, missing and additional files, paths that lead out of the bag, names that some
systems take for one, links, records that do not fit the files. Of such a bag nothing is
imported.

The originals, the record and the events come back bit for bit, and the record is
stored last, so that nothing is half imported: if it is interrupted, run it again. The
workers then make the pages and renditions again from the originals; renditions in the bag
are validated and not used. The visibility is that of the record.

Nothing is overwritten. If the archive has the same record, there is nothing to do; if that
meeting is not processed yet, it is queued again. If the archive has another record with this
ID, the difference is printed. Events that no tag manifest lists are not taken. An encrypted
password of a deck opens only with the secret key of the archive that the bag came from.

A bag in a ZIP or TAR file has to be extracted first. One bag that is refused
or missing does not stop the others.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 a bag or a file was refused, which is named,
4 a service is unreachable.

Examples:

  ingest import --dry-run /mnt/transfer/2026-03-12-spring-meeting
  ingest import /mnt/transfer/*
  ingest import --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org /mnt/transfer/*`
}

// Run imports bags.
func (i *importCmd) Run(ctx context.Context, c *console) error {
	remote, err := c.usesServices()
	if err != nil {
		return err
	}
	if remote {
		return withSystem(ctx, i.Services, i.dataFlag, c, func(ctx context.Context, sys *wire.System) error { return i.all(ctx, sys, c, i.Wait) })
	}
	if _, err = os.Stat(i.Data); i.DryRun && errors.Is(err, os.ErrNotExist) {
		return i.all(ctx, nil, c, false)
	}
	configured, err := c.readers().Base("")
	if err != nil {
		return err
	}
	return i.open(ctx, c, func(ctx context.Context, sys *wire.System) error {
		if _, err := i.chooseBase(ctx, sys, configured, ""); err != nil || i.DryRun {
			return errors.Join(err, i.all(ctx, sys, c, false))
		}
		log := slog.New(logging.NewHandler(slog.NewTextHandler(words.Printable(c.err), &slog.HandlerOptions{Level: slog.LevelWarn})))
		stop, err := i.startWorker(ctx, sys, c.self, log, nil)
		if err != nil {
			return err
		}
		return errors.Join(i.all(ctx, sys, c, true), stop())
	})
}

// all imports the bags, one after the other. sys is nil for a dry run without a data folder.
func (i *importCmd) all(ctx context.Context, sys *wire.System, c *console, wait bool) error {
	var refused error
	var added []meeting.Meeting
	for _, dir := range i.Bags {
		m, changed, err := i.one(ctx, sys, c, dir)
		switch {
		case ofBag(err):
			if err = i.refuse(c, dir, err); err != nil {
				return err
			}
			refused = fmt.Errorf("%w: %s", wire.ErrRefused, dir)
		case err != nil:
			return err
		case changed:
			added = append(added, m)
		}
	}
	if wait {
		for _, m := range added {
			news, err := i.follow(ctx, sys, c, m)
			if err != nil && !errors.Is(err, wire.ErrRefused) && !errors.Is(err, wire.ErrAttention) {
				return err
			}
			if news {
				refused = err
			}
		}
	}
	return refused
}

// ofBag reports whether an error is one of a bag or of its meeting, and does not stop the others.
func ofBag(err error) bool {
	_, invalid := errors.AsType[*preservation.InvalidError](err)
	_, none := errors.AsType[*preservation.NoBagError](err)
	return invalid || none || errors.Is(err, preservation.ErrTaken) || errors.Is(err, storage.ErrDamaged)
}

// follow shows the progress of a meeting. news is false if it has only the refused files that
// its record names.
func (i *importCmd) follow(ctx context.Context, sys *wire.System, c *console, m meeting.Meeting) (news bool, err error) {
	show := newDisplay(c, i.JSON)
	defer show.Close()
	if err = follow(ctx, sys, m, show); !errors.Is(err, wire.ErrRefused) {
		return err != nil, err
	}
	state, readErr := archive.ReadState(ctx, sys.Store, m.ID)
	if readErr != nil {
		return true, readErr
	}
	return len(state.Refused) > len(m.Refused), err
}

// one imports a bag, and queues its meeting.
func (i *importCmd) one(ctx context.Context, sys *wire.System, c *console, dir string) (m meeting.Meeting, changed bool, err error) {
	bar := newByteBar(c, "validate "+dir, bytesIn(dir), i.JSON)
	in, err := preservation.ReadBag(ctx, dir, bar.add)
	bar.end()
	if err != nil {
		return m, false, err
	}
	m = in.Meeting
	report := importReport{Event: "imported", Meeting: m.ID, Title: words.Clip(m.Title, maxName), Bag: dir, Revision: m.Revision, Files: len(m.Sources), Bytes: in.Bytes(), Sealed: in.Sealed, Renditions: in.Renditions(), Unproven: in.Unproven, UnprovenRevisions: in.UnprovenRevisions}
	there := false
	if sys != nil {
		there, err = in.Check(ctx, sys.Store)
	}
	if err == nil && !there && !i.DryRun {
		show := newDisplay(c, i.JSON)
		there, err = in.Import(ctx, sys.Store, show)
		show.Close()
	}
	switch {
	case err != nil:
		return m, false, err
	case there:
		report.Event = "exists"
		again, stateErr := unprocessed(ctx, sys.Store, m)
		if stateErr != nil {
			return m, false, stateErr
		}
		if report.Queued = again && !i.DryRun; !report.Queued {
			report.Unprocessed = again
			return m, false, report.print(c, i.JSON)
		}
	case i.DryRun:
		report.Event = "would import"
		return m, false, report.print(c, i.JSON)
	default:
		c.record(ctx, sys, archive.Event{Kind: archive.EventImported, Meeting: m.ID, Revision: m.Revision, Files: len(in.Bag.Payload), Bytes: in.PayloadBytes(), Bag: in.Manifest()})
	}
	if err = sys.Client.Reconcile(ctx, m.ID); err != nil {
		return m, false, err
	}
	return m, true, report.print(c, i.JSON)
}

// unprocessed reports whether a stored meeting is not processed yet, such as after an import that
// was killed before it queued the meeting.
func unprocessed(ctx context.Context, store storage.Store, m meeting.Meeting) (bool, error) {
	state, err := archive.ReadState(ctx, store, m.ID)
	if errors.Is(err, storage.ErrDamaged) {
		return true, nil // a reconcile makes it again
	}
	return !state.Final() || state.Revision < m.Revision, err
}
