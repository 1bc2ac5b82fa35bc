package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/garbage"
	"proceedings/internal/pipeline"
)

type gcCmd struct {
	dataFlag
	wire.Services

	Delete  bool          `help:"Delete what is listed. Without it, nothing is changed."`
	Grace   time.Duration `default:"168h" help:"Keep what was stored within this time; 0s keeps only uploads and steps of the last 24 hours."`
	Scratch string        `placeholder:"FOLDER" env:"PROCEEDINGS_SCRATCH" help:"Scratch folder of the workers on this machine (env ${env}; default: that of \"worker\", or of the data folder)."`
	JSON    bool          `name:"json" help:"Print one JSON object."`
}

func (*gcCmd) Help() string {
	return `Lists what nothing refers to any more, with sizes and their sum, and changes nothing.
With --delete, it deletes the same.

  - files, results and attempts of steps that no meeting needs
  - files of further runs of a step, which its result does not name
  - unfinished uploads, with their parts on the server
  - pages of expired links, and versions of pages that no manifest names
  - scratch folders of workers on this machine that have ended

Originals, records, published files, and files of withdrawn meetings stay. Objects
that other programs stored are listed, and stay, too. Workers may run meanwhile: if a
meeting requests something that is just deleted, it is made again.

A meeting whose record, state or manifest is damaged or missing is named, and nothing
that it may use is deleted. If its state is unreadable, that is any file of a step.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done, except for damaged meetings,
4 a service is unreachable.

Examples:

  ingest gc                          list what would be deleted
  ingest gc --delete                 delete it
  ingest gc --grace 720h             keep what is younger than 30 days
  ingest gc --delete --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org`
}

// Run lists garbage, or deletes it.
func (g *gcCmd) Run(ctx context.Context, c *console) error {
	if g.Grace < 0 {
		return fmt.Errorf("%w: --grace is %s, must be 0s or more", wire.ErrUsage, g.Grace)
	}
	remote, err := c.usesServices()
	if err != nil {
		return err
	}
	folders := localFolders{scratch: cmp.Or(g.Scratch, wire.Scratch())}
	if !remote {
		folders = localFolders{scratch: filepath.Join(g.Data, "scratch"), data: g.Data}
	}
	return withSystem(ctx, g.Services, g.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		return g.collect(ctx, sys, c, folders)
	})
}

func (g *gcCmd) collect(ctx context.Context, sys *wire.System, c *console, folders localFolders) error {
	show, now := &counter{out: c.err, now: time.Now}, time.Now()
	p, err := garbage.Find(ctx, sys.Store, now, g.Grace, garbage.Progress{
		Listed: func(n int) { show.print("Listed %d objects", n) },
		Read:   func(n, all int) { show.print("Read %d of %d meetings", n, all) },
	})
	if err != nil {
		return err
	}
	local, err := folders.find(now.Add(-max(g.Grace, garbage.BusyFor)))
	if err != nil {
		return err
	}
	r := newGCReport(p, local, g.Grace)
	if !g.Delete {
		return errors.Join(r.write(c, g.JSON), r.damage())
	}
	deleted, all := 0, p.Sum().Objects
	done, err := garbage.Delete(ctx, sys.Store, p, show.locked(func() {
		deleted++
		show.print("Deleted %d of %d objects", deleted, all)
	}))
	for _, id := range done.Meetings {
		if err == nil {
			err = pipeline.Reopen(ctx, sys.Store, id)
		}
		if err == nil {
			err = sys.Client.Reconcile(ctx, id)
		}
	}
	if err != nil {
		return err
	}
	if err = folders.remove(local); err != nil {
		return err
	}
	r.deleted(done)
	return errors.Join(r.write(c, g.JSON), r.damage())
}
