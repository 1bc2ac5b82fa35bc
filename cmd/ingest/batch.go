package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/batch"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

type batchCmd struct {
	dataFlag
	wire.Services

	Path       string            `arg:"" name:"sheet|folder" help:"A spreadsheet (CSV, TSV, XLSX or ODS) with a row for each meeting, or a folder with a folder for each meeting."`
	Name       string            `help:"Name of the batch, for ingest report. Default: the name of the sheet or the folder."`
	DryRun     bool              `help:"Print what is understood, missing, ambiguous or a duplicate, and the estimated effort. Store nothing."`
	Root       string            `type:"path" placeholder:"FOLDER" help:"Folder that the paths in the sheet are relative to. Default: the folder of the sheet."`
	Sheet      string            `placeholder:"NAME" help:"Sheet of a workbook to read. Default: the first one with text that is not hidden."`
	Map        map[string]string `mapsep:"none" placeholder:"COLUMN=KIND" help:"What a column says: id, title, date, folder, series, language, people, license, holder, visibility, profile, description or ignore. Name the column by its header or by its letter. Repeat the flag for several columns."`
	DateOrder  string            `placeholder:"dmy" help:"Order of dates such as 03/04/2020: dmy or mdy. Default: the order that other dates of the column show."`
	Pattern    string            `placeholder:"REGEXP" help:"Of a folder: regular expression with named groups for the names of the folders, such as (?P<date>\\d{4}-\\d\\d-\\d\\d)_(?P<title>.+)."`
	Visibility string            `placeholder:"public" help:"Visibility of the meetings whose row has none: public, unlisted or private. Default: that of their meeting.yaml, or public."`
	Profile    string            `help:"Profile of the meetings whose row has none: ${profiles}."`
	Workers    int               `default:"1" help:"Number of workers, to estimate the time."`
	Watch      bool              `help:"Watch a folder: submit each folder in it once its files stop changing, until interrupted."`
	Every      time.Duration     `default:"30s" help:"With --watch: polling interval."`
	Settle     time.Duration     `default:"2m" help:"With --watch: how long the files of a folder must be unchanged."`
	Wait       bool              `help:"Show progress until all meetings of the batch are processed."`
	JSON       bool              `name:"json" help:"Print JSON, one row a line, and a summary at the end."`
}

func (*batchCmd) Help() string {
	return `Reads a spreadsheet that describes many meetings, uploads their files, and queues them
with the priority bulk. It needs no special form: the row with the names of the columns
is searched among the first 20 rows, the names may be in English, German, French,
Spanish, Italian or Dutch, and --map explains others. One column names the folder of
each meeting, or its files, separated by semicolons. Columns for title, date, id,
language, people, license, visibility and profile are used, if there are any. All other
columns are kept with the meeting. Rows with the same id are one meeting.

A row that is not understood is not submitted; the others are. Correct it and run the
command again: it goes on where it stopped, and rows that did not change cost nothing.
Files are read only below the folder of the sheet, or --root. Macros are not run.

A meeting keeps its ID when the title or date of its row is corrected, and stays private
or unlisted until a row or --visibility says otherwise. Nothing that is stored is lost if
files cannot be read now, such as on a drive that is not connected. A meeting that is
withdrawn, or that another command submitted, is not changed.

With --watch, the command submits each new folder in a folder as a meeting, once its files
stop changing. It polls, so network drives work. Nothing is moved or deleted. After a
restart it continues where it stopped. It waits for unreachable drives and services.

Start with --dry-run. "ingest report" shows afterwards what became of each row.

Without --redis and --s3-endpoint, the meetings are processed on this machine, in the
data folder, and the command waits for them.

Exit codes: 0 done, 1 failed, 2 the sheet as a whole is not understood, 3 done but some
rows were not submitted, 4 a service is unreachable, 130 interrupted.

Examples:

  ingest batch --dry-run meetings.xlsx
  ingest batch --dry-run --map "Bezeichnung alt=title" --map C=folder --root /mnt/tapes meetings.ods
  ingest batch --date-order dmy --visibility private meetings.csv
  ingest batch --wait /mnt/archive/
  ingest batch --watch --visibility private /mnt/incoming/
  ingest batch --pattern '(?P<date>\d{4}-\d\d-\d\d)_(?P<title>.+)' /mnt/archive/`
}

// Run submits a batch.
func (b *batchCmd) Run(ctx context.Context, c *console) error {
	if err := b.checkWatch(); err != nil {
		return err
	}
	in, err := b.read()
	if err != nil {
		return err
	}
	if b.DryRun {
		return b.dryRun(ctx, c, in)
	}
	remote, err := c.usesServices()
	if err != nil {
		return err
	}
	if remote {
		return withSystem(ctx, b.Services, b.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
			if sys.Key, err = wire.SecretKey(c.getenv); err != nil {
				return err
			}
			if b.Watch {
				return b.watch(ctx, sys, c)
			}
			return b.submit(ctx, sys, c, in, b.Wait)
		})
	}
	return b.local(ctx, c, in)
}

// local submits a batch to the data folder, and waits for its meetings.
func (b *batchCmd) local(ctx context.Context, c *console, in batchInput) error {
	if _, err := os.Stat(b.Data); errors.Is(err, os.ErrNotExist) {
		if err := b.open(ctx, c, func(context.Context, *wire.System) error { return nil }); err != nil {
			return err
		}
	}
	return withWorkers(ctx, b.Services, b.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		if b.Watch {
			return b.watch(ctx, sys, c)
		}
		return b.submit(ctx, sys, c, in, true)
	})
}

// runBatch submits the rows.
func runBatch(ctx context.Context, sys *wire.System, c *console, in batchInput) (*batchRun, error) {
	run := newBatchRun(sys.Store, in, wire.User(), c.err)
	run.submit = func(ctx context.Context, one intake.Input) (meeting.Meeting, error) {
		m, _, err := submit(ctx, sys, c, one, run)
		return m, err
	}
	return run, run.all(ctx)
}

// submit submits the rows, prints a summary, and follows the batch if wait is set.
func (b *batchCmd) submit(ctx context.Context, sys *wire.System, c *console, in batchInput, wait bool) error {
	run, err := runBatch(ctx, sys, c, in)
	if err != nil {
		return err
	}
	failed := run.print(c.out, b.JSON)
	if wait {
		if err := followBatch(ctx, sys, c, in.id, run.rows); err != nil {
			return errors.Join(err, failed)
		}
		if !b.JSON {
			printf(c.out, "\"ingest report %s\" lists all rows.\n", in.id)
		}
	}
	return failed
}

// options returns how to read the rows.
func (b *batchCmd) options() (batch.Options, error) {
	order := batch.Order(b.DateOrder)
	if order != "" && !slices.Contains(batch.Orders(), order) {
		return batch.Options{}, fmt.Errorf("%w: --date-order is %q, must be dmy or mdy", wire.ErrUsage, b.DateOrder)
	}
	return batch.Options{Map: b.Map, Order: order, Profiles: profileNames()}, nil
}
