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
	dataFlag
	wire.Services

	S3PublicEndpoint string        `name:"s3-public-endpoint" env:"PROCEEDINGS_S3_PUBLIC_ENDPOINT" placeholder:"URL" help:"URL of the S3 server as readers reach it, if it differs from --s3-endpoint (env ${env})."`
	For              time.Duration `default:"24h" placeholder:"TIME" help:"Lifetime of the links: 1s to 168h (7 days)."`
	JSON             bool          `name:"json" help:"Print JSON."`

	Meeting string   `arg:"" help:"ID of the meeting."`
	Files   []string `arg:"" optional:"" name:"file" help:"Names of submitted files to link (default: all)."`
}

func (*linkCmd) Help() string {
	return `Creates presigned links to the main files of a meeting (recordings, slides,
documents, transcripts), also of a private one, and a page that lists them. Anybody
with a link can open it until it expires; then the server answers 403. A link stops
working earlier only if the file is deleted, or if the key that signed it expires
or is revoked.

The links lead to the S3 server, so readers must be able to reach it. The server
of a data folder cannot be used: it listens on this machine only.

Exit codes: 0 done, 1 failed, 2 wrong usage, or no such meeting or file, 4 the
server is unreachable.

Examples:

  ingest link --s3-endpoint https://s3.example.org 2026-03-12-board
  ingest link --for 168h 2026-03-12-board minutes.pdf
  ingest link --s3-endpoint http://s3:7070 --s3-public-endpoint https://files.example.org 2026-03-12-board`
}

// Run prints presigned links to a meeting's files.
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
			"The data folder %s has none: submit the meeting to a server with \"ingest add\", or serve its public pages with \"ingest serve\"", wire.ErrUsage, l.Data)
	}
	if err = l.CheckBucket(); err != nil {
		return err
	}
	if err = s3.CheckEndpoint(l.S3PublicEndpoint); err != nil {
		return fmt.Errorf("%w: --s3-public-endpoint or PROCEEDINGS_S3_PUBLIC_ENDPOINT: %w", wire.ErrUsage, err)
	}
	bucket := l.S3()
	bucket.Public = l.S3PublicEndpoint
	store, err := wire.OpenStore(ctx, bucket, c.unreachable)
	if err != nil {
		return err
	}
	links, err := sharing.Share(ctx, store, l.Meeting, l.Files, l.For, time.Now())
	if errors.Is(err, sharing.ErrNoFile) {
		return fmt.Errorf("%w: %w", wire.ErrUsage, err)
	}
	if err != nil {
		return known(ctx, store, l.Meeting, err)
	}
	if l.JSON {
		return printJSON(c.out, links)
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, f := range links.Files {
		printf(table, "%s\t%s\t%s\n", f.Name, f.Kind, f.URL)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the links: %w", err)
	}
	printf(c.out, "\nPage with all links, valid until %s:\n%s\n", links.Ends.Local().Format("2006-01-02 15:04:05 MST"), links.Page)
	return nil
}
