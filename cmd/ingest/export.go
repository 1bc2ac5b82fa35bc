package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/preservation"
	"proceedings/internal/proc"
	"proceedings/internal/pronom"
)

type exportCmd struct {
	dataFlag
	wire.Services

	Meetings   []string `arg:"" optional:"" name:"meeting" help:"IDs of the meetings."`
	All        bool     `help:"Export all meetings."`
	Bagit      string   `name:"bagit" required:"" placeholder:"FOLDER" help:"Folder for the bags; each meeting gets a folder with its ID in it."`
	Renditions bool     `help:"Add the files that were made of the originals, such as MP4 files and page images."`
	Fetch      bool     `help:"With --renditions, copy no public file, and name its public address in fetch.txt."`
	DryRun     bool     `name:"dry-run" help:"Print what would be exported; write nothing."`
	JSON       bool     `name:"json" help:"Print JSON, one meeting a line."`
}

func (*exportCmd) Help() string {
	return `Writes each meeting as a bag (BagIt, RFC 8493), to hand it to a repository or to keep it
without this program. The bag FOLDER/MEETING has

  data/originals/    the originals, under the names as submitted
  data/record.json   the record: titles, date, people, presentations, names and SHA-256
  metadata/          Dublin Core, PREMIS 3 with PRONOM identifiers of the formats, METS, and
                     the state, the manifest and the events, as they are stored
  manifests          SHA-256 and SHA-512 of all files

Each original is compared with its SHA-256 on the way. A bag appears whole, or not at all.
A folder that has the same bag already is left as it is; one that has anything else is
never changed. A name that some system cannot store gets a folder with the file's ID; the
record has the real name. Passwords of decks stay encrypted, and only the secret key of
this archive opens them; one in clear, from an early version, is left out.

Originals are always in the bag. --renditions needs a meeting that is not being processed.
With --fetch, the renditions of public and unlisted meetings stay on the site; whoever
gets the bag fetches them from the addresses in fetch.txt.
One meeting that cannot be exported, or does not exist, does not stop the others.
"ingest import" brings a bag back. A bag is written into a folder; copy it to a bucket
with the bucket's own tools.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 a meeting could not be exported, which is
named, 4 a service is unreachable.

Examples:

  ingest export 2026-03-12-spring-meeting --bagit /mnt/transfer
  ingest export --all --bagit /mnt/transfer --dry-run
  ingest export --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org --all --bagit /mnt/transfer`
}

// Run exports meetings.
func (x *exportCmd) Run(ctx context.Context, c *console) error {
	switch {
	case (len(x.Meetings) == 0) == !x.All:
		return fmt.Errorf("%w: name meetings, or use --all", wire.ErrUsage)
	case x.Fetch && !x.Renditions:
		return fmt.Errorf("%w: --fetch is for the renditions: add --renditions", wire.ErrUsage)
	case strings.Contains(x.Bagit, "://"):
		return fmt.Errorf("%w: --bagit %s: a bag is written into a folder of this machine; copy it to a bucket from there", wire.ErrUsage, x.Bagit)
	}
	var err error
	if x.Bagit, err = filepath.Abs(x.Bagit); err != nil {
		return fmt.Errorf("--bagit: %w", err)
	}
	return withSystem(ctx, x.Services, x.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		version, commit := wire.Build()
		run := exportRun{exportCmd: x, sys: sys, console: c, exporter: preservation.Exporter{
			Store: sys.Store, Now: time.Now, Who: wire.User(), Program: "Proceedings ingest " + version + ", commit " + commit,
		}}
		if !x.DryRun {
			if run.exporter.Formats, err = c.formats(ctx); err != nil {
				return err
			}
		}
		return run.all(ctx)
	})
}

// formats returns what identifies the formats of files; nil if this program cannot start itself.
func (c *console) formats(ctx context.Context) (func(context.Context, string, []string) (string, []pronom.Format, error), error) {
	if c.self == "" {
		return nil, nil
	}
	sandbox, err := proc.DetectSandbox(ctx, "")
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		printf(c.err, "warning: no sandbox: the program that identifies formats runs with limits of time and memory only: %v\n", err)
	}
	runner := &proc.Runner{Grace: time.Second, Sandbox: sandbox}
	return func(ctx context.Context, dir string, files []string) (string, []pronom.Format, error) {
		return pronom.Identify(ctx, runner, c.self, dir, files)
	}, nil
}
