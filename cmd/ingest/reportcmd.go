package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/words"
)

type reportCmd struct {
	dataFlag
	wire.Services

	Batch  string `arg:"" optional:"" help:"Name of the batch. Without it, the batches are listed."`
	CSV    bool   `name:"csv" help:"Print CSV, for a spreadsheet program."`
	JSON   bool   `name:"json" help:"Print JSON, one row a line, and a summary at the end."`
	HTML   string `name:"html" type:"path" placeholder:"FILE" help:"Write a page with a table that can be sorted. It needs no other file and no network."`
	Follow bool   `help:"Show progress until all meetings of the batch are processed, then the report."`
	Retry  string `placeholder:"failed" help:"With the value failed: try the failed steps and the refused files of the batch's meetings again."`
}

func (*reportCmd) Help() string {
	return `Shows what became of each row of a batch: the state of its meeting, the reason if
something went wrong, the address of its page, durations, sizes and warnings. Rows have
the numbers of the spreadsheet, and the counts of the states add up to the rows.

  published        the meeting is published
  incomplete       it is published, but some of its files were refused
  processing       the workers are at it, or it waits for them
  needs attention  a step failed five times; "ingest retry" tries it again
  nothing usable   all of its files were refused
  withdrawn        it was withdrawn after it was submitted
  duplicate        another row has the same files
  not submitted    the row was not understood, or its files cannot be read
  waiting          the last run did not reach this row, or was killed soon after it:
                   run "ingest batch" again

Rows that were not submitted need a correction in the spreadsheet: then run "ingest
batch" again. --retry failed is for the others.

Exit codes: 0 done, 1 failed, 2 no such batch, 3 done but some rows failed or need
attention, 4 a service is unreachable.

Examples:

  ingest report
  ingest report meetings
  ingest report meetings --follow
  ingest report meetings --html report.html
  ingest report meetings --csv > report.csv
  ingest report meetings --retry failed`
}

// Run prints a report.
func (r *reportCmd) Run(ctx context.Context, c *console) error {
	switch {
	case r.CSV && r.JSON:
		return fmt.Errorf("%w: --csv and --json: choose one of them", wire.ErrUsage)
	case r.Retry != "" && r.Retry != "failed":
		return fmt.Errorf("%w: --retry is %q, must be failed", wire.ErrUsage, r.Retry)
	case r.HTML != "" && !mayWrite(r.HTML):
		return fmt.Errorf("%w: --html %s: there is another file or folder, which is not overwritten: name a new file", wire.ErrUsage, r.HTML)
	case r.Batch == "" && (r.CSV || r.HTML != "" || r.Follow || r.Retry != ""):
		return fmt.Errorf("%w: name a batch; \"ingest report\" lists them", wire.ErrUsage)
	}
	with := withSystem
	if r.Retry != "" || r.Follow {
		with = withWorkers
	}
	return with(ctx, r.Services, r.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		if r.Batch == "" {
			return r.list(ctx, sys, c)
		}
		return r.report(ctx, sys, c)
	})
}

func (r *reportCmd) report(ctx context.Context, sys *wire.System, c *console) error {
	id := r.Batch
	if made := intake.MakeID(id); made != "" {
		id = made // of the name as --name had it
	}
	head, err := archive.ReadBatch(ctx, sys.Store, id)
	if errors.Is(err, archive.ErrNoBatch) {
		return fmt.Errorf("%w: there is no batch %q; \"ingest report\" lists them", wire.ErrUsage, r.Batch)
	}
	if err != nil {
		return err
	}
	rows, err := archive.ReadBatchRows(ctx, sys.Store, head)
	if err != nil {
		return err
	}
	if r.Retry != "" {
		if err = retryBatch(ctx, sys, c, rows); err != nil {
			return err
		}
	}
	if r.Follow {
		if err = followBatch(ctx, sys, c, id, rows); err != nil {
			return err
		}
	}
	full, err := readReport(ctx, sys, head, rows)
	if err != nil {
		return err
	}
	switch {
	case r.JSON:
		err = full.printJSON(c.out)
	case r.CSV:
		err = full.printCSV(c.out)
	case r.HTML == "":
		err = full.print(c.out)
	}
	if err == nil && r.HTML != "" {
		err = writeWhole(r.HTML, full.writeHTML)
	}
	return errors.Join(err, full.outcome())
}

// list prints all batches.
func (r *reportCmd) list(ctx context.Context, sys *wire.System, c *console) error {
	n := 0
	for info, err := range sys.Store.List(ctx, layout.Batches) {
		if err != nil {
			return err
		}
		id := layout.BatchID(info.Key)
		if id == "" {
			continue
		}
		head, err := archive.ReadBatch(ctx, sys.Store, id)
		if err != nil {
			return err
		}
		n++
		if r.JSON {
			if err = printJSON(c.out, head); err != nil {
				return err
			}
			continue
		}
		state := ""
		if !head.Complete {
			state = ", interrupted: run \"ingest batch\" again"
		}
		printf(c.out, "%s: %s of %s, %s%s\n", id, words.Count(head.Rows, "row"), head.Source, head.Changed.Local().Format("2006-01-02 15:04"), state)
	}
	if n == 0 && !r.JSON {
		printf(c.out, "There are no batches yet. \"ingest batch\" submits one.\n")
	}
	return nil
}

// mayWrite reports whether a path is free, or has an earlier report.
func mayWrite(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return errors.Is(err, os.ErrNotExist)
	}
	defer func() { _ = file.Close() }() // only read
	head := make([]byte, 512)
	n, _ := io.ReadFull(file, head)
	return bytes.Contains(head[:n], []byte(`content="ingest report"`))
}

// writeWhole writes a file, whole or not at all. The temporary file is a new one, so it replaces
// nothing and follows no link.
func writeWhole(path string, write func(*os.File) error) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".report-*")
	if err != nil {
		return fmt.Errorf("%w: --html %s: %w", wire.ErrUsage, path, fault.Cause(err))
	}
	defer os.Remove(part.Name()) //nolint:errcheck // it is gone if all went well
	if err = errors.Join(write(part), part.Close()); err == nil {
		err = os.Rename(part.Name(), path)
	}
	if linkErr := (*os.LinkError)(nil); errors.As(err, &linkErr) {
		err = linkErr.Err
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, fault.Cause(err))
	}
	return nil
}
