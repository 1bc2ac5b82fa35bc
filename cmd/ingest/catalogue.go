package main

import (
	"context"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/words"
)

type catalogueCmd struct {
	Rebuild rebuildCmd `cmd:"" help:"Rebuild the catalogue of all public meetings."`
}

type rebuildCmd struct {
	dataFlag
	wire.Services
}

func (*rebuildCmd) Help() string {
	return `Rebuilds the catalogue (the page of all meetings, its search, catalogue.json, the
feeds and sitemaps) from the published manifests. Workers update it by
themselves, and may run meanwhile. Use it after an upgrade, or if the catalogue
is damaged. "ingest site" rebuilds it, too.

Examples:

  ingest catalogue rebuild
  ingest catalogue rebuild --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org`
}

// Run rebuilds the catalogue.
func (r *rebuildCmd) Run(ctx context.Context, c *console) error {
	return withSystem(ctx, r.Services, r.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		all, err := pipelineOf(sys).Catalogue(ctx)
		if err != nil {
			return err
		}
		report, err := all.Rebuild(ctx)
		if err != nil {
			return err
		}
		printf(c.out, "The catalogue lists %s in %s.\n", words.Count(report.Meetings, "meeting"), words.Count(report.Months, "month"))
		return nil
	})
}
