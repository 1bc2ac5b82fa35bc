package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/sharing"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
)

type linkCmd struct {
	wire.Services

	S3PublicEndpoint string        `name:"s3-public-endpoint" env:"PROCEEDINGS_S3_PUBLIC_ENDPOINT" placeholder:"URL" help:"S3 server as readers reach it, if that is another address than --s3-endpoint (env ${env})."`
	For              time.Duration `default:"24h" placeholder:"TIME" help:"How long the links live: 1s to 168h (7 days)."`
	JSON             bool          `name:"json" help:"Print JSON."`

	Meeting string   `arg:"" help:"ID of the meeting."`
	Files   []string `arg:"" optional:"" name:"file" help:"Names of files that were handed in, if not all are to be lent."`
}

func (*linkCmd) Help() string {
	return `Prints links by which anybody who has them can open a meeting's main files
(recordings, slides, documents, transcripts) for a limited time, private or not,
and the link of one page with all of them, to be sent to somebody. After that time
the server answers 403. Whoever has a link can pass it on; it ends early only
where the files are deleted or the key that signed it is withdrawn. Links that a
temporary key signed end with that key.

The links lead to the S3 server, so it must be one that readers reach. A data
folder's is none: it listens on this machine only, while a command runs.

Exit codes: 0 done, 1 failed, 2 there is no such meeting or file, or a flag is
wrong, 4 the server does not answer.

Examples:

  ingest link --s3-endpoint https://s3.example.org 2026-03-12-board
  ingest link --for 168h 2026-03-12-board minutes.pdf
  ingest link --s3-endpoint http://s3:7070 --s3-public-endpoint https://files.example.org 2026-03-12-board`
}

// Run lends a meeting's files.
func (l *linkCmd) Run(ctx context.Context, c *console) error {
	if l.For < time.Second || l.For > storage.LongestLink {
		return fmt.Errorf("%w: --for is %s, and must be from 1s to 168h (7 days, the longest that S3 allows)", wire.ErrUsage, l.For)
	}
	remote, err := c.usesBucket()
	if err != nil {
		return err
	}
	if !remote {
		return fmt.Errorf("%w: links need an S3 server that readers reach: set --s3-endpoint or PROCEEDINGS_S3_ENDPOINT. "+
			"That of a data folder listens on this machine only while a command runs: hand the meeting to a server with \"ingest add\", or show its public pages with \"ingest serve\"", wire.ErrUsage)
	}
	if err := l.CheckBucket(); err != nil {
		return err
	}
	if err := s3.CheckEndpoint(l.S3PublicEndpoint); err != nil {
		return fmt.Errorf("%w: --s3-public-endpoint or PROCEEDINGS_S3_PUBLIC_ENDPOINT: %w", wire.ErrUsage, err)
	}
	bucket := l.S3()
	bucket.Public = l.S3PublicEndpoint
	store, err := wire.OpenStore(ctx, bucket, c.away)
	if err != nil {
		return err
	}
	lent, err := sharing.Share(ctx, store, l.Meeting, l.Files, l.For, time.Now())
	if errors.Is(err, sharing.ErrNoFile) {
		return fmt.Errorf("%w: %w", wire.ErrUsage, err)
	}
	if err != nil {
		return known(l.Meeting, err)
	}
	if l.JSON {
		return printJSON(c.out, lent)
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, f := range lent.Files {
		printf(table, "%s\t%s\t%s\n", f.Name, f.Kind, f.URL)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the links: %w", err)
	}
	fmt.Fprintf(c.out, "\nA page with all of it, until %s:\n%s\n", lent.Ends.Local().Format("2006-01-02 15:04:05 MST"), lent.Page)
	return nil
}
