package main

import (
	"context"
	"errors"
	"fmt"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage/s3"
)

type storageCmd struct {
	Init  initCmd  `cmd:"" help:"Create the bucket and make its public part readable."`
	Check checkCmd `cmd:"" help:"Check that the public part is readable and the rest is not."`
}

// public is the prefix of the world-readable objects.
const public = string(layout.Public) + "/"

type initCmd struct {
	wire.Services

	DryRun bool `help:"Print what would be done; change nothing."`
	Force  bool `help:"Replace a bucket policy that another program set."`
}

func (*initCmd) Help() string {
	return `Creates the bucket if it is missing, and tests that the server honours conditional
writes, which all workers need. Sets the bucket's policy (anybody may get public/*,
and nothing else), CORS (pages of any site may read it, with ranges) and a lifecycle
rule (unfinished uploads are deleted after 7 days). It reports settings that the
server does not support. It can run any number of times. CORS and lifecycle rules
of other programs stay. A policy of another program is printed, and replaced only
with --force.

The key needs more permissions than the key of a worker: to create the bucket, and
to get and put its policy, CORS and lifecycle.

Examples:

  ingest storage init --dry-run --s3-endpoint https://s3.example.org
  ingest storage init --s3-endpoint https://s3.example.org --bucket council
  ingest storage init --bucket council               on Amazon S3`
}

// Run prepares the bucket.
func (i *initCmd) Run(ctx context.Context, c *console) error {
	if err := i.CheckBucket(); err != nil {
		return err
	}
	store, err := s3.Open(ctx, i.S3())
	if err != nil {
		return err
	}
	results, err := store.Init(ctx, s3.Opening{Prefix: public, DryRun: i.DryRun, Force: i.Force})
	for _, d := range results {
		printf(c.out, "%-10s %s: %s\n", d.Setting, d.Outcome, d.Means)
		if d.Unable != "" {
			printf(c.out, "%-10s %s\n", "", d.Unable)
		}
	}
	foreign := (*s3.ForeignPolicyError)(nil)
	if errors.As(err, &foreign) {
		return fmt.Errorf("%w: %w\nAdd --force to replace it, or allow anybody to get %s* in that policy", wire.ErrUsage, err, public)
	}
	if err == nil && !i.DryRun {
		printf(c.out, "Readers reach %s at %s%s; \"ingest storage check\" tests it.\n", public, store.Address(), public)
	}
	return err
}

type checkCmd struct {
	wire.Services

	BaseURL string `name:"base-url" placeholder:"URL" help:"URL of the public space as readers reach it, if they cannot reach the bucket itself (default: the bucket's own address, and the base URL set by \"ingest site\")."`
}

func (*checkCmd) Help() string {
	return `Tests that the server honours conditional writes, which all workers need. Then it
writes two small objects, requests them over HTTP without a key, and deletes them.
public/ must be readable: with its headers, from pages of any site, and in ranges.
archive/ must not be readable. Requests without a key must not list or write.

Examples:

  ingest storage check --s3-endpoint https://s3.example.org
  ingest storage check --bucket council --base-url https://cdn.example.org/`
}

// errChecks means that checks failed. The output names each of them.
var errChecks = errors.New("the bucket is not set up for readers")

// Run checks the bucket as a reader without a key.
func (k *checkCmd) Run(ctx context.Context, c *console) error {
	if err := k.CheckBucket(); err != nil {
		return err
	}
	if _, err := k.base(); err != nil {
		return err
	}
	store, err := s3.Open(ctx, k.S3())
	if err != nil {
		return err
	}
	bases, err := k.bases(ctx, store)
	if err != nil {
		return err
	}
	found, err := store.Check(ctx, s3.Audience{Prefix: public, Hidden: layout.Archive, Bases: bases})
	failed := 0
	for _, f := range found {
		if f.OK {
			printf(c.out, "ok      %s\n", f.Tried)
			continue
		}
		failed++
		printf(c.out, "FAILED  %s\n        %s\n", f.Tried, f.Got)
	}
	if err == nil && failed > 0 {
		err = fmt.Errorf("%w: %d of %d checks failed", errChecks, failed, len(found))
	}
	return err
}

// base returns the URL of --base-url; empty without the flag.
func (k *checkCmd) base() (string, error) {
	if k.BaseURL == "" {
		return "", nil
	}
	base, err := meeting.ParseBase(k.BaseURL)
	if err != nil {
		return "", fmt.Errorf("%w: --base-url: %w", wire.ErrUsage, err)
	}
	return base, nil
}

// bases returns the URLs at which the public space must be readable.
func (k *checkCmd) bases(ctx context.Context, store *s3.Store) ([]string, error) {
	if base, err := k.base(); base != "" || err != nil {
		return []string{base}, err
	}
	bases := []string{wire.PublicBase(store)}
	site, err := archive.ReadSite(ctx, store)
	if err == nil && site.Base != "" && site.Base != bases[0] {
		bases = append(bases, site.Base)
	}
	return bases, err
}
