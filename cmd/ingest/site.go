package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"text/tabwriter"
	"time"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/archive"
	"proceedings/internal/bcp47"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

type siteCmd struct {
	dataFlag
	wire.Services

	BaseURL     *string `name:"base-url" placeholder:"URL" help:"URL of the public space as readers reach it: of a web server, a CDN, or \"ingest serve\". Empty for the default."`
	Title       *string `help:"Title of the catalogue."`
	Description *string `help:"One sentence about the site, for feeds and search engines."`
	Language    *string `placeholder:"TAG" help:"Language of the catalogue, such as en or pt-BR."`
}

func (*siteCmd) Help() string {
	return `Shows the settings of the site. Each flag changes one setting; then all published
pages are checked and updated, and the catalogue is rebuilt. After an interruption,
set the same value again to continue. Damaged settings are replaced by those given.

Links between published files are relative. Only formats that are read elsewhere
use the base URL: oEmbed, feeds, sitemaps, IIIF, data for search engines.

Examples:

  ingest site
  ingest site --base-url https://media.example.org/ --title "Council meetings" --language en
  ingest site --redis redis://queue:6379/0 --s3-endpoint https://s3.example.org --base-url https://cdn.example.org/council/`
}

// Run shows or changes the settings of the site.
func (s *siteCmd) Run(ctx context.Context, c *console) error {
	change, err := s.change()
	if err != nil {
		return err
	}
	remote, err := c.usesServices()
	if err != nil {
		return err
	}
	return withSystem(ctx, s.Services, s.dataFlag, c, func(ctx context.Context, sys *wire.System) error {
		if change == nil {
			site, readErr := archive.ReadSite(ctx, sys.Store)
			if readErr != nil {
				return readErr
			}
			return showSite(c, site, sys.Base)
		}
		if _, err = archive.ReadSite(ctx, sys.Store); errors.Is(err, storage.ErrDamaged) {
			printf(c.err, "The settings were damaged and are replaced: %v. Set those again that are not set below.\n", err)
		}
		site, _, err := archive.ChangeSite(ctx, sys.Store, change)
		if err != nil {
			return err
		}
		if err = showSite(c, site, sys.Base); err != nil {
			return err
		}
		done, err := refresh(ctx, sys, remote)
		if err != nil {
			return err
		}
		what := "Meetings checked, and published again if changed"
		if remote {
			what = "Meetings queued for the workers"
		}
		printf(c.out, "%s: %d. Meetings in the catalogue: %d.\n", what, done.meetings, done.listed)
		return nil
	})
}

// change returns a function that applies the flags to the settings; nil without flags.
func (s *siteCmd) change() (func(*meeting.Site), error) {
	if s.BaseURL == nil && s.Title == nil && s.Description == nil && s.Language == nil {
		return nil, nil
	}
	base := ""
	if s.BaseURL != nil && *s.BaseURL != "" {
		var err error
		if base, err = meeting.ParseBase(*s.BaseURL); err != nil {
			return nil, fmt.Errorf("%w: --base-url: %w", wire.ErrUsage, err)
		}
	}
	tag := ""
	if s.Language != nil && *s.Language != "" {
		var ok bool
		if tag, ok = bcp47.Parse(*s.Language); !ok {
			return nil, fmt.Errorf("%w: --language: %q is not a language tag such as en or pt-BR", wire.ErrUsage, *s.Language)
		}
	}
	return func(site *meeting.Site) {
		for _, set := range []struct {
			flag  *string
			field *string
			to    func(string) string
		}{
			{s.BaseURL, &site.Base, func(string) string { return base }},
			{s.Title, &site.Title, words.OneLine},
			{s.Description, &site.Description, words.OneLine},
			{s.Language, &site.Language, func(string) string { return tag }},
		} {
			if set.flag != nil {
				*set.field = set.to(*set.flag)
			}
		}
	}, nil
}

func showSite(c *console, s meeting.Site, standard string) error {
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	base := s.Base
	if base == "" {
		base = standard + "  (default; \"ingest site --base-url\" sets another)"
	}
	for _, line := range [][2]string{{"base", base}, {"title", s.Title}, {"description", s.Description}, {"language", s.Language}} {
		printf(table, "%s\t%s\n", line[0], cmp.Or(line[1], "(not set)"))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// pipelineOf returns a pipeline that runs no steps.
func pipelineOf(sys *wire.System) *pipeline.Pipeline {
	return &pipeline.Pipeline{Store: sys.Store, Base: sys.Base, Who: wire.User(), Log: slog.New(slog.DiscardHandler), Now: time.Now}
}

// refreshed counts the meetings of a refresh.
type refreshed struct{ meetings, listed int }

// refresh updates all pages and the catalogue after the settings of the site have
// changed. Without workers, on a data folder, it does so in this process.
func refresh(ctx context.Context, sys *wire.System, workers bool) (done refreshed, err error) {
	p := pipelineOf(sys)
	all, err := p.Catalogue(ctx)
	if err != nil {
		return done, err
	}
	report, err := all.Rebuild(ctx)
	if err != nil {
		return done, err
	}
	done.listed = report.Meetings
	var failed error
	for id, listErr := range archive.Meetings(ctx, sys.Store) {
		if listErr != nil {
			return done, errors.Join(failed, listErr)
		}
		queue := workers
		if !workers {
			steps, lookErr := p.Reconcile(ctx, id)
			failed = errors.Join(failed, lookErr) // a damaged record must not stop the others
			if wire.Unreachable(lookErr) || ctx.Err() != nil {
				return done, failed
			}
			queue = len(steps) > 0
		}
		if queue {
			if err = sys.Client.Reconcile(ctx, id); err != nil {
				return done, errors.Join(failed, err)
			}
		}
		done.meetings++
	}
	return done, failed
}

// printBase prints the default base URL, unless a base URL was set.
func printBase(ctx context.Context, sys *wire.System, c *console) error {
	site, err := archive.ReadSite(ctx, sys.Store)
	if err != nil || site.Base != "" {
		return err
	}
	printf(c.out, "  base URL   %s (default; set another with: ingest site --base-url URL)\n", sys.Base)
	return nil
}
